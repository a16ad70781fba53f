"""The models that the window offers: listed again when the library has changed."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.problems.problem import Problem, problems_to
from core.library.store import LibraryEntry, ModelLibrary


class ListedModels(QObject):
    """Reads the cards anew only when models came, went or were replaced.

    Parameters
    ----------
    library
        What is listed.
    present
        Shows a problem.
    """

    changed = Signal()
    """There may be other models now."""

    def __init__(
        self,
        library: ModelLibrary,
        present: Callable[[Problem], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._present = present
        self._times: dict[str, int] | None = None
        self._entries: tuple[LibraryEntry, ...] = ()

    @property
    def entries(self) -> tuple[LibraryEntry, ...]:
        """All models, damaged ones among them, as they were listed last."""
        return self._entries

    def look(self) -> None:
        """List them if anything has changed; a list that fails leaves the last one."""
        times = self._library.times()
        if times == self._times:
            return
        self._times = times
        with problems_to(self._present):
            self._entries = self._library.entries()
            self.changed.emit()
