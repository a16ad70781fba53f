"""Takes down what people decide on stills to train on, and takes it back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.review.dataset_decisions import DatasetDecisions, DecisionsInForce


class Deciding(QObject):
    """Every decision is on the disk before it is shown; no file of a still changes.

    Parameters
    ----------
    log
        Where decisions are kept, keyed by the stills' digests.
    reader
        Returns the name of who decides.
    """

    changed = Signal()

    def __init__(
        self,
        log: DatasetDecisions,
        reader: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._reader = reader
        self._in_force = DecisionsInForce()
        self._back: list[Callable[[], None]] = []

    @property
    def in_force(self) -> DecisionsInForce:
        """The decisions that stand now, as far as this window knows."""
        return self._in_force

    def recall(self) -> None:
        """Read what was decided, by the command line too.

        Raises
        ------
        core.review.dataset_decisions.ReviewLogUnusable
            If the log cannot be read.
        """
        before, self._in_force = self._in_force, self._log.in_force()
        if before != self._in_force:
            self.changed.emit()

    def not_a_copy(self, one: str, other: str) -> None:
        """Tell two stills apart, by their digests.

        Raises
        ------
        core.review.dataset_decisions.ReviewLogUnusable
            If it could not be written; nothing of it was.
        """
        self._tell_apart(one, other)
        self._back.append(partial(self._join, one, other))

    def copies_after_all(self, one: str, other: str) -> None:
        """Let likeness decide again; raises as :meth:`not_a_copy`."""
        self._join(one, other)
        self._back.append(partial(self._tell_apart, one, other))

    def leave_out(self, digest: str) -> None:
        """Leave a still out of training; raises as :meth:`not_a_copy`."""
        self._leave_out(digest)
        self._back.append(partial(self._take_back, digest))

    def take_back(self, digest: str) -> None:
        """Use a still again that was left out; raises as :meth:`not_a_copy`."""
        self._take_back(digest)
        self._back.append(partial(self._leave_out, digest))

    def settle(self) -> None:
        """Let what was decided so far stand: :meth:`undo` goes back no further.

        Nobody can see any more what it would undo.
        """
        self._back.clear()

    def undo(self) -> bool:
        """Go back before what was decided last; return whether there was anything.

        Raises
        ------
        core.review.dataset_decisions.ReviewLogUnusable
            If it could not be written; it can be tried again.
        """
        if not self._back:
            return False
        self._back[-1]()
        self._back.pop()
        return True

    def _tell_apart(self, one: str, other: str) -> None:
        self._log.not_a_copy(one, other, reader=self._reader())
        self.recall()

    def _join(self, one: str, other: str) -> None:
        self._log.undo(one, other, reader=self._reader())
        self.recall()

    def _leave_out(self, digest: str) -> None:
        self._log.leave_out(digest, reader=self._reader())
        self.recall()

    def _take_back(self, digest: str) -> None:
        self._log.take_back(digest, reader=self._reader())
        self.recall()
