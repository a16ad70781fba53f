"""A splitter with handles to be seen; it shares out its length until dragged."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from app.appearance.measures import em
from app.widgets.strokes import faint

HANDLE_EM: Final = 0.7
_GRIP_EM: Final = (0.22, 2.6)
"""Thickness and length of what is painted on a handle."""

Shares = Callable[[int], Sequence[int]]
"""Sizes of the parts in a length, in pixels or in any unit."""


class GripSplitter(QSplitter):
    """Shares out its length by a rule; whatever a person drags stays as it is then.

    Parameters
    ----------
    orientation
        In which the parts stand beside each other.
    shares
        The rule that holds until a handle is dragged or a state restored.
    parent
        The widget it stands in.
    """

    def __init__(
        self,
        orientation: Qt.Orientation,
        shares: Shares,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(orientation, parent)
        self._shares = shares
        self._dragged = False
        self.setHandleWidth(em(self, HANDLE_EM))
        self.splitterMoved.connect(self._on_moved)

    def share_out(self) -> None:
        """Follow the rule, unless a person decided otherwise."""
        flat = self.orientation() is Qt.Orientation.Horizontal
        length = self.width() if flat else self.height()
        if not self._dragged and self.count():
            self.setSizes(list(self._shares(length)))

    def turn(self, orientation: Qt.Orientation) -> None:
        """Let the parts stand along another direction, where the rule holds again."""
        if orientation is not self.orientation():
            self.setOrientation(orientation)
            self._dragged = False
            self.share_out()

    def saveState(self) -> QByteArray:
        """Return what a person has dragged; empty as long as the rule holds."""
        return super().saveState() if self._dragged else QByteArray()

    def restoreState(self, state: QByteArray | bytes | bytearray | memoryview) -> bool:
        """Take over what was dragged before; the number of parts must be the same."""
        self._dragged = super().restoreState(state) or self._dragged
        self.setHandleWidth(em(self, HANDLE_EM))  # the state holds another font's
        return self._dragged

    def createHandle(self) -> QSplitterHandle:
        """Return a handle with a grip on it."""
        return _Handle(self.orientation(), self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share out the new length."""
        super().resizeEvent(event)
        self.share_out()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setHandleWidth(em(self, HANDLE_EM))
            self.share_out()

    def _on_moved(self) -> None:
        self._dragged = True


class _Handle(QSplitterHandle):
    """A short bar in the middle of the gap, in the accent colour under the mouse."""

    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self.setToolTip("Drag to make a part larger or smaller")

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be taken."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show that it is left alone."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = faint(self.palette(), 0.55)
        if self.underMouse():
            colour = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setBrush(colour)
        rect = self._grip()
        radius = min(rect.width(), rect.height()) / 2
        painter.drawRoundedRect(rect, radius, radius)

    def _grip(self) -> QRectF:
        thick, long = (em(self, each) for each in _GRIP_EM)
        grip = QRectF(0, 0, thick, long)
        if self.orientation() is Qt.Orientation.Vertical:
            grip = grip.transposed()
        grip.moveCenter(QRectF(self.rect()).center())
        return grip
