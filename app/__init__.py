"""The faces of Lumenary: the command line, and the worker of the window."""
