"""Pixels in, pixels out: reading, cleaning, augmenting and drawing stills."""
