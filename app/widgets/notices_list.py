"""What a reader must know before believing the numbers."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.appearance.icons import icon_pixmap
from app.appearance.marks import decision_mark, is_dark
from app.appearance.measures import em
from app.widgets.fitted import Fitted, bold


class NoticesList(Fitted):
    """Sentences in a frame that is seen without shouting; hidden if there are none."""

    def __init__(
        self, parent: QWidget | None = None, *, title: str = "To be borne in mind"
    ) -> None:
        super().__init__(parent)
        self._sentences: tuple[str, ...] = ()
        self._labels: list[QLabel] = []
        self._picture = QLabel()
        self._title = QLabel(title)
        self._title.setFont(bold())
        self._grid = QGridLayout(self)
        self._grid.addWidget(self._picture, 0, 0)
        self._grid.addWidget(self._title, 0, 1)
        self._grid.setColumnStretch(1, 1)
        self.setVisible(False)
        self._fit()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it says."""
        return self._sentences

    def show_notices(self, sentences: Sequence[str]) -> None:
        """Show these, each once."""
        self._sentences = tuple(dict.fromkeys(filter(None, sentences)))
        for label in self._labels:
            self._grid.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = [QLabel(sentence) for sentence in self._sentences]
        for row, label in enumerate(self._labels, start=1):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(label, row, 1)
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription("\n".join(self._sentences))
        self.setVisible(bool(self._sentences))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a ground and, at its left, a bar in the colour of a caution."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(rect, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._caution)
        painter.drawRoundedRect(
            QRectF(rect.left(), rect.top(), em(self, 0.25), rect.height()), 2, 2
        )

    def _fit(self) -> None:
        self._caution = decision_mark("review", is_dark(self.palette())).colour
        side = em(self, 1.1)
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(icon_pixmap("warning", self._caution, side, ratio))
        margin = em(self, 0.6)
        self._grid.setContentsMargins(em(self, 0.9), margin, margin, margin)
        self._grid.setVerticalSpacing(em(self, 0.35))
        self._grid.setHorizontalSpacing(em(self, 0.5))
