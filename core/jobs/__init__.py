"""The only place that joins training, inference and evaluation."""
