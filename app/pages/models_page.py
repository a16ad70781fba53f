"""The Models page: what is in the library, what it is worth, and what to do with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.item_models.models_model import ModelRow
from app.model_library.dropped_archive import archive_of
from app.model_library.model_checks import ModelChecks
from app.model_library.notes_keeping import NotesKeeping
from app.pages.model_about import ModelAbout
from app.pages.model_bar import ModelBar
from app.pages.models_beside import ModelsBeside
from app.problems.problem import Problem
from app.widgets.drop_area import DropFilter
from app.widgets.facts_view import FactGroup, FactsView
from app.widgets.fitted import Fitted
from app.widgets.grip_splitter import GripSplitter
from app.widgets.models_list import ModelsList
from core.library.card import ModelCard
from core.library.card_facts import (
    data_facts,
    library_facts,
    threshold_facts,
    training_facts,
)
from core.library.store import LibraryEntry

_LIST_SHARE: Final = 0.26


class ModelsPage(Fitted):
    """Puts the widgets together; what is done with files is asked for by signals.

    Parameters
    ----------
    checks
        Knows which models are damaged.
    keeping
        Saves notes.
    in_use
        Returns the name of the model that the Classify page works with.
    work_with
        Returns the title of work that needs a model; empty if none does.
    present
        Shows a problem.
    """

    use_wanted = Signal(str)
    report_wanted = Signal(str)
    compare_wanted = Signal(str, str)
    train_from_wanted = Signal(str)
    import_wanted = Signal()
    archive_dropped = Signal(object)
    """The ``Path`` of an archive."""
    export_wanted = Signal(object)
    """The :class:`ModelRow`; so the next two."""
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(
        self,
        *,
        checks: ModelChecks,
        keeping: NotesKeeping,
        in_use: Callable[[], str | None],
        work_with: Callable[[LibraryEntry], str],
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._checks = checks
        self._keeping = keeping
        self._in_use = in_use
        self._work_with = work_with
        self._present = present
        self._entries: tuple[LibraryEntry, ...] = ()
        self.bar = ModelBar(self)
        self.list = ModelsList()
        self.about = ModelAbout()
        self.facts = FactsView()
        self.beside = ModelsBeside()
        self._drops = DropFilter(self, read=archive_of)
        self._shown: _Shown | None = None
        self._stale: set[QWidget] = set()
        self._lay_out()
        self._connect()
        self._fit()

    @property
    def draggable(self) -> dict[str, GripSplitter]:
        """What the user may have dragged, by name."""
        return {"models": self.body}

    @property
    def chosen(self) -> ModelRow | None:
        """The model that is shown."""
        return self.list.current

    def set_models(self, entries: Sequence[LibraryEntry]) -> None:
        """Show the library; files are checked as soon as the page is seen."""
        self._entries = tuple(entries)
        if self.isVisible():
            self._checks.look(self._entries)
        self.refresh()

    def choose(self, name: str) -> None:
        """Show a model; an unknown one changes nothing."""
        self.list.choose(name)

    def refresh(self) -> None:
        """Show what is known now: health, use, and work that needs a model."""
        in_use = self._in_use()
        rows = tuple(
            ModelRow(
                entry,
                self._checks.health(entry),
                in_use=entry.name == in_use,
                problem=self._checks.problem(entry),
            )
            for entry in self._entries
        )
        self.list.show_rows(rows)
        self._stale.add(self.beside)
        self._show(self.chosen)

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the files again: they may have changed since."""
        super().showEvent(event)
        if not event.spontaneous():
            self._checks.look(self._entries)
            self._keeping.read_again()
            self.refresh()

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of a model")
        for part, title in (
            (self.about, "This model"),
            (self.facts, "How it was made"),
            (self.beside, "All models side by side"),
        ):
            around = QWidget()
            column = QVBoxLayout(around)
            column.setContentsMargins(0, em(around, 0.6), 0, 0)
            column.addWidget(part)
            self.tabs.addTab(around, title)
        self.body = GripSplitter(Qt.Orientation.Horizontal, _shares)
        self.body.addWidget(self.list)
        self.body.addWidget(self.tabs)
        self.body.setChildrenCollapsible(False)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.bar)
        self._column.addWidget(self.body, 1)

    def _connect(self) -> None:
        bar, notes = self.bar, self.about.notes
        self.list.chosen.connect(self._show)
        self.tabs.currentChanged.connect(self._fill)
        self._checks.changed.connect(self.refresh)
        notes.edited.connect(self._keeping.change)
        self._keeping.told.connect(notes.told.setText)
        self._keeping.opened.connect(
            lambda text: notes.show_notes(text, can_write=self._keeping.can_write)
        )
        for signal, wanted in (
            (bar.use_wanted, self.use_wanted),
            (bar.report_wanted, self.report_wanted),
            (bar.train_wanted, self.train_from_wanted),
        ):
            signal.connect(lambda s=wanted: s.emit(self._name()))
        bar.compare_wanted.connect(
            lambda other: self.compare_wanted.emit(self._name(), other)
        )
        self.beside.compare_wanted.connect(self._compare_two)
        bar.import_wanted.connect(self.import_wanted)
        for signal, wanted in (
            (bar.export_wanted, self.export_wanted),
            (bar.rename_wanted, self.rename_wanted),
            (bar.remove_wanted, self.remove_wanted),
        ):
            signal.connect(lambda s=wanted: s.emit(self.chosen))
        self._drops.install(self)
        self._drops.dropped.connect(self.archive_dropped)
        self._drops.refused.connect(lambda why: self._present(Problem(why)))

    def _name(self) -> str:
        return self.chosen.entry.name if self.chosen else ""

    def _others(self) -> tuple[ModelRow, ...]:
        name = self._name()
        rows = self.list.rows.rows
        return tuple(row for row in rows if row.usable and row.entry.name != name)

    def _compare_two(self) -> None:
        others = self._others()
        usable = self.chosen is not None and self.chosen.usable
        first = self._name() if usable else others[-1].entry.name
        self.compare_wanted.emit(first, others[0].entry.name)

    def _show(self, row: ModelRow | None) -> None:
        """Show a model; what stands there already is not made anew."""
        work = self._work_with(row.entry) if row else ""
        shown = _Shown(row, self._others(), self._entries, work)
        if shown != self._shown:
            self._shown = shown
            self._stale |= {self.about, self.facts}
            self.bar.show_row(row, shown.others, work=work)
            card = row.entry.card if row else None
            self._keeping.open(card.key if card else None)
        self._fill()

    def _fill(self) -> None:
        """Fill the part that is in sight; the others wait until they are."""
        part = (self.about, self.facts, self.beside)[self.tabs.currentIndex()]
        row = self.chosen
        if part not in self._stale or row is None:
            return
        self._stale.discard(part)
        if part is self.about:
            self.about.show_row(row, self._entries)
        elif part is self.facts:
            card = row.entry.card
            self.facts.show_groups(_fact_groups(card) if card else ())
        else:
            self.beside.show_rows(self.list.rows.rows)

    def _fit(self) -> None:
        margin = em(self, 0.9)
        self._column.setContentsMargins(margin, margin, margin, em(self, 0.5))
        self._column.setSpacing(em(self, 0.7))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page shows of a model, and all that it depends on."""

    row: ModelRow | None
    others: tuple[ModelRow, ...]
    entries: tuple[LibraryEntry, ...]
    work: str


def _shares(length: int) -> tuple[int, int]:
    first = round(_LIST_SHARE * length)
    return first, length - first


def _fact_groups(card: ModelCard) -> tuple[FactGroup, ...]:
    """Return all that the card says of how the model was made."""
    told = (
        ("What it was trained on", data_facts(card)),
        ("How it was trained", training_facts(card)),
        ("Thresholds, fitted on validation stills only", threshold_facts(card)),
        ("Made with", library_facts(card)),
    )
    groups = [
        FactGroup(title, tuple((fact.name, fact.value) for fact in facts))
        for title, facts in told
    ]
    licences = tuple((each.part, each.licence) for each in card.licences)
    files = tuple(sorted(card.files.items()))
    return (
        *groups[:3],
        FactGroup("Licences", licences),
        FactGroup("Terms of use", (("", card.research_use),)),
        groups[3],
        FactGroup("Files, with their SHA-256", files),
    )
