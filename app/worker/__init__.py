"""The child process that does the work, and how it ended."""
