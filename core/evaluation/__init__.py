"""Receives predictions, never a model; fits and measures."""
