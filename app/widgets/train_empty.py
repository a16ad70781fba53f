"""What the Train page says before there are stills to train on."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.appearance.icons import icon, icon_pixmap
from app.appearance.measures import em, title_font
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows
from app.widgets.primary_button import PrimaryButton

HEADING: Final = "Train a model on your own stills"
INVITATION: Final = (
    "Drop a folder that has a subfolder for each class, choose one, or come from the "
    "Dataset page, where you can look at the stills first.\n"
    "Your files are only read: nothing is moved, changed or sent anywhere."
)
_SAMPLES: Final = "Try the drawn stills"


class TrainEmpty(Fitted):
    """A heading, an explanation, and the ways to begin."""

    folder_wanted = Signal()
    samples_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture, self._heading, text = QLabel(), QLabel(HEADING), QLabel()
        text.setText(INVITATION)
        for label in self._picture, self._heading, text:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._choose = PrimaryButton("Choose folder…", "folder")
        self._choose.clicked.connect(self.folder_wanted)
        self.samples = QPushButton(_SAMPLES)
        self.samples.setToolTip("Train a small model on stills that Lumenary draws")
        self.samples.setAutoDefault(False)
        self.samples.clicked.connect(self.samples_wanted)
        self._row = FlowRows(centred=True)
        self._row.addWidget(self._choose)
        self._row.addWidget(self.samples)
        self._column = QVBoxLayout(self)
        self._column.addStretch(2)
        for label in self._picture, self._heading, text:
            self._column.addWidget(label)
        self._column.addLayout(self._row)
        self._column.addStretch(3)
        self._fit()

    def set_drawing(self, drawing: bool) -> None:
        """Say that stills are being drawn, and offer it no second time meanwhile."""
        self.samples.setEnabled(not drawing)
        self.samples.setText("Drawing stills…" if drawing else _SAMPLES)

    def _fit(self) -> None:
        self._heading.setFont(title_font(self.font(), scale=1.5))
        faint = self.palette().color(QPalette.ColorRole.PlaceholderText)
        picture = icon_pixmap("train", faint, em(self, 3), self.devicePixelRatioF())
        self._picture.setPixmap(picture)
        side = em(self, 1.05)
        for button in self._choose, self.samples:
            button.setIconSize(QSize(side, side))
        self.samples.setIcon(icon("play", self.palette()))
        margin = em(self, 3)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(em(self, 1))
        self._row.set_gaps(em(self, 1), em(self, 0.6))
