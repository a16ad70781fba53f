"""The body of the Classify page: examinations, findings and the chosen still."""

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.appearance.measures import em
from app.widgets.grip_splitter import GripSplitter

_LEFT_EM: Final = (16.0, 21.5)
_DESK_EM: Final = (21.0, 38.0)
"""Narrowest and widest that the outer columns are made; in between, shares hold."""
_ALL_EM: Final = 57.0
"""Narrower than that, the left column begins shut; its handle opens it."""
_LEFT_SHARE: Final = 0.215
_DESK_SHARE: Final = 0.265
_SUMMARY_EM: Final = 26.0
"""Height in which the summary of a few findings shows in full."""


class PageColumns(GripSplitter):
    """Three columns; the outer ones can be dragged shut.

    Parameters
    ----------
    tree, summary
        At the left, one above the other.
    filter_bar, shown_line, views
        In the middle, one above the other.
    desk
        At the right.
    """

    def __init__(
        self,
        *,
        tree: QWidget,
        summary: QWidget,
        filter_bar: QWidget,
        shown_line: QWidget,
        views: QWidget,
        desk: QWidget,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, self._widths)
        self.left = GripSplitter(Qt.Orientation.Vertical, self._heights)
        """Tree and summary."""
        self.left.addWidget(tree)
        self.left.addWidget(summary)
        self.left.setChildrenCollapsible(False)
        middle = QWidget()
        self._middle = QVBoxLayout(middle)
        self._middle.addWidget(filter_bar)
        self._middle.addWidget(shown_line)
        self._middle.addWidget(views, 1)
        for column in self.left, middle, desk:
            self.addWidget(column)
        self.setCollapsible(1, False)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.count():
            self._fit()

    def _fit(self) -> None:
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(em(self, 0.5))

    def _widths(self, width: int) -> tuple[int, int, int]:
        left = _within(self, _LEFT_SHARE * width, _LEFT_EM)
        if width < em(self, _ALL_EM):
            left = 0
        desk = _within(self, _DESK_SHARE * width, _DESK_EM)
        handles = 2 * self.handleWidth()
        return left, max(width - left - desk - handles, 1), desk

    def _heights(self, height: int) -> tuple[int, int]:
        summary = min(em(self, _SUMMARY_EM), height // 2)
        return height - summary - self.left.handleWidth(), summary


def _within(widget: QWidget, wanted: float, limits_em: tuple[float, float]) -> int:
    least, most = (em(widget, limit) for limit in limits_em)
    return round(min(max(wanted, least), most))
