"""What goes wrong: caught, told in one place, and kept for a report."""
