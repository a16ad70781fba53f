"""Exports, imports, renames and removes models, each after asking what is needed."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.model_library.beside_the_window import BesideTheWindow
from app.model_library.dropped_archive import ARCHIVE_SUFFIXES
from app.model_library.export_dialog import ExportDialog, Luggage
from app.model_library.import_words import (
    free_name,
    what_was_opened,
    why_another_name,
)
from app.model_library.name_dialog import NameDialog
from core.errors import LumenaryError
from core.library.archive import archived_card, export_model, import_model
from core.library.card import ModelCard
from core.library.model_name import name_key
from core.library.notes import ModelNotes
from core.library.removing import remove_model
from core.library.renaming import rename_model
from core.library.store import LibraryEntry, ModelLibrary
from core.paths import UserFolders

_FILTER: Final = f"Models ({' '.join(f'*{suffix}' for suffix in ARCHIVE_SUFFIXES)})"
_RENAMED: Final = (
    "Its numbers, notes and runs stay with it. Scripts that call it by its old name "
    "will not find it any more."
)


class ModelActions(QObject):
    """Only what a person has confirmed is done, and nothing while the window waits.

    Parameters
    ----------
    library, notes
        What is changed.
    folders
        Where runs stand.
    beside
        Does the work.
    window
        What dialogs stand above.
    work_that_makes
        Returns the title of the work that is going to make a model of a name; empty if
        none is.
    """

    changed = Signal(str)
    """The library holds other models now; the name of the one to look at, or empty."""
    renamed = Signal(str, str)
    """Old and new name, before :attr:`changed`."""
    told = Signal(str)
    """What was done, in a sentence."""

    def __init__(
        self,
        library: ModelLibrary,
        notes: ModelNotes,
        folders: UserFolders,
        beside: BesideTheWindow,
        window: QWidget,
        *,
        work_that_makes: Callable[[str], str],
    ) -> None:
        super().__init__(window)
        self._library = library
        self._notes = notes
        self._folders = folders
        self._beside = beside
        self._window = window
        self._work_that_makes = work_that_makes
        self._place = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )

    # export

    def ask_export(self, entry: LibraryEntry, card: ModelCard) -> None:
        """Ask what goes with a model and where to; then write it there."""
        runs, notes = self._folders.runs, self._notes

        def look() -> tuple[Path | None, str]:
            from core.jobs.report_with_stills import report_with_stills  # with jinja2

            return report_with_stills(runs, entry.folder), notes.read(card.key)

        self._beside.do(
            look,
            lambda found: self._show_export(entry, card, *found),
            words=f"Looking for what belongs to “{entry.name}”…",
        )

    def export(
        self, name: str, target: Path, *, notes: str = "", report: Path | None = None
    ) -> None:
        """Write a model with what goes with it into one file."""
        self._place = str(target.parent)
        self._beside.do(
            lambda: export_model(
                self._library.open(name), target, notes=notes, report=report
            ),
            lambda _: self.told.emit(f"Wrote “{name}” to {target}"),
            words=f"Exporting “{name}”…",
        )

    def _show_export(
        self, entry: LibraryEntry, card: ModelCard, report: Path | None, notes: str
    ) -> None:
        dialog = ExportDialog(
            card,
            has_notes=bool(notes),
            has_report=report is not None,
            parent=self._window,
        )

        def ask_where(luggage: Luggage) -> None:
            self._ask_where(
                entry.name,
                notes=notes if luggage.notes else "",
                report=report if luggage.report else None,
            )

        dialog.wanted.connect(ask_where)
        dialog.open()

    def _ask_where(self, name: str, *, notes: str, report: Path | None) -> None:
        dialog = self._file_dialog(f"Export “{name}”")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(ARCHIVE_SUFFIXES[0].removeprefix("."))
        dialog.selectFile(f"{name}{ARCHIVE_SUFFIXES[0]}")
        dialog.fileSelected.connect(
            lambda path: self.export(name, Path(path), notes=notes, report=report)
        )
        dialog.open()

    # import

    def ask_import(self) -> None:
        """Ask for an archive, then import its model."""
        dialog = self._file_dialog("Import a model")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.import_archive(Path(path)))
        dialog.open()

    def offer_archive(self, archive: Path) -> None:
        """Say what a file holds that was opened from outside; import it if wanted."""
        self.import_archive(archive, asked=False)

    def import_archive(self, archive: Path, *, asked: bool = True) -> None:
        """Import a model; another name is asked for where its own is taken.

        Parameters
        ----------
        archive
            Its file.
        asked
            Whether a person has asked for it to be imported; if not, they are now.
        """
        self._place = str(archive.parent)
        self._beside.do(
            lambda: (archived_card(archive), self._library.entries()),
            lambda found: self._on_archived(archive, *found, asked=asked),
            words=f"Looking into “{archive.name}”…",
        )

    def _on_archived(
        self,
        archive: Path,
        card: ModelCard,
        entries: tuple[LibraryEntry, ...],
        *,
        asked: bool,
    ) -> None:
        free = not self._problem_with(card.name)
        if asked and free:
            self._import(archive, card.name)
            return
        words = [] if asked else [what_was_opened(archive.name, card)]
        words += [] if free else [why_another_name(card, entries)]
        name = free_name(card.name, (entry.name for entry in entries))
        dialog = NameDialog(
            "Import under another name" if asked else "Import a model",
            "\n\n".join(words),
            name=card.name if free else name,
            problem_with=self._problem_with,
            done="&Import",
            parent=self._window,
        )
        dialog.named.connect(lambda name: self._import(archive, name))
        dialog.open()

    def _import(self, archive: Path, name: str) -> None:
        self._beside.do(
            lambda: import_model(archive, self._library, name=name, notes=self._notes),
            lambda imported: self._on_changed(imported, f"Imported “{imported}”"),
            words=f"Importing “{name}”…",
        )

    # rename and remove

    def ask_rename(self, entry: LibraryEntry) -> None:
        """Ask what a model is to be called, then rename it."""

        def problem_with(new: str) -> str:
            if new == entry.name:
                return "It is called that already."
            same = name_key(new) == name_key(entry.name)
            return "" if same else self._problem_with(new)

        dialog = NameDialog(
            f"Rename “{entry.name}”",
            _RENAMED,
            name=entry.name,
            problem_with=problem_with,
            done="&Rename",
            parent=self._window,
        )
        dialog.named.connect(lambda new: self.rename(entry.name, new))
        dialog.open()

    def rename(self, old: str, new: str) -> None:
        """Give a model another name."""

        def tell(_: None) -> None:
            self.renamed.emit(old, new)
            self._on_changed(new, f"“{old}” is called “{new}” now")

        self._beside.do(
            lambda: rename_model(self._library, old, new),
            tell,
            words=f"Renaming “{old}”…",
        )

    def ask_remove(self, entry: LibraryEntry) -> None:
        """Ask whether a model is to go for good, then remove it."""
        question = QMessageBox(
            QMessageBox.Icon.Question,
            "Remove a model",
            f"Remove “{entry.name}” for good?",
            QMessageBox.StandardButton.Cancel,
            self._window,
        )
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setInformativeText(
            "Your notes on it go as well. Runs, reports and findings that were made "
            "with it stay. It cannot be undone: export it first if you may want it "
            "again."
        )
        remove = question.addButton("&Remove", QMessageBox.ButtonRole.DestructiveRole)
        remove.setAccessibleName("Remove")
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        remove.clicked.connect(lambda: self.remove(entry.name))
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()

    def remove(self, name: str) -> None:
        """Remove one of the user's models."""
        self._beside.do(
            lambda: remove_model(self._library, self._notes, name),
            lambda _: self._on_changed("", f"Removed “{name}”"),
            words=f"Removing “{name}”…",
        )

    def _on_changed(self, name: str, sentence: str) -> None:
        self.changed.emit(name)
        self.told.emit(sentence)

    def _problem_with(self, name: str) -> str:
        try:
            self._library.check_free(name)
        except LumenaryError as error:
            return error.user_message
        work = self._work_that_makes(name)
        return f"“{name}” is what this will make: {work}." if work else ""

    def _file_dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title, self._place)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([_FILTER, "All files (*)"])
        return dialog
