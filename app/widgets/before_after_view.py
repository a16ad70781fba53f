"""Before and after side by side; what is looked at moves in both."""

from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from app.widgets.kept_canvas import KeptCanvas

_BROAD: Final = 1.15
"""Times its height from which on the two stand beside each other."""


class BeforeAfterView(Fitted):
    """Two canvases: one above the other where there is more height than width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before, self.after = KeptCanvas(self), KeptCanvas(self)
        self.before.setAccessibleName("The still before")
        self.after.setAccessibleName("The still after")
        self._after_title = ClampedLabel()
        self._following = False
        self.linked = True
        """Whether both show the same part."""
        before_title = QLabel("Before")
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        for column, title, canvas in zip(
            self._columns,
            (before_title, self._after_title),
            (self.before, self.after),
            strict=True,
        ):
            title.setFont(bold())
            column.addWidget(title)
            column.addWidget(canvas, 1)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        for column in self._columns:
            self._box.addLayout(column, 1)
        self.before.moved.connect(lambda: self._follow(self.after, self.before))
        self.after.moved.connect(lambda: self._follow(self.before, self.after))
        self.setFocusProxy(self.before)
        self.set_after_title("After")
        self._fit()

    def set_after_title(self, title: str) -> None:
        """Say what is shown at the right."""
        self._after_title.set_text(title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand beside each other, or above."""
        super().resizeEvent(event)
        broad = self.width() > _BROAD * self.height()
        way = QBoxLayout.Direction
        self._box.setDirection(way.LeftToRight if broad else way.TopToBottom)

    def _follow(self, follower: KeptCanvas, leader: KeptCanvas) -> None:
        if self.linked and not self._following:
            self._following = True  # or they would answer each other
            follower.follow(leader)
            self._following = False

    def _fit(self) -> None:
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(em(self, 0.6))
        for column in self._columns:
            column.setSpacing(em(self, 0.25))
