"""All that the Models page is made of."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.item_models.models_model import ModelRow
from app.model_library.beside_the_window import BesideTheWindow
from app.model_library.model_actions import ModelActions
from app.model_library.model_checks import ModelChecks
from app.model_library.models_in_jobs import work_that_makes, work_with
from app.model_library.notes_keeping import NotesKeeping
from app.pages.models_page import ModelsPage
from app.problems.problem import Problem
from app.worker.job_line import JobLine
from core.jobs.context import library_of
from core.library.notes import ModelNotes
from core.library.store import LibraryEntry
from core.paths import UserFolders


class ModelsRoom:
    """Builds the page and what works for it; ends its threads and saves notes.

    Parameters
    ----------
    line
        Its work may need a model, which then stays where it is.
    folders
        The user's own.
    in_use
        Returns the name of the model that the Classify page works with.
    use
        Has the Classify page work with another model.
    look
        Lists the library anew; :meth:`set_models` is called if it has changed.
    present
        Shows a problem.
    parent
        The window.
    """

    def __init__(
        self,
        line: JobLine,
        folders: UserFolders,
        *,
        in_use: Callable[[], str | None],
        use: Callable[[str], None],
        look: Callable[[], None],
        present: Callable[[Problem], None],
        parent: QWidget,
    ) -> None:
        self._in_use = in_use
        self._use = use
        self._look = look
        self._in_use_soon = ""
        self._notes = ModelNotes(folders.model_notes)
        self.checks = ModelChecks(parent)
        self.keeping = NotesKeeping(self._notes, present, parent)
        self.beside = BesideTheWindow(present, parent)
        self.actions = ModelActions(
            library_of(folders),
            self._notes,
            folders,
            self.beside,
            parent,
            work_that_makes=lambda name: work_that_makes(line, name),
        )
        self.page = ModelsPage(
            checks=self.checks,
            keeping=self.keeping,
            in_use=in_use,
            work_with=lambda entry: work_with(line, entry),
            present=present,
            parent=parent,
        )
        line.changed.connect(self._on_line)
        self._connect()

    def set_models(self, entries: Sequence[LibraryEntry]) -> None:
        """Show what the library holds now."""
        self.page.set_models(entries)

    def stop(self) -> None:
        """Save what is unsaved and end the threads; the window is closed."""
        self.keeping.save()
        self.checks.stop()
        self.beside.stop()

    def _connect(self) -> None:
        page, actions = self.page, self.actions
        page.import_wanted.connect(actions.ask_import)
        page.archive_dropped.connect(actions.import_archive)
        page.export_wanted.connect(self._export)
        page.rename_wanted.connect(lambda row: actions.ask_rename(row.entry))
        page.remove_wanted.connect(self._remove)
        self.beside.busy_changed.connect(page.bar.set_busy)
        actions.renamed.connect(self._on_renamed)
        actions.told.connect(page.bar.tell)
        actions.changed.connect(self._on_changed)

    def _export(self, row: ModelRow) -> None:
        self.keeping.save()  # what was just written may be wanted in the archive
        if row.entry.card is not None:
            self.actions.ask_export(row.entry, row.entry.card)

    def _remove(self, row: ModelRow) -> None:
        self.keeping.save()  # nothing is written about a model that is gone
        self.actions.ask_remove(row.entry)

    def _on_renamed(self, old: str, new: str) -> None:
        if self._in_use() == old:
            self._in_use_soon = new

    def _on_changed(self, name: str) -> None:
        self._look()
        if self._in_use_soon:  # what was in use stays so under its new name
            self._use(self._in_use_soon)
            self._in_use_soon = ""
            self.page.refresh()
        if name:
            self.page.choose(name)
        self.keeping.read_again()

    def _on_line(self) -> None:
        if self.page.isVisible():
            self.page.refresh()
