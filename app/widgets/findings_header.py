"""The header of the table: widths that suit any window, until a person drags them."""

from typing import Final

from PySide6.QtCore import QByteArray, QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from app.appearance.measures import em
from app.item_models.findings_model import Column

WIDTHS_EM: Final = {
    Column.STILL: (3.6, 3.6),
    Column.FILE: (6.0, 6.2),
    Column.FINDING: (6.8, 7.1),
    Column.CONFIDENCE: (6.6, 7.8),
    Column.DECISION: (6.6, 7.0),
    Column.READER: (4.0, 4.6),
    Column.NOTE: (5.7, 10.4),
}
"""In heights of the font: the least, and what suits; of a window of 1280 pixels
the least fit in, of one of 1440 what suits."""
_GROWTH_EM: Final = (
    (Column.NOTE, 14.0),
    (Column.READER, 6.8),
    (Column.CONFIDENCE, 8.8),
    (Column.NOTE, 16.0),
)
"""Who grows first, up to which width, where more than what suits is there: reasons are
read, then “None of these”; a longer bar beside the number comes after."""
_FILE_SHARE: Final = 0.5
_FILE_MOST_EM: Final = 32.0
"""What is spare then is shared by the file and the note; the file ends here."""


class FindingsHeader(QHeaderView):
    """Shares out the width of the table; what a person drags or moves stays so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._chosen = False
        self._sharing = False
        self.setStretchLastSection(True)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.setDefaultAlignment(left)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortIndicatorShown(True)
        self.setSortIndicatorClearable(True)
        self.setMinimumSectionSize(em(self, 3))
        self.sectionResized.connect(self._on_resized)
        self.sectionMoved.connect(self._on_moved)

    def show_unsorted(self) -> None:
        """Take the arrow away without saying so."""
        blocked = self.blockSignals(True)
        self.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.blockSignals(blocked)
        self.viewport().update()

    def share_out(self) -> None:
        """Give each column its width, unless a person chose some."""
        if self._chosen or self.count() != len(WIDTHS_EM):
            return
        self._sharing = True
        for column, width in self._widths(self.viewport().width()).items():
            self.resizeSection(column, width)
        self._sharing = False

    def saveState(self) -> QByteArray:
        """Return the widths and places that were chosen; empty if none were."""
        return super().saveState() if self._chosen else QByteArray()

    def restoreState(self, state: QByteArray | bytes | bytearray | memoryview) -> bool:
        """Take over what was chosen before; the order of the rows is not part of it."""
        blocked = self.blockSignals(True)
        self._chosen = super().restoreState(state) or self._chosen
        self.blockSignals(blocked)
        self.setStretchLastSection(True)
        self.show_unsorted()
        return self._chosen

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new width."""
        super().resizeEvent(event)
        self.share_out()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setMinimumSectionSize(em(self, 3))
            self.share_out()

    def _widths(self, whole: int) -> dict[Column, int]:
        least = {column: em(self, width) for column, (width, _) in WIDTHS_EM.items()}
        suits = {column: em(self, width) for column, (_, width) in WIDTHS_EM.items()}
        room, wanted = whole - sum(least.values()), sum(suits.values())
        part = min(max(room / (wanted - sum(least.values())), 0), 1)
        widths = {
            column: int(width + part * (suits[column] - width))
            for column, width in least.items()
        }
        spare = max(whole - sum(widths.values()), 0)
        for column, most_em in _GROWTH_EM:
            grown = min(max(em(self, most_em) - widths[column], 0), spare)
            widths[column] += grown
            spare -= grown
        most = em(self, _FILE_MOST_EM) - widths[Column.FILE]
        to_file = min(round(spare * _FILE_SHARE), most)
        widths[Column.FILE] += to_file
        widths[Column.NOTE] += spare - to_file
        return widths

    def _on_resized(self, column: int) -> None:
        # the last column follows the window, which nobody chose
        self._chosen |= not self._sharing and column != Column.NOTE

    def _on_moved(self) -> None:
        self._chosen = True
