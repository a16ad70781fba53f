"""A check to look through: sections and entries at the left, content at the right."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.curating.check_sections import CheckSections
from app.curating.gathering import Gathering, Section
from app.curating.open_check import OpenCheck
from app.item_models.entries_model import Entry
from app.pages.dataset_parts import OverviewPart, SplitPart
from app.pages.stills_browser import StillsBrowser
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from app.widgets.entry_list import EntryList
from app.widgets.fitted import Fitted
from app.widgets.grip_splitter import GripSplitter
from core.evaluation.wording import thousands
from core.review.dataset_decisions import DecisionsInForce

_LEFT_EM: Final = 17.5
_LEFT_SHARE: Final = 0.2


class CheckView(Fitted):
    """Keeps section and entry while decisions change, and across a new check."""

    def __init__(
        self,
        thumbnails: Thumbnails,
        loader: StillLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._check: OpenCheck | None = None
        self._sections: CheckSections | None = None
        self._gatherings: tuple[Gathering, ...] = ()
        self._shown: Section | None = None
        self._filling = False
        self.sections = EntryList("Parts of the check")
        self.entries = EntryList("Entries")
        self.overview, self.split = OverviewPart(), SplitPart()
        self.browser = StillsBrowser(thumbnails, loader)
        self._stack = QStackedWidget()
        self._lay_out()
        self.sections.chosen.connect(self._on_section)
        self.entries.chosen.connect(self._on_entry)
        self._fit()

    @property
    def section(self) -> Section:
        """What is shown."""
        return list(Section)[max(self.sections.row, 0)]

    @property
    def gatherings(self) -> tuple[Gathering, ...]:
        """The entries of the section."""
        return self._gatherings

    def show_check(self, check: OpenCheck, now: DecisionsInForce) -> None:
        """Show a check; another folder begins with the overview."""
        another = self._check is None or self._check.folder != check.folder
        self._check = check
        self.overview.show_check(check)
        self._take_decisions(now)
        self.sections.choose(0 if another else self.sections.row)

    def show_decisions(self, now: DecisionsInForce) -> None:
        """Show the same check with what is decided now."""
        if self._check is not None:
            self._take_decisions(now)
            self._on_section(self.sections.row)

    def choose(self, section: Section, entry: int = 0) -> None:
        """Turn to an entry of a section."""
        self.sections.choose(list(Section).index(section))
        if entry != self.entries.row:
            self.entries.choose(entry)

    def take_keyboard(self) -> None:
        """Let the arrows move through the sections."""
        self.sections.setFocus()

    def _take_decisions(self, now: DecisionsInForce) -> None:
        assert self._check is not None
        self._sections = CheckSections(self._check, now)
        counts = self._sections.counts()
        self.sections.rows.show(
            [Entry(str(section), _count(counts[section])) for section in Section]
        )

    def _on_section(self, _: int) -> None:
        if self._sections is None or self._check is None:
            return
        section = self.section
        if section is Section.SPLIT:
            self.split.show_check(self._check)
        part = {Section.OVERVIEW: self.overview, Section.SPLIT: self.split}
        self._stack.setCurrentWidget(part.get(section, self.browser))
        self._gatherings = self._sections.of(section)
        shown = max(self.entries.row, 0) if self._shown == section else 0
        self._shown = section
        self._filling = True  # the entry is shown once, when all are there
        self.entries.rows.show([one.entry for one in self._gatherings])
        self._filling = False
        self.entries.setAccessibleName(f"{section}, entries")
        self.entries.setVisible(bool(self._gatherings))
        if self._gatherings:
            self.entries.choose(min(shown, len(self._gatherings) - 1))
        elif self._stack.currentWidget() is self.browser:
            self._show_entry(None)

    def _on_entry(self, row: int) -> None:
        if not self._filling and 0 <= row < len(self._gatherings):
            self._show_entry(self._gatherings[row])

    def _show_entry(self, gathering: Gathering | None) -> None:
        if self._check is not None and self._sections is not None:
            self.browser.show_gathering(
                self._check, self._sections, self.section, gathering
            )

    def _lay_out(self) -> None:
        left = QWidget()
        self._left = QVBoxLayout(left)
        self._left.addWidget(self.sections, 0, Qt.AlignmentFlag.AlignTop)
        self._left.addWidget(self.entries, 1)
        for part in self.overview, self.split, self.browser:
            self._stack.addWidget(part)
        self.body = GripSplitter(Qt.Orientation.Horizontal, self._widths, self)
        self.body.addWidget(left)
        self.body.addWidget(self._stack)
        self.body.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.body)

    def _widths(self, width: int) -> tuple[int, int]:
        left = min(em(self, _LEFT_EM), round(max(_LEFT_SHARE * width, width / 4)))
        return left, max(width - left - self.body.handleWidth(), 1)

    def _fit(self) -> None:
        self._left.setContentsMargins(0, 0, 0, 0)
        self._left.setSpacing(em(self, 0.6))


def _count(count: int | None) -> str:
    return "" if count is None else thousands(count)
