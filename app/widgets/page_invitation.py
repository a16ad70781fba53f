"""What a page says in place of its content: what it is for, and the one button."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.appearance.icons import icon_pixmap
from app.appearance.measures import em, title_font
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows
from app.widgets.primary_button import PrimaryButton

_WIDTH_EM: Final = 40


class PageInvitation(Fitted):
    """A picture, a heading, an explanation, and a button that may be hidden.

    Parameters
    ----------
    picture
        A file of ``resources/icons`` without its ending.
    button
        What the button says, with a mnemonic.
    button_icon
        Its icon.
    parent
        The page.
    """

    wanted = Signal()
    """The button was pressed."""

    def __init__(
        self,
        picture: str,
        button: str,
        button_icon: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = picture
        self._picture, self._heading, self._text = QLabel(), QLabel(), QLabel()
        for label in self._picture, self._heading, self._text:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in self._heading, self._text:
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.button = PrimaryButton(button, button_icon)
        self.button.clicked.connect(self.wanted)
        self._row = FlowRows(centred=True)
        self._row.addWidget(self.button)
        self._column = QVBoxLayout(self)
        self._column.addStretch(2)
        self._column.addWidget(self._picture)
        for label in self._heading, self._text:
            self._column.addLayout(_centred(label))
        self._column.addLayout(self._row)
        self._column.addStretch(3)
        self._fit()

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._heading.text()}\n{self._text.text()}"

    def add_button(self, button: QPushButton) -> None:
        """Offer another way beside the first."""
        self._row.addWidget(button)

    def show_words(self, heading: str, text: str, *, offered: bool = True) -> None:
        """Say something, with the button or without."""
        self._heading.setText(heading)
        self._text.setText(text)
        self.button.setVisible(offered)

    def _fit(self) -> None:
        self._heading.setFont(title_font(self.font(), scale=1.5))
        for label in self._heading, self._text:
            label.setMaximumWidth(em(self, _WIDTH_EM))
        faint = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self._picture.setPixmap(
            icon_pixmap(self._name, faint, em(self, 3), self.devicePixelRatioF())
        )
        side = em(self, 1.05)
        self.button.setIconSize(QSize(side, side))
        margin = em(self, 3)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(em(self, 1))
        self._row.set_gaps(em(self, 1), em(self, 0.6))


def _centred(label: QLabel) -> QHBoxLayout:
    """Return a row whose height follows the lines that the label wraps to."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(label, 100)
    row.addStretch(1)
    return row
