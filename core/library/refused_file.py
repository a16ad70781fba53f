"""A file from outside that is not used, because of what it holds."""

from core.errors import LumenaryError


class FileRefused(LumenaryError):
    """A file holds what no file of its kind that Lumenary writes ever holds.

    Parameters
    ----------
    name
        The file's.
    what
        What it holds; reads on after the name.
    details
        For the log.
    """

    def __init__(self, name: str, what: str, details: str = "") -> None:
        super().__init__(
            f"“{name}” {what}.",
            hint="It was not used. Get it anew from someone you trust, or train the "
            "model again.",
            details=details,
        )
        self.name = name
        self.what = what
