"""Parts of pages; they know neither jobs nor each other."""
