"""The one root of everything that can go wrong and that a person can act on."""


class LumenaryError(Exception):
    """Something went wrong that the reader of the message can understand and act on.

    Parameters
    ----------
    user_message
        What happened, as a sentence for the person at the screen.
    hint
        What was kept and what to do next; may be empty.
    details
        For the log and the report: paths, values, the library's own words.
    """

    def __init__(self, user_message: str, *, hint: str = "", details: str = "") -> None:
        super().__init__(user_message)
        self.user_message = user_message
        self.hint = hint
        self.details = details

    def __str__(self) -> str:
        """Return the message and, where there is one, the hint."""
        return f"{self.user_message} {self.hint}".strip()


class BadRequest(LumenaryError):
    """What was asked for does not exist or cannot be; nothing was begun."""
