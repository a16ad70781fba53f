"""Everything Lumenary does, without a window: images in, models and findings out."""

__version__ = "0.1.0"
