"""One still of the table: the program's answer and the reader's."""

from dataclasses import dataclass

from core.review.corrections import Review


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What is known of one still.

    A refused still has no ``predicted_class`` and no ``confidence``; an unreadable one
    has an ``error`` and no ``decision`` and no ``probabilities`` either.
    """

    row: int
    """Its number in the order of arrival, which never changes."""
    file: str
    """Path relative to the classified folder, with forward slashes."""
    examination: str
    """The folder part of ``file``; empty at the top."""
    digest: str
    """SHA-256 of the file's bytes; empty where they could not be read."""
    predicted_class: str | None
    confidence: float | None
    decision: str | None
    """``accept``, ``review`` or ``refuse``."""
    probabilities: tuple[float, ...]
    """In the order of the model's classes."""
    true_class: str | None
    """Where the folders tell."""
    error: str
    review: Review | None
