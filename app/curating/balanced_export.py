"""Copies of a class and of as many other stills: asks where, and starts the job."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.worker.job_line import JobLine
from core.jobs.requests import ExportOneVsRestRequest


class BalancedExport:
    """Asks for the place of a new folder; originals are only read.

    Parameters
    ----------
    line
        Runs jobs, one after the other, for all pages.
    window
        Of the dialog.
    """

    def __init__(self, line: JobLine, window: QWidget | None = None) -> None:
        self._line = line
        self._window = window
        self._dialog: QFileDialog | None = None

    def ask(self, folder: Path, positive: str) -> None:
        """Ask where the copies of a class and of the others shall go."""
        if self._dialog is not None:
            return
        title = f"Where shall the folder “{_name_of(positive)}” be made?"
        dialog = QFileDialog(self._window, title, str(folder.parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, "Copy here")
        dialog.fileSelected.connect(
            lambda chosen: self.copy(folder, positive, Path(chosen))
        )
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    def copy(self, folder: Path, positive: str, place: Path) -> None:
        """Start the job that makes the folder in a place; the job bar tells of it."""
        self._line.submit(
            ExportOneVsRestRequest(
                folder=folder, positive=positive, out=place / _name_of(positive)
            ),
            title=f"Copying “{positive}” and as many others",
        )

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _name_of(positive: str) -> str:
    return f"{positive} and others"
