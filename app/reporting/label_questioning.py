"""Takes down which labels a reader doubts, and takes it back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from core.jobs.tested_stills import TestedStill
from core.review.label_questions import LabelQuestion, LabelQuestions


@dataclass(frozen=True, slots=True)
class _Step:
    """What undo goes back to."""

    still: TestedStill
    before: LabelQuestion | None


class LabelQuestioning(QObject):
    """Every question is on the disk before it is shown; no file of a still changes.

    Parameters
    ----------
    log
        Where questions are kept, keyed by the still's digest.
    reader
        Returns the name of who is reading now.
    """

    changed = Signal(str)
    """The digest of the still whose label was questioned, or is so no longer."""

    def __init__(
        self,
        log: LabelQuestions,
        reader: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._reader = reader
        self._questions: Mapping[str, LabelQuestion] = {}
        self._steps: list[_Step] = []

    def recall(self) -> None:
        """Read what is questioned; there is nothing to undo then.

        Raises
        ------
        core.review.label_questions.ReviewLogUnusable
            If the log cannot be read.
        """
        self._questions = self._log.questions()
        self._steps.clear()

    def question(self, still: TestedStill) -> LabelQuestion | None:
        """Return the doubt in the label that this still was tested with."""
        question = self._questions.get(still.digest)
        return question if question and question.stated == still.true_class else None

    def among(self, stills: Iterable[TestedStill]) -> list[LabelQuestion]:
        """Return the doubts in these stills' labels, one for each still."""
        return [found for still in stills if (found := self.question(still))]

    def by_digest(self, stills: Iterable[TestedStill]) -> dict[str, LabelQuestion]:
        """Return the doubts in these stills' labels by the stills' digests."""
        return {
            still.digest: found for still in stills if (found := self.question(still))
        }

    def ask(self, still: TestedStill, proposed: str | None, *, model: str) -> None:
        """Question a label; ``proposed`` is ``None`` for none of the model's classes.

        Raises
        ------
        core.review.label_questions.ReviewLogUnusable
            If it could not be written; nothing of it was.
        """
        self._steps.append(self._kept(still, still.true_class, proposed, model))

    def withdraw(self, still: TestedStill) -> None:
        """Take a question back; raises as :meth:`ask`."""
        before = self.question(still)
        if before is not None:
            self._withdraw(still)
            self._steps.append(_Step(still, before))

    @property
    def can_undo(self) -> bool:
        """Whether something was said since the log was read."""
        return bool(self._steps)

    def undo(self) -> TestedStill | None:
        """Go back before what was said last; return the still, if there is one."""
        if not self._steps:
            return None
        step = self._steps[-1]
        if step.before is None:
            self._withdraw(step.still)
        else:
            before = step.before
            self._kept(step.still, before.stated, before.proposed, before.model)
        self._steps.pop()
        return step.still

    def _kept(
        self, still: TestedStill, stated: str, proposed: str | None, model: str
    ) -> _Step:
        step = _Step(still, self.question(still))
        self._log.ask(
            digest=still.digest,
            stated=stated,
            proposed=proposed,
            reader=self._reader(),
            time=datetime.now().astimezone(),
            model=model,
        )
        self._tell(still)
        return step

    def _withdraw(self, still: TestedStill) -> None:
        self._log.withdraw(
            digest=still.digest,
            reader=self._reader(),
            time=datetime.now().astimezone(),
        )
        self._tell(still)

    def _tell(self, still: TestedStill) -> None:
        self._questions = self._log.questions()
        self.changed.emit(still.digest)
