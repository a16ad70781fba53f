"""What the Compare page says while nothing is compared, or it could not be."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.appearance.icons import icon, icon_pixmap
from app.appearance.measures import em, title_font
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows
from app.widgets.primary_button import PrimaryButton

NOTHING: Final = "Which of two models is better here?"
INVITATION: Final = (
    "Drop a folder that has a subfolder for each class, or choose one. Both models are "
    "measured on the very same stills, and those that either was trained on are left "
    "out.\nYour files are only read: nothing is moved, changed or sent anywhere."
)
_WIDTH_EM: Final = 40


class CompareEmpty(Fitted):
    """A heading, an explanation, and the button that chooses a folder."""

    folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture, self._heading, self._text = QLabel(), QLabel(), QLabel()
        for label in self._picture, self._heading, self._text:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in self._heading, self._text:
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._button = PrimaryButton("Choose folder…")
        self._button.clicked.connect(self.folder_wanted)
        self._row = FlowRows(centred=True)
        self._row.addWidget(self._button)
        self._column = QVBoxLayout(self)
        self._column.addStretch(2)
        self._column.addWidget(self._picture)
        for label in self._heading, self._text:
            self._column.addLayout(_centred(label))
        self._column.addLayout(self._row)
        self._column.addStretch(3)
        self.show_words(NOTHING, INVITATION)
        self._fit()

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._heading.text()}\n{self._text.text()}"

    def show_words(self, heading: str, text: str) -> None:
        """Say what the page is for, or why nothing was compared and what to do."""
        self._heading.setText(heading)
        self._text.setText(text)

    def _fit(self) -> None:
        self._heading.setFont(title_font(self.font(), scale=1.5))
        for label in self._heading, self._text:
            label.setMaximumWidth(em(self, _WIDTH_EM))
        faint = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self._picture.setPixmap(
            icon_pixmap("compare", faint, em(self, 3), self.devicePixelRatioF())
        )
        side = em(self, 1.05)
        self._button.setIconSize(QSize(side, side))
        self._button.setIcon(icon("folder", self._button.palette()))
        self._column.setSpacing(em(self, 1))
        self._row.set_gaps(em(self, 1), em(self, 0.6))


def _centred(label: QLabel) -> QHBoxLayout:
    """Return a row whose height follows the lines that the label wraps to."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(label, 100)
    row.addStretch(1)
    return row
