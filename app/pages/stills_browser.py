"""The stills behind one entry of a check: all of them small, one of them large."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.appearance.measures import em
from app.curating.check_sections import CheckSections
from app.curating.check_wording import pair_row
from app.curating.gathering import Gathering, Section
from app.curating.open_check import OpenCheck
from app.item_models.stills_model import ShownStill, StillsModel
from app.pages.still_desk import StillDesk
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from app.widgets.flow_rows import FlowRows
from app.widgets.grip_splitter import GripSplitter
from app.widgets.key_button import KeyButton
from app.widgets.pairs_table import PairsTable
from app.widgets.stills_sheet import StillsSheet
from core.dataset.digest_pairs import DigestPair

if TYPE_CHECKING:
    from core.dataset.check_record import PairDistance

NOT_A_COPY: Final = "Not a copy"
COPIES: Final = "Copies after all"
UNDO: Final = "Undo this decision"
EXPORT: Final = "Export balanced folders…"
_DESK_SHARE: Final = 0.45
_DESK_EM: Final = 15.0
_NOTHING: Final = {
    Section.CONFLICTS: "No copies stand under different labels.",
    Section.COPIES: "No still was found to be a copy of another.",
    Section.POOR: "No still is blurred, dark, over-exposed or too small.",
    Section.UNREADABLE: "Every file could be read.",
    Section.GROUPS: "Every still stands alone: no two of them have to stay together.",
    Section.DECISIONS: "You have decided nothing on these stills. “Not a copy” and "
    "“Leave out of training” are kept here and can be undone.",
}
_SAME_FILE: Final = "Files that are equal byte for byte are always copies"
_TELL_APART: Final = "Keep likeness from joining the two; no file changes"
_EXPORT: Final = (
    "Copy the stills of this class, and as many of the others, into two new folders"
)


class StillsBrowser(Fitted):
    """Shows a gathering; what is decided is told by signal."""

    told_apart = Signal(str, str)
    """Two digests: they are no copies of each other."""
    joined = Signal(str, str)
    """Two digests: likeness decides on them again."""
    left_out = Signal(str)
    taken_back = Signal(str)
    export_wanted = Signal(str)
    """The name of a class."""

    def __init__(
        self,
        thumbnails: Thumbnails,
        loader: StillLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._check: OpenCheck | None = None
        self._sections: CheckSections | None = None
        self._section = Section.CLASSES
        self._gathering: Gathering | None = None
        self.stills = StillsModel(self)
        self.sheet = StillsSheet(self.stills, thumbnails, "Stills")
        self.pairs = PairsTable()
        self.desk = StillDesk(loader)
        self.heading, self.about = ClampedLabel(lines=2), ClampedLabel(lines=3)
        self.heading.setFont(bold())
        self.about.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.apart_button = KeyButton(NOT_A_COPY, "N")
        self.undo_button = KeyButton(UNDO, "U")
        self.export_button = KeyButton(EXPORT, "E")
        self._lay_out()
        self._connect()
        self._fit()

    def show_gathering(
        self,
        check: OpenCheck,
        sections: CheckSections,
        section: Section,
        gathering: Gathering | None,
    ) -> None:
        """Show an entry of a section; ``None`` says that the section has none.

        The same entry with other decisions keeps what is chosen in it.
        """
        before = self._gathering
        same = self._is_same(before, gathering) and section is self._section
        self._check, self._sections = check, sections
        self._section, self._gathering = section, gathering
        self._show_words(section, gathering)
        stills = () if gathering is None else sections.stills(section, gathering)
        if same:
            self.stills.renew(stills)
        else:
            self.stills.show(stills)
            self.sheet.scrollToTop()
        self._show_pairs()
        if not same or self.sheet.currentIndex().row() < 0:
            self._choose_first(stills)
        self._show_large()

    def take_keyboard(self) -> None:
        """Let the arrows move through the stills."""
        self.sheet.setFocus()

    def _choose_first(self, stills: Sequence[ShownStill]) -> None:
        if stills:
            self.sheet.setCurrentIndex(self.stills.index(0))
        if self.pairs.rows.pairs:
            self.pairs.choose(0)

    def _is_same(self, before: Gathering | None, now: Gathering | None) -> bool:
        if before is None or now is None:
            return False
        mine = before.places, before.others, before.class_name, before.decided_pair
        return mine == (now.places, now.others, now.class_name, now.decided_pair)

    def _show_words(self, section: Section, gathering: Gathering | None) -> None:
        self.heading.set_text(gathering.heading if gathering else str(section))
        self.about.set_text(gathering.about if gathering else "")
        self.heading.setVisible(gathering is not None)
        self.about.setVisible(bool(self.about.text()))
        self.desk.setVisible(gathering is not None)
        self.sheet.set_message(_NOTHING.get(section, ""))
        self.sheet.setAccessibleName(self.heading.text())
        decided = gathering is not None and bool(
            gathering.decided_pair or gathering.decided_still
        )
        self.undo_button.setVisible(decided)
        self.desk.button.setVisible(section is not Section.UNREADABLE and not decided)
        of_class = gathering is not None and bool(gathering.class_name)
        self.export_button.setVisible(of_class)

    def _show_pairs(self) -> None:
        gathering, check, sections = self._gathering, self._check, self._sections
        pairs = gathering.pairs if gathering else ()
        if check is not None and sections is not None:
            self.pairs.rows.show(
                [
                    pair_row(check, p, told_apart=sections.is_told_apart(self._pair(p)))
                    for p in pairs
                ]
            )
        self.pairs.setVisible(bool(pairs))
        self.apart_button.setVisible(bool(pairs))
        self._follow_pair()

    def _pair(self, pair: "PairDistance") -> DigestPair | None:
        return self._check.pair(pair.first, pair.second) if self._check else None

    @property
    def _chosen_pair(self) -> DigestPair | None:
        row, gathering = self.pairs.row, self._gathering
        if gathering is None or not 0 <= row < len(gathering.pairs):
            return None
        return self._pair(gathering.pairs[row])

    def _follow_pair(self) -> None:
        pair, sections = self._chosen_pair, self._sections
        apart = sections is not None and sections.is_told_apart(pair)
        self.apart_button.set_words(COPIES if apart else NOT_A_COPY)
        self.apart_button.setEnabled(pair is not None)
        self.apart_button.setToolTip(_TELL_APART if pair else _SAME_FILE)

    def _show_large(self) -> None:
        row, sections = self.sheet.currentIndex().row(), self._sections
        if sections is None or not 0 <= row < len(self.stills.stills):
            self.desk.show_still(None, left_out=False)
            return
        still = self.stills.stills[row]
        self.desk.show_still(still, left_out=sections.is_left_out(still.digest))

    # what is decided

    def _decide_on_pair(self) -> None:
        pair, sections = self._chosen_pair, self._sections
        if pair is None or sections is None or not self.apart_button.isVisible():
            return
        told = self.joined if sections.is_told_apart(pair) else self.told_apart
        told.emit(*pair)

    def _undo(self) -> None:
        gathering = self._gathering
        if gathering is None or not self.undo_button.isVisible():
            return
        if gathering.decided_pair is not None:
            self.joined.emit(*gathering.decided_pair)
        else:
            self.taken_back.emit(gathering.decided_still)

    def _export(self) -> None:
        if self._gathering is not None and self.export_button.isVisible():
            self.export_wanted.emit(self._gathering.class_name)

    # how it is put together

    def _lay_out(self) -> None:
        left = QWidget()
        self._left = QVBoxLayout(left)
        self._left.addWidget(self.sheet, 1)
        self._left.addWidget(self.pairs)
        self._buttons = FlowRows()
        for button in self.apart_button, self.undo_button, self.export_button:
            self._buttons.addWidget(button)
        self._left.addLayout(self._buttons)
        self.body = GripSplitter(Qt.Orientation.Horizontal, self._widths, self)
        self.body.addWidget(left)
        self.body.addWidget(self.desk)
        self.body.setChildrenCollapsible(False)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.about)
        self._column.addWidget(self.body, 1)

    def _connect(self) -> None:
        self.sheet.selectionModel().currentChanged.connect(self._on_current)
        self.pairs.chosen.connect(self._on_pair)
        self.apart_button.clicked.connect(lambda: self._decide_on_pair())
        self.undo_button.clicked.connect(lambda: self._undo())
        self.export_button.clicked.connect(lambda: self._export())
        self.desk.left_out.connect(self.left_out)
        self.desk.taken_back.connect(self.taken_back)
        for key, act in (
            (Qt.Key.Key_N, self._decide_on_pair),
            (Qt.Key.Key_U, self._undo),
            (Qt.Key.Key_E, self._export),
            (Qt.Key.Key_L, self.desk.decide),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setAutoRepeat(False)  # one press, one decision in the log
            action.triggered.connect(lambda _, it=act: it())
            self.addAction(action)

    def _on_current(self, current: QModelIndex) -> None:
        if current.isValid():
            self._show_large()

    def _on_pair(self, row: int) -> None:
        """Show the second of the two large, beside the first in the sheet."""
        self._follow_pair()
        gathering = self._gathering
        if gathering is not None and 0 <= row < len(gathering.pairs):
            place = gathering.places.index(gathering.pairs[row].second)
            self.sheet.setCurrentIndex(self.stills.index(place))

    def _widths(self, width: int) -> tuple[int, int]:
        desk = max(round(_DESK_SHARE * width), em(self, _DESK_EM))
        return max(width - desk - self.body.handleWidth(), 1), desk

    def _fit(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.3))
        self._left.setContentsMargins(0, 0, 0, 0)
        self._left.setSpacing(em(self, 0.4))
        self._buttons.set_gaps(em(self, 0.6), em(self, 0.4))
