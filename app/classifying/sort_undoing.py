"""Takes back what a sort copied: asks which, has it done, and says what was left."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.classifying.undo_sort_dialog import UndoSortDialog
from app.problems.information import inform
from app.worker.job_line import JobLine
from app.worker.job_outcome import JobOutcome
from app.worker.outcome_sentences import counted
from core.jobs.requests import UndoSortRequest
from core.jobs.results import UndoSortResult


class SortUndoing(QObject):
    """Knows what was sorted since the window was opened.

    Parameters
    ----------
    line
        Where jobs wait for their turn, of all pages.
    window
        Of the dialogs.
    """

    asked = Signal(object)
    """The :class:`JobTicket`, which may have to wait."""

    def __init__(self, line: JobLine, window: QWidget) -> None:
        super().__init__(window)
        self._line = line
        self._window = window
        self._manifests: list[Path] = []
        self._dialog: UndoSortDialog | None = None

    @property
    def manifests(self) -> tuple[Path, ...]:
        """Of the sorts that can be taken back, the latest first."""
        return tuple(self._manifests)

    def remember(self, manifest: Path) -> None:
        """Offer a sort from now on."""
        self._forget(manifest)
        self._manifests.insert(0, manifest)

    def ask(self) -> None:
        """Ask which sort is to be taken back."""
        if self._dialog is not None:
            return
        self._dialog = UndoSortDialog(self.manifests, self._window)
        self._dialog.undo_wanted.connect(self.undo)
        self._dialog.finished.connect(self._forget_dialog)
        self._dialog.open()

    def undo(self, manifest: Path) -> None:
        """Start the job that takes a sort back."""
        ticket = self._line.submit(
            UndoSortRequest(manifest=manifest),
            title=f"Undoing the sort into “{manifest.parent.name}”",
        )
        ticket.ended.connect(self._on_ended)
        self.asked.emit(ticket)

    def _on_ended(self, outcome: JobOutcome) -> None:
        request, result = outcome.job.request, outcome.result
        if not isinstance(request, UndoSortRequest):
            return
        if not isinstance(result, UndoSortResult):
            return
        if result.manifest is None:
            self._forget(request.manifest)
        if result.kept:
            self._tell_what_was_left(result)

    def _tell_what_was_left(self, result: UndoSortResult) -> None:
        left = counted(sum(result.kept.values()), "file")
        text = f"{counted(result.removed, 'copy')} removed, {left} left."
        inform(self._window, "Undo a sort", text, _what_was_left(result))

    def _forget(self, manifest: Path) -> None:
        if manifest in self._manifests:
            self._manifests.remove(manifest)

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _what_was_left(result: UndoSortResult) -> str:
    lines = [
        f"Left there: {counted(count, 'file')} {reason}."
        for reason, count in result.kept.items()
    ]
    if result.manifest is not None:
        lines.append("When that is mended, undo again: it goes on where it stopped.")
    lines.append("Originals are as they were.")
    return "\n\n".join(lines)
