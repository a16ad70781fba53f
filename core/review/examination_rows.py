"""A row of counts for each examination and one for the whole folder."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from core.review.findings_columns import Cell
from core.review.reviewed_still import ReviewedStill
from core.review.tally import Tally, examination_of

ALL_EXAMINATIONS: Final = "(all)"
"""Stands in the column of the examination for the counts of the whole folder."""

PROGRAM: Final = "program:"
READER: Final = "reader:"
"""Begin the keys of the columns of counts by class."""

MEANINGS: Final = {
    "stills": "Stills of the examination, with those of the folders below it, which "
    "have rows of their own, named by their whole path.",
    "unreadable": "Of these, could not be read.",
    "accepted, to_review, refused": "What the program decided on the readable ones.",
    f"{PROGRAM}…": "Stills that the program calls each class, refused ones left out.",
    "reviewed": "Stills with a reader's answer.",
    "agreed, corrected, none_of_these, cannot_judge": "What the answers were.",
    f"{READER}…": "Stills in which the reader sees each class; one may have several.",
    "level": "0 for the whole folder; 1 for what lies right in it, folders and loose "
    "stills (without a name), which together are the whole; 2 and more for folders "
    "within those, which are counted there already.",
}
"""What each column means, in their order."""


def keys(classes: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of all columns for a model with these classes."""
    return (
        *("examination", "stills", "unreadable", "accepted", "to_review", "refused"),
        *(PROGRAM + name for name in classes),
        *("reviewed", "agreed", "corrected", "none_of_these", "cannot_judge"),
        *(READER + name for name in classes),
        "level",
    )


class ExaminationRows:
    """Counts stills as they pass and gives the rows afterwards."""

    def __init__(self) -> None:
        self._all = Tally()
        self._tallies: dict[str, Tally] = {}

    def counted(self, stills: Iterable[ReviewedStill]) -> Iterator[ReviewedStill]:
        """Yield the stills as they come, counting each."""
        for still in stills:
            for tally in (self._all, *self._holding(still.examination)):
                tally.count(still.predicted_class, still.decision, still.error)
                tally.count_review(None, still.review)
            yield still

    def rows(self, classes: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
        """Yield the cells of each row in the order of :func:`keys`.

        The whole folder comes first, then the examinations in the order of their first
        stills, each before those that lie within it.
        """
        yield _cells(ALL_EXAMINATIONS, self._all, 0, classes)
        for examination, tally in self._tallies.items():
            level = examination.count("/") + 1
            yield _cells(examination, tally, level, classes)

    def _holding(self, examination: str) -> Iterator[Tally]:
        """Yield the tallies of a folder and of those that it lies in, topmost first."""
        if above := examination_of(examination):
            yield from self._holding(above)
        yield self._tallies.setdefault(examination, Tally())


def _cells(
    examination: str, tally: Tally, level: int, classes: Sequence[str]
) -> tuple[Cell, ...]:
    return (
        examination or None,
        *(tally.stills, tally.unreadable),
        *(tally.accepted, tally.to_review, tally.refused),
        *(tally.by_finding[name] for name in classes),
        *(tally.reviewed, tally.agreed, tally.corrected),
        *(tally.none_of_these, tally.cannot_judge),
        *(tally.reader_findings[name] for name in classes),
        level,
    )
