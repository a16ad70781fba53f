"""The findings of a classification as typed columns: 100,000 rows sort in milliseconds.

Rows stand in the order of arrival, which is the folder's order, and never move.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from app.item_models.finding_row import FindingRow
from app.item_models.growing_array import GrowingArray
from core.jobs.events import ClassifiedStill
from core.review.corrections import Review, Verdict
from core.review.tally import examination_of

NONE = -1
"""The code where a row has no class, decision or verdict."""
DECISIONS = ("accept", "review", "refuse")
"""Their places are the codes of the column ``decision``."""
VERDICTS = tuple(Verdict)
"""Their places are the codes of the column ``verdict``."""
_BELOW_ONE = float(np.nextafter(np.float32(1), np.float32(0)))
"""The largest probability of 32 bits that is not certain."""


class FindingsColumns:
    """What the program and the reader say of n stills, k classes.

    Stills with the same digest are copies of one file and share one review.

    Parameters
    ----------
    classes
        Of the model, in its card's order.
    """

    def __init__(self, classes: Sequence[str]) -> None:
        self.classes = tuple(classes)
        self.files: list[str] = []
        self.names: list[str] = []
        """The files casefolded, to be searched."""
        self.digests: list[str] = []
        self.errors: list[str] = []
        self.examinations: list[str] = []
        """Each folder once; their places are the codes of ``examination``."""
        self._codes = {name: code for code, name in enumerate(self.classes)}
        self._examination_codes: dict[str, int] = {}
        self._first_rows: dict[str, int] = {}
        self._copies: dict[str, list[int]] = {}
        self._reviews: dict[str, Review] = {}
        self._predicted = GrowingArray(np.int16)
        self._true_class = GrowingArray(np.int16)
        self._confidence = GrowingArray(np.float64)
        self._decision = GrowingArray(np.int8)
        self._unreadable = GrowingArray(np.bool_)
        self._probabilities = GrowingArray(np.float32, len(self.classes))
        self._examination = GrowingArray(np.int32)
        self._verdict = GrowingArray(np.int8)
        self._reader_findings = GrowingArray(np.bool_, len(self.classes))

    def __len__(self) -> int:
        return len(self.files)

    @property
    def predicted(self) -> NDArray[np.int16]:
        """Shape (n,): the program's class, ``NONE`` if refused or unreadable."""
        return self._predicted.values

    @property
    def true_class(self) -> NDArray[np.int16]:
        """Shape (n,): the class the folder tells, else ``NONE``."""
        return self._true_class.values

    @property
    def confidence(self) -> NDArray[np.float64]:
        """Shape (n,), 0 to 1; not a number where the program names no class.

        In double precision, since 0.99999999 must not become 1.
        """
        return self._confidence.values

    @property
    def decision(self) -> NDArray[np.int8]:
        """Shape (n,): a place in ``DECISIONS``, ``NONE`` if unreadable."""
        return self._decision.values

    @property
    def unreadable(self) -> NDArray[np.bool_]:
        """Shape (n,): there is an error in the place of an answer."""
        return self._unreadable.values

    @property
    def probabilities(self) -> NDArray[np.float32]:
        """Shape (n, k); not numbers if unreadable."""
        return self._probabilities.values

    @property
    def examination(self) -> NDArray[np.int32]:
        """Shape (n,): a place in ``examinations``."""
        return self._examination.values

    @property
    def verdict(self) -> NDArray[np.int8]:
        """Shape (n,): a place in ``VERDICTS``, ``NONE`` without a review."""
        return self._verdict.values

    @property
    def reader_findings(self) -> NDArray[np.bool_]:
        """Shape (n, k): the findings of the review."""
        return self._reader_findings.values

    def append(self, stills: Sequence[ClassifiedStill]) -> None:
        """Append rows; one whose digest has a review gets it at once.

        Raises
        ------
        KeyError
            If a class is not among the model's; nothing is appended then.
        """
        start = len(self)
        predicted = [self._code(still.predicted_class) for still in stills]
        true_class = [self._code(still.true_class) for still in stills]
        self._append_texts(stills)
        self._predicted.append(predicted)
        self._true_class.append(true_class)
        self._confidence.append(
            [np.nan if s.confidence is None else s.confidence for s in stills]
        )
        self._decision.append([_decision_code(still.decision) for still in stills])
        self._unreadable.append([_is_unreadable(still) for still in stills])
        self._probabilities.append(
            [
                _still_uncertain(s.probabilities.get(name, np.nan))
                for s in stills
                for name in self.classes
            ]
        )
        self._examination.append([self._examination_code(s.file) for s in stills])
        self._verdict.append(np.full(len(stills), NONE))
        self._reader_findings.append(np.zeros((len(stills), len(self.classes))))
        self._write_reviews(range(start, len(self)))

    def finding(self, row: int) -> FindingRow:
        """Return all that is known of one row."""
        code = int(self.decision[row])
        answered = not self.unreadable[row]
        return FindingRow(
            row=row,
            file=self.files[row],
            examination=self.examinations[self.examination[row]],
            digest=self.digests[row],
            predicted_class=self.class_name(int(self.predicted[row])),
            confidence=self.known_confidence(row),
            decision=None if code == NONE else DECISIONS[code],
            probabilities=tuple(self.probabilities[row].tolist()) if answered else (),
            true_class=self.class_name(int(self.true_class[row])),
            error=self.errors[row],
            review=self.review(row),
        )

    def known_confidence(self, row: int) -> float | None:
        """Return a row's confidence, ``None`` where the program names no class."""
        confidence = float(self.confidence[row])
        return None if math.isnan(confidence) else confidence

    def class_name(self, code: int) -> str | None:
        """Return the name of a class's code, ``None`` for ``NONE``."""
        return None if code == NONE else self.classes[code]

    def review(self, row: int) -> Review | None:
        """Return what the reader said of a row or of a copy of it."""
        if self.unreadable[row]:
            return None
        return self._reviews.get(self._review_key(row))

    def set_review(self, row: int, review: Review | None) -> None:
        """Give a review to a row and its copies, or take it back (``None``).

        Raises
        ------
        ValueError
            If the still is unreadable: nobody has seen it.
        """
        if self.unreadable[row]:
            raise ValueError(f"row {row} is unreadable and cannot be reviewed")
        if review is None:
            self._reviews.pop(self._review_key(row), None)
        else:
            self._reviews[self._review_key(row)] = review
        self._write_reviews(self.copies_of(row))

    def set_reviews(self, reviews: Mapping[str, Review]) -> None:
        """Replace all reviews by these, by digest, for rows here and rows to come."""
        self._reviews = dict(reviews)
        self._write_reviews(range(len(self)))

    def rows_of_digest(self, digest: str) -> Sequence[int]:
        """Return the readable rows of a file and of its copies, rising."""
        if digest in self._copies:
            return tuple(self._copies[digest])
        return (self._first_rows[digest],) if digest in self._first_rows else ()

    def copies_of(self, row: int) -> Sequence[int]:
        """Return this row and those that share its review."""
        if self.unreadable[row] or not self.digests[row]:
            return (row,)
        return self.rows_of_digest(self.digests[row])

    def _append_texts(self, stills: Sequence[ClassifiedStill]) -> None:
        for row, still in enumerate(stills, start=len(self)):
            name = still.file.casefold()
            self.files.append(still.file)
            # one string for both where they are equal: a third of the memory
            self.names.append(still.file if name == still.file else name)
            self.digests.append(still.digest)
            self.errors.append(still.error)
            if still.digest and not _is_unreadable(still):
                self._note_digest(still.digest, row)

    def _note_digest(self, digest: str, row: int) -> None:
        first = self._first_rows.setdefault(digest, row)
        if first != row:
            self._copies.setdefault(digest, [first]).append(row)

    def _code(self, name: str | None) -> int:
        return NONE if name is None else self._codes[name]

    def _examination_code(self, file: str) -> int:
        folder = examination_of(file)
        code = self._examination_codes.setdefault(folder, len(self.examinations))
        if code == len(self.examinations):
            self.examinations.append(folder)
        return code

    def _review_key(self, row: int) -> str:
        # a still without a digest has no copies that could be known
        return self.digests[row] or f"row {row}"

    def _write_reviews(self, rows: Iterable[int]) -> None:
        """Bring the columns of reviews up to date in some rows."""
        verdict, findings = self.verdict, self.reader_findings
        for row in rows:
            review = self.review(row)
            if review is None:
                verdict[row], findings[row] = NONE, False
            else:
                verdict[row] = VERDICTS.index(review.verdict)
                findings[row] = [name in review.findings for name in self.classes]


def _still_uncertain(probability: float) -> float:
    """Return it so that 32 bits do not round it up to 1, unless it is 1."""
    return min(probability, _BELOW_ONE) if probability < 1 else probability


def _is_unreadable(still: ClassifiedStill) -> bool:
    return bool(still.error) or still.decision is None


def _decision_code(decision: str | None) -> int:
    return NONE if decision is None else DECISIONS.index(decision)
