"""Python runs this as it starts, wherever this folder is on its path."""

from network_watch import watch_where_asked

watch_where_asked()
