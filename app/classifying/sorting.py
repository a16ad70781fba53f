"""Sorts stills into folders: asks where, shows what would happen, then copies."""

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.classifying.classification import Classification
from app.classifying.sorting_dialog import SortingDialog
from app.problems.information import inform
from app.worker.job_line import JobLine
from app.worker.job_outcome import JobOutcome
from app.worker.outcome_sentences import counted
from core.jobs.requests import SortStillsRequest
from core.jobs.results import SortStillsResult
from core.jobs.sort_manifest import MANIFEST_FILE


class Sorting(QObject):
    """Nothing is copied before a dry run was shown and agreed to.

    Parameters
    ----------
    line
        Where jobs wait for their turn, of all pages.
    classification
        Whose stills are sorted.
    window
        Of the dialogs.
    """

    asked = Signal(object)
    """The :class:`JobTicket`, which may have to wait."""
    made = Signal(object)
    """A manifest, as a ``Path``: copies were made, all or some of them."""

    def __init__(
        self,
        line: JobLine,
        classification: Classification,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._line = line
        self._classification = classification
        self._window = window
        self._where: QFileDialog | None = None
        self._expected: dict[str, int] = {}

    def ask(self) -> None:
        """Ask for the folder to sort into, then show what would go where."""
        source = self._classification.source
        if source is None or self._where is not None:
            return
        title = f"Where shall the folder “{_name_of(source.folder)}” be made?"
        dialog = QFileDialog(self._window, title, str(source.folder.parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, "Sort here")
        dialog.fileSelected.connect(
            lambda chosen: self.plan(target_in(Path(chosen), _name_of(source.folder)))
        )
        dialog.finished.connect(self._forget_dialog)
        self._where = dialog
        dialog.open()

    def plan(self, out: Path) -> None:
        """Have a dry run say what would go where; its dialog comes when it is done."""
        run = self._classification.run_folder
        if run is not None:
            self._start(SortStillsRequest(run=run, out=out, dry_run=True))

    def _start(self, request: SortStillsRequest) -> None:
        doing = "Planning a sort" if request.dry_run else "Sorting stills"
        ticket = self._line.submit(request, title=f"{doing} into “{request.out.name}”")
        ticket.ended.connect(self._on_ended)
        self.asked.emit(ticket)

    def _on_ended(self, outcome: JobOutcome) -> None:
        request, result = outcome.job.request, outcome.result
        if not isinstance(request, SortStillsRequest):
            return
        if not request.dry_run:
            self._tell_what_was_made(request.out / MANIFEST_FILE)
            if isinstance(result, SortStillsResult):
                self._tell_surprises(result)
        elif isinstance(result, SortStillsResult):
            self._show(result, request)

    def _show(self, planned: SortStillsResult, request: SortStillsRequest) -> None:
        self._expected = planned.left_out
        dialog = SortingDialog(planned, self._window)
        agreed = request.model_copy(update={"dry_run": False})
        dialog.copy_wanted.connect(lambda: self._start(agreed))
        dialog.open()

    def _tell_what_was_made(self, manifest: Path) -> None:
        # also after a stop or a crash: what was copied by then can be taken back
        if manifest.exists():
            self.made.emit(manifest)

    def _tell_surprises(self, result: SortStillsResult) -> None:
        """Say what was left out beyond what the dry run could see."""
        if result.left_out == self._expected:
            return
        reasons = (
            f"{counted(count, 'still')} {reason}."
            for reason, count in result.left_out.items()
        )
        copied = counted(sum(result.copied.values()) - result.already, "still")
        text = f"{copied} copied, {result.unreadable:,} left out."
        inform(self._window, "Sort into folders", text, "\n\n".join(reasons))

    def _forget_dialog(self) -> None:
        if self._where is not None:
            self._where.deleteLater()
            self._where = None


def target_in(chosen: Path, name: str) -> Path:
    """Return the folder to sort into, given the one that a person chose.

    Parameters
    ----------
    chosen
        Taken itself where it is empty or was sorted into before.
    name
        Of a folder in it that is taken otherwise, so that the folders of findings do
        not stand among other things.
    """
    try:
        with os.scandir(chosen) as entries:
            empty = next(entries, None) is None
    except OSError:  # the dry run will say what is wrong
        empty = True
    return chosen if empty or (chosen / MANIFEST_FILE).exists() else chosen / name


def _name_of(folder: Path) -> str:
    return f"{folder.name} sorted"
