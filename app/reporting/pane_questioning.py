"""Labels questioned from the stills of a cell, on whichever page they are shown."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from app.pages.cell_pane import CellPane
from app.problems.problem import Problem, problems_to
from app.reporting.label_questioning import LabelQuestioning
from core.jobs.tested_stills import TestedStill


class PaneQuestioning(QObject):
    """Takes down what a reader says of the stills of a pane, and takes it back.

    Parameters
    ----------
    pane
        Shows the stills.
    questioning
        Takes down which labels are doubted.
    model_key
        Returns the key of the model whose stills are shown; ``None`` without any.
    present
        Shows a problem.
    """

    def __init__(
        self,
        pane: CellPane,
        questioning: LabelQuestioning,
        *,
        model_key: Callable[[], str | None],
        present: Callable[[Problem], None],
    ) -> None:
        super().__init__(pane)
        self._pane = pane
        self._questioning = questioning
        self._model_key = model_key
        self._present = present
        pane.asked.connect(self._ask)
        pane.withdrawn.connect(self._withdraw)

    def undo(self) -> None:
        """Take back what was said last, and show its still."""
        with problems_to(self._present):
            still = self._questioning.undo()
            if still is not None:
                self._pane.choose(still.digest)

    def _ask(self, still: TestedStill, proposed: str | None) -> None:
        key = self._model_key()
        if key is not None:
            with problems_to(self._present):
                self._questioning.ask(still, proposed, model=key)

    def _withdraw(self, still: TestedStill) -> None:
        with problems_to(self._present):
            self._questioning.withdraw(still)
