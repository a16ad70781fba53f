"""What is asked before there is a window."""
