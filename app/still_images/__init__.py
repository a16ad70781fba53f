"""Stills decoded in threads for the window: small, large, and as networks see them."""
