"""A reader's answer to a still, beside the program's."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a reader says of the program's answer."""

    AGREE = "agree"
    CORRECT = "correct"
    """The reader sees other findings, or several."""
    NONE_OF_THESE = "none_of_these"
    """None of the model's classes is in the still."""
    CANNOT_JUDGE = "cannot_judge"


@dataclass(frozen=True, slots=True)
class Review:
    """One reader's answer to one still.

    ``findings`` are classes of the model, in its card's order: for ``AGREE`` the
    predicted one, or none where the program refused; for ``CORRECT`` one or more;
    else none.
    """

    verdict: Verdict
    findings: tuple[str, ...]
    reader: str
    time: datetime
    """With its time zone."""
