"""The page that invites a folder of stills, before anything was classified."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.appearance.icons import icon
from app.appearance.measures import em, title_font
from app.appearance.plain_tips import plain_tip
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows
from app.widgets.primary_button import PrimaryButton
from app.widgets.strokes import faint

_SAFE = "Your files are only read: nothing is moved, changed or sent anywhere."
_HEADING = "Drop a folder of stills here"
_INVITATION = f"or choose one. Subfolders are taken as examinations.\n{_SAFE}"
_CHOSEN = f"Press Classify (Ctrl+Return), or drop another folder here.\n{_SAFE}"
_WAITS = f"It is classified as soon as the work before it is done.\n{_SAFE}"
_SAMPLES = "Classify the drawn stills that come with Lumenary"
_NAME_EM: Final = 24.0
"""Width from which on the name of a folder is cut in its middle."""


class EmptyPage(Fitted):
    """What a page shows before there are any stills.

    Parameters
    ----------
    parent
        The page.
    heading, invitation
        What can be dropped or chosen here, and to which end; the Classify page's own
        words by default.
    """

    choose_folder = Signal()
    choose_stills = Signal()
    samples_wanted = Signal()
    classify_clicked = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        heading: str = _HEADING,
        invitation: str = _INVITATION,
    ) -> None:
        super().__init__(parent)
        self._words = heading, invitation
        self._highlighted = False
        self._chosen: str | None = None
        self._pending = False
        self._heading, self._text = QLabel(), QLabel()
        for label in self._heading, self._text:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._make_buttons()
        self._lay_out()
        self._fit()
        self.set_chosen(None)

    def set_chosen(
        self, name: str | None, *, ready: bool = True, pending: bool = False
    ) -> None:
        """Say what is chosen, or that nothing is.

        Parameters
        ----------
        name
            Of the folder.
        ready
            Whether it can be classified now.
        pending
            Whether that was asked for already; nothing else can be chosen then.
        """
        self._chosen = name
        self._pending = pending
        self._classify.setVisible(name is not None)
        self._classify.setEnabled(ready)
        self._first_folder.setVisible(name is None)
        self._other_folder.setVisible(name is not None)
        for button in self._choosing:
            button.setEnabled(not pending)
        self._show_words()

    def offer_samples(self, offered: bool) -> None:
        """Show the button for the program's own drawn stills, or not."""
        self._samples.setVisible(offered)

    def set_highlight(self, highlighted: bool) -> None:
        """Show that what is held over the page may be dropped."""
        self._highlighted = highlighted
        self._show_words()
        role = QPalette.ColorRole  # dimmed text lacks contrast on the tinted ground
        self._text.setForegroundRole(
            role.WindowText if highlighted else role.PlaceholderText
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed frame that says: drop here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        line = accent if self._highlighted else faint(self.palette(), 0.35)
        painter.setPen(QPen(line, em(self, 0.15), Qt.PenStyle.DashLine))
        if self._highlighted:
            accent.setAlphaF(0.1)
            painter.setBrush(accent)
        gap = em(self, 1.5)
        rect = QRectF(self.rect()).adjusted(gap, gap, -gap, -gap)
        painter.drawRoundedRect(rect, em(self, 0.8), em(self, 0.8))

    def _make_buttons(self) -> None:
        self._classify = PrimaryButton("Classify", "play")
        self._first_folder = PrimaryButton("Choose folder…", "folder")
        self._other_folder = QPushButton("Choose another folder…")
        stills = QPushButton("Choose stills…")
        self._samples = QPushButton("Try the sample stills")
        self._samples.hide()
        self._choosing = self._first_folder, self._other_folder, stills, self._samples
        self._buttons: dict[QPushButton, str] = {
            self._classify: "play",
            self._first_folder: "folder",
            self._other_folder: "folder",
            stills: "stills",
            self._samples: "play",
        }
        folder = "Choose a folder; the stills of its subfolders count, too"
        for button, signal, tooltip in (
            (self._classify, self.classify_clicked, "Classify (Ctrl+Return)"),
            (self._first_folder, self.choose_folder, folder),
            (self._other_folder, self.choose_folder, folder),
            (stills, self.choose_stills, "Choose some stills of one folder"),
            (self._samples, self.samples_wanted, _SAMPLES),
        ):
            button.setToolTip(tooltip)
            button.clicked.connect(signal)
            button.setAutoDefault(False)
            button.setAccessibleName(button.text().rstrip("…"))
        self._classify.setAccessibleName("Classify what is chosen")

    def _show_words(self) -> None:
        heading, text = self._words
        if self._chosen is not None:
            heading = f"“{self._short(self._chosen)}” is chosen"
            text = _WAITS if self._pending else _CHOSEN
        if self._highlighted:
            heading = "Let go to choose it"
        self._heading.setText(heading)
        self._heading.setToolTip(plain_tip(self._chosen or ""))
        self._text.setText(text)

    def _short(self, name: str) -> str:
        metrics, middle = self._heading.fontMetrics(), Qt.TextElideMode.ElideMiddle
        return metrics.elidedText(name, middle, em(self, _NAME_EM))

    def _lay_out(self) -> None:
        self._row = FlowRows(centred=True)
        for button in self._buttons:
            self._row.addWidget(button)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._heading)
        column.addWidget(self._text)
        column.addLayout(self._row)
        column.addStretch(3)

    def _fit(self) -> None:
        self._heading.setFont(title_font(self.font(), scale=1.5))
        side = em(self, 1.05)
        for button, name in self._buttons.items():
            button.setIconSize(QSize(side, side))
            if not isinstance(button, PrimaryButton):  # which tints its own
                button.setIcon(icon(name, self.palette()))
        column = self.layout()
        assert column is not None
        column.setSpacing(em(self, 1))
        self._row.set_gaps(em(self, 1), em(self, 0.6))
        margin = em(self, 3)
        column.setContentsMargins(margin, margin, margin, margin)
