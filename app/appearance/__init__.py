"""How the window looks: palettes, marks and icons."""
