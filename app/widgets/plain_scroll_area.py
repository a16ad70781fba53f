"""A scroll area that looks like the panel it stands in."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStyle, QWidget

from app.appearance.measures import em


class PlainScrollArea(QScrollArea):
    """Scrolls ``inside`` up and down, without a frame and a ground of its own."""

    def __init__(
        self, inside: QWidget, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """Return a size in which nothing is cut at the right."""
        inside = self._inside.minimumSizeHint().width()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return QSize(inside + bar, em(self, 3))
