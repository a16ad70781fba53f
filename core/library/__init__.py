"""What came of training, and where it lives."""
