"""One model on one page: what it knows, its numbers, where it comes from, notes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.appearance.measures import em, title_font
from app.durations import in_words
from app.item_models.model_tables import class_table, number_table
from app.item_models.models_model import ModelRow
from app.moments import when
from app.pages.report_parts import TitledTable
from app.widgets.badge import Badge
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from app.widgets.lineage_chain import LineageChain, Link
from app.widgets.notes_editor import NotesEditor
from app.widgets.notices_list import NoticesList
from app.widgets.plain_scroll_area import PlainScrollArea
from core.evaluation.wording import count_of
from core.library.card import ModelCard
from core.library.lineage import lineage
from core.library.store import LibraryEntry

_DRAWN: Final = "Trained on drawings, not on photographs of patients."
_IN_USE: Final = "Chosen on the Classify page."


class ModelAbout(Fitted):
    """Scrolls; what a damaged model lacks is left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = _Head()
        self.damage = NoticesList(title="Damaged: this model is not used")
        self.knows = ClampedLabel(lines=3)
        self.does_not_know = ClampedLabel(lines=4)
        self.chain_title = QLabel("Where it comes from")
        self.chain_title.setFont(bold())
        self.chain = LineageChain()
        self.numbers = TitledTable("How often it is right")
        self.notices = NoticesList()
        self.classes = TitledTable("What it was trained on")
        self.notes = NotesEditor()
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        parts: tuple[QWidget, ...] = (
            self.head,
            self.damage,
            self.knows,
            self.does_not_know,
            self.chain_title,
            self.chain,
            self.numbers,
            self.notices,
            self.notes,
            self.classes,
        )
        for part in parts:
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._area = PlainScrollArea(inside, "About this model")
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # to scroll by keys
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self._fit()

    def show_row(self, row: ModelRow, entries: Sequence[LibraryEntry]) -> None:
        """Show a model; ``entries`` are the library that it stands in."""
        if self.head.name != row.entry.name:
            self._area.verticalScrollBar().setValue(0)
        self.head.show_row(row)
        told = row.problem and (row.problem.user_message, row.problem.hint)
        self.damage.show_notices(told or ())
        card = row.entry.card
        for part in self.knows, self.does_not_know, self.chain_title, self.chain:
            part.setVisible(card is not None)
        if card is None:
            for table in self.numbers, self.classes:
                table.show_table(None)
            self.notices.show_notices(())
            return
        self.knows.set_text(card.knows, lead="Knows:")
        self.does_not_know.set_text(card.does_not_know, lead="Does not know:")
        self.chain.show_links(tuple(_links(entries, row.entry.name, card)))
        self.numbers.show_table(number_table(card))
        self.notices.show_notices(tuple(_notices(card)))
        self.classes.show_table(class_table(card))

    def scroll_to_notes(self) -> None:
        """Show the notes."""
        self._area.ensureWidgetVisible(self.notes)

    def _fit(self) -> None:
        self._column.setContentsMargins(em(self, 0.3), 0, em(self, 0.8), em(self, 0.3))
        self._column.setSpacing(em(self, 0.7))


class _Head(Fitted):
    """Title and badges, and a quiet line on who made it, when and with what."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self._title = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self._badges = {
            words: Badge(words) for words in ("in use", "shipped", "drawn stills")
        }
        self._badges["in use"].setToolTip(_IN_USE)
        self._badges["shipped"].setToolTip("It came with Lumenary.")
        self._badges["drawn stills"].setToolTip(_DRAWN)
        self._made = ClampedLabel(lines=2)
        self._about = ClampedLabel(lines=3)
        self._made.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._line = QHBoxLayout()
        self._line.addWidget(self._title)
        for badge in self._badges.values():
            self._line.addWidget(badge)
        self._line.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._line)
        for label in self._made, self._about:
            self._column.addWidget(label)
        self._fit()

    @property
    def words(self) -> str:
        """All that it says."""
        marks = [b.text() for b in self._badges.values() if not b.isHidden()]
        return "\n".join((self._title.text(), *marks, self._made.text()))

    def show_row(self, row: ModelRow) -> None:
        """Name a model."""
        card = row.entry.card
        self.name = row.entry.name
        self._title.set_text(row.title)
        self._badges["in use"].setVisible(row.in_use)
        self._badges["shipped"].setVisible(row.entry.shipped)
        self._badges["drawn stills"].setVisible(card is not None and card.data.drawn)
        name = row.entry.name if row.entry.name != row.title else ""
        self._made.set_text(_made(name, card))
        self._made.setVisible(bool(self._made.text()))
        self._about.set_text(card.description if card else "")
        self._about.setVisible(card is not None)

    def _fit(self) -> None:
        self._title.setFont(title_font(self.font(), scale=1.25))
        self._line.setSpacing(em(self, 0.6))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.2))


def _made(name: str, card: ModelCard | None) -> str:
    if card is None:
        return name
    moment = when(card.created, datetime.now().astimezone())
    training = card.training
    parts = (
        name,
        f"made {moment} with Lumenary {card.program_version}",
        f"{training.device}, {in_words(training.seconds)}",
    )
    return " · ".join(filter(None, parts))


def _links(
    entries: Sequence[LibraryEntry], name: str, card: ModelCard
) -> Iterator[Link]:
    line = lineage(entries, card)
    if line.beginning:
        yield Link("First weights", line.beginning)
    for ancestor in reversed(line.ancestors):
        its = ancestor.card
        yield Link(ancestor.name, _data(its) if its else "not in this library")
    yield Link(name, _data(card), is_the_model=True)


def _data(card: ModelCard) -> str:
    stills = sum(each.stills for each in card.data.counts)
    return f"{count_of(stills, 'still')} · {card.data.source}"


def _notices(card: ModelCard) -> Iterator[str]:
    """Yield what must be known before the numbers are believed, the gravest first."""
    crossed = card.cross_validation
    for baseline in (*card.baselines, *(crossed.baselines if crossed else ())):
        yield baseline.notice
    yield from card.data.notices
    yield from card.decisions.notices
