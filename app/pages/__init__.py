"""One page for each kind of work."""
