"""Asks where findings and corrections go, and starts the job that writes them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.classifying.classification import Classification
from app.problems.problem import Problem, problems_to
from app.worker.job_line import JobLine
from core.errors import BadRequest
from core.jobs.requests import CopyCorrectionsRequest, ExportFindingsRequest

_FILTERS = {"csv": "Comma-separated values (*.csv)", "xlsx": "Excel workbook (*.xlsx)"}


class Exports(QObject):
    """Writes what stands in the run's folder, joined with the reviews."""

    asked = Signal(object)
    """The :class:`JobTicket`, which may have to wait."""

    def __init__(
        self,
        line: JobLine,
        classification: Classification,
        present: Callable[[Problem], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._line = line
        self._classification = classification
        self._present = present
        self._window = window
        self._dialog: QFileDialog | None = None

    def ask(self, kind: str) -> None:
        """Ask for a place and write there: ``csv``, ``xlsx`` or ``folder``."""
        source = self._classification.source
        if source is None or self._dialog is not None:
            return
        ending = "corrections" if kind == "folder" else f"findings.{kind}"
        start = source.folder.parent / f"{source.folder.name} {ending}"
        dialog = QFileDialog(self._window, _title(kind), str(start.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        if kind in _FILTERS:
            dialog.setNameFilter(_FILTERS[kind])
            dialog.setDefaultSuffix(kind)
        dialog.selectFile(start.name)
        dialog.fileSelected.connect(lambda name: self.write(kind, Path(name)))
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    def write(self, kind: str, out: Path) -> None:
        """Start the job that writes to a place; a table's name gets its ending."""
        run = self._classification.run_folder
        if run is None:
            return
        with problems_to(self._present):
            request: CopyCorrectionsRequest | ExportFindingsRequest
            if kind == "folder":
                request = CopyCorrectionsRequest(run=run, out=out)
            else:
                request = ExportFindingsRequest(run=run, out=_with_ending(out, kind))
            title = f"Writing “{request.out.name}”"
            self.asked.emit(self._line.submit(request, title=title))

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _with_ending(out: Path, kind: str) -> Path:
    """Return the name with an ending: Qt adds none to “study v1.2”.

    Raises
    ------
    BadRequest
        If a file of that name is there, which nobody was asked whether to replace.
    """
    if out.suffix.lower().lstrip(".") in _FILTERS:
        return out
    whole = out.with_name(f"{out.name}.{kind}")
    if whole.exists():
        raise BadRequest(
            f"There is a file “{whole.name}” already.",
            hint="Nothing was written. Choose another name, or that file itself.",
            details=str(whole),
        )
    return whole


def _title(kind: str) -> str:
    if kind == "folder":
        return "Copy reviewed stills into a new labelled folder"
    return f"Export findings as {kind.upper()}"
