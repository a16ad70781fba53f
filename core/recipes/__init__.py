"""What is to be trained, and how."""
