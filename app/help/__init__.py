"""What the program is made of, and its keys."""
