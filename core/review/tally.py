"""Counts of what the program and the reader said of an examination or a folder."""

from collections import Counter
from dataclasses import dataclass, field

from core.review.corrections import Review, Verdict


def examination_of(file: str) -> str:
    """Return the folder part of a relative path with ``/``; empty at the top."""
    return file.rpartition("/")[0]


@dataclass(slots=True)
class Tally:
    """A counter that is told each still once and each change of a review.

    Every readable still is accepted, to review, or refused.
    """

    stills: int = 0
    unreadable: int = 0
    accepted: int = 0
    to_review: int = 0
    refused: int = 0
    by_finding: Counter[str] = field(default_factory=Counter)
    """What the program calls the stills, the refused ones left out."""
    reviewed: int = 0
    agreed: int = 0
    corrected: int = 0
    none_of_these: int = 0
    cannot_judge: int = 0
    reader_findings: Counter[str] = field(default_factory=Counter)
    """Stills in which the reader sees each finding; one still may have several."""

    @property
    def readable(self) -> int:
        """How many stills have an answer of the program."""
        return self.stills - self.unreadable

    def count(
        self, predicted_class: str | None, decision: str | None, error: str
    ) -> None:
        """Count the program's answer for one more still."""
        self.stills += 1
        if error or decision is None:
            self.unreadable += 1
            return
        self.accepted += decision == "accept"
        self.to_review += decision == "review"
        self.refused += decision == "refuse"
        if decision != "refuse" and predicted_class is not None:
            self.by_finding[predicted_class] += 1

    def count_review(self, before: Review | None, after: Review | None) -> None:
        """Count that one still's review was given, changed or withdrawn (``None``)."""
        if before is not None:
            self._add_review(before, -1)
        if after is not None:
            self._add_review(after, 1)

    def _add_review(self, review: Review, step: int) -> None:
        self.reviewed += step
        self.agreed += step * (review.verdict is Verdict.AGREE)
        self.corrected += step * (review.verdict is Verdict.CORRECT)
        self.none_of_these += step * (review.verdict is Verdict.NONE_OF_THESE)
        self.cannot_judge += step * (review.verdict is Verdict.CANNOT_JUDGE)
        for finding in review.findings:
            self.reader_findings[finding] += step
            if not self.reader_findings[finding]:
                del self.reader_findings[finding]
