"""A still with both answers: the program's and the reader's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.review.corrections import Review
from core.review.tally import examination_of


@dataclass(frozen=True, slots=True)
class ReviewedStill:
    """One still of a classified folder, as it goes into a table.

    A refused still has no ``predicted_class`` and no ``confidence``; an unreadable one
    has an ``error`` and no ``decision`` and no ``probabilities`` either.
    """

    file: str
    """Path relative to the classified folder, with forward slashes."""
    digest: str
    """SHA-256 of the file's bytes; empty where they could not be read."""
    predicted_class: str | None
    confidence: float | None
    decision: str | None
    """``accept``, ``review`` or ``refuse``."""
    probabilities: Mapping[str, float]
    """Of each class, 0 to 1."""
    error: str
    true_class: str | None
    """Where the folders tell."""
    review: Review | None
    model: str
    """Whose answer it is."""
    classified_at: datetime
    """When the classification began; with its time zone."""

    @property
    def examination(self) -> str:
        """The folder part of ``file``; empty at the top."""
        return examination_of(self.file)
