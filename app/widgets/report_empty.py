"""What the Report page says while there is nothing to show, or it cannot be shown."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.appearance.icons import icon_pixmap
from app.appearance.measures import em, title_font
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows
from app.widgets.primary_button import PrimaryButton

NOTHING: Final = "Nothing has been measured yet"
INVITATION: Final = (
    "Drop a folder that has a subfolder for each class here, or choose one, and see "
    "how often a model is right on its stills.\n"
    "Your files are only read: nothing is moved, changed or sent anywhere."
)


class ReportEmpty(Fitted):
    """A heading, an explanation, and the button that measures a folder."""

    evaluate_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture, self._heading, self._text = QLabel(), QLabel(), QLabel()
        for label in self._picture, self._heading, self._text:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in self._heading, self._text:
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._button = PrimaryButton("Evaluate a folder now…", "play")
        self._button.clicked.connect(self.evaluate_wanted)
        self._row = FlowRows(centred=True)
        self._row.addWidget(self._button)
        self._column = QVBoxLayout(self)
        self._column.addStretch(2)
        for label in self._picture, self._heading, self._text:
            self._column.addWidget(label)
        self._column.addLayout(self._row)
        self._column.addStretch(3)
        self.show_words(NOTHING, INVITATION)
        self._fit()

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._heading.text()}\n{self._text.text()}"

    def show_words(self, heading: str, text: str) -> None:
        """Say that there is nothing, or what is wrong and what to do."""
        self._heading.setText(heading)
        self._text.setText(text)

    def _fit(self) -> None:
        self._heading.setFont(title_font(self.font(), scale=1.5))
        side = em(self, 3)
        faint = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self._picture.setPixmap(
            icon_pixmap("report", faint, side, self.devicePixelRatioF())
        )
        icon_side = em(self, 1.05)
        self._button.setIconSize(QSize(icon_side, icon_side))
        margin = em(self, 3)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(em(self, 1))
        self._row.set_gaps(em(self, 1), em(self, 0.6))
