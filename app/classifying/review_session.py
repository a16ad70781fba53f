"""Takes down what a reader says of the stills, and takes it back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from PySide6.QtCore import QObject, Signal

from app.item_models.finding_row import FindingRow
from app.item_models.findings_model import FindingsModel
from core.review.corrections import (
    Review,
    agreed,
    cannot_judge,
    none_of_these,
    toggled,
)
from core.review.decisions_log import DecisionsLog


class _Stamp(TypedDict):
    reader: str
    time: datetime


@dataclass(frozen=True, slots=True)
class _Step:
    """What undo goes back to."""

    row: int
    before: Review | None


class ReviewSession(QObject):
    """Every answer is on the disk before it is shown.

    Parameters
    ----------
    log
        Where answers are kept, keyed by the still's digest and the model.
    findings
        What shows them.
    reader
        Returns the name of who is reading now.
    """

    reviewed = Signal(int)
    """The row whose answer was given, changed or taken back."""

    def __init__(
        self,
        log: DecisionsLog,
        findings: FindingsModel,
        reader: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._findings = findings
        self._reader = reader
        self._classes: tuple[str, ...] = ()
        self._model_key = ""
        self._steps: list[_Step] = []

    def recall(self, model_key: str) -> Mapping[str, Review]:
        """Return what was said before of stills that this model answered, by digest.

        Raises
        ------
        core.review.decisions_log.ReviewLogUnusable
            If the log cannot be read.
        """
        return self._log.reviews(model_key)

    def begin(
        self, *, classes: Sequence[str], model_key: str, known: Mapping[str, Review]
    ) -> None:
        """Begin with a new classification and what is known of its stills."""
        self._classes = tuple(classes)
        self._model_key = model_key
        self._steps.clear()
        self._findings.set_reviews(known)

    def forget(self) -> None:
        """Show no answers any more, and have none to undo: the log was emptied."""
        findings = self._findings
        reviewed = [
            row
            for row in range(findings.total if findings.reviewed else 0)
            if findings.finding(row).review is not None
        ]
        self._steps.clear()
        findings.set_reviews({})
        for row in reviewed:
            self.reviewed.emit(row)

    def agree(self, row: int) -> None:
        """Take down that the program's answer is right."""
        finding = self._findings.finding(row)
        self._record(finding, agreed(finding.predicted_class, **self._stamp()))

    def none_of_these(self, row: int) -> None:
        """Take down that none of the model's classes is in the still."""
        self._record(self._findings.finding(row), none_of_these(**self._stamp()))

    def cannot_judge(self, row: int) -> None:
        """Take down that the still cannot be judged."""
        self._record(self._findings.finding(row), cannot_judge(**self._stamp()))

    def toggle(self, row: int, finding: str) -> None:
        """Add a finding to the reader's answer, or take it out."""
        still = self._findings.finding(row)
        self._record(
            still,
            toggled(
                still.review,
                finding,
                classes=self._classes,
                predicted=still.predicted_class,
                **self._stamp(),
            ),
        )

    @property
    def can_undo(self) -> bool:
        """Whether there is an answer of this session to take back."""
        return bool(self._steps)

    def undo(self) -> int | None:
        """Take back the last answer; return its row, ``None`` if there was none."""
        if not self._steps:
            return None
        step = self._steps[-1]
        self._keep(self._findings.finding(step.row), step.before)
        self._steps.pop()
        return step.row

    def _record(self, finding: FindingRow, review: Review | None) -> None:
        before = finding.review
        self._keep(finding, review)
        self._steps.append(_Step(finding.row, before))

    def _keep(self, finding: FindingRow, review: Review | None) -> None:
        self._log.record(digest=finding.digest, model=self._model_key, review=review)
        self._findings.set_review(finding.row, review)
        self.reviewed.emit(finding.row)

    def _stamp(self) -> _Stamp:
        return {"reader": self._reader(), "time": datetime.now().astimezone()}
