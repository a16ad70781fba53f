"""What every key does, in a window that may stay open beside the stills."""

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em, strong_font
from app.widgets.plain_scroll_area import PlainScrollArea
from app.widgets.strokes import keycap_size, paint_keycap

KEYS: Final[dict[str, tuple[tuple[tuple[str, ...], str], ...]]] = {
    "Review the still that is shown": (
        (("1", "9"), "The class beside the digit; again to take it back"),
        (("Enter",), "Agree with the program, and go to the next unreviewed still"),
        (("0",), "None of these"),
        (("N",), "Cannot judge"),
        (("Space",), "Go to the next unreviewed still"),
        (("Ctrl+Z",), "Undo the last answer"),
        (("Ctrl+K",), "Find a class by its name, where there are more than nine"),
        (("Esc",), "Let go of the still, and sort again"),
    ),
    "Move among the stills": (
        (("Up", "Down"), "The still before or after"),
        (("PgUp", "PgDown"), "A page up or down"),
        (("Home", "End"), "The first or the last still"),
        (("Ctrl+F",), "Search file, finding and note"),
    ),
    "Look closely": (
        (("Ctrl+0",), "The whole still"),
        (("Ctrl+1",), "Each pixel as one of the screen"),
        (("Ctrl++", "Ctrl+-"), "Larger or smaller"),
        (("Ctrl+2",), "As the network sees it"),
        (("Ctrl+3",), "Outlines of what was removed and of the field of view"),
    ),
    "See what is removed (Preview)": (
        (("Alt+Left", "Alt+Right"), "The still before or after; arrows do it, too"),
        (("Ctrl+4",), "Before and after side by side"),
        (("Ctrl+5",), "Before and after in one place, with a line between them"),
        (("Left", "Right"), "Move the line, or the slider that has the keyboard"),
        (("F5",), "Look through all stills with the settings that are set"),
    ),
    "Look through a labelled folder (Dataset)": (
        (("Ctrl+Return",), "Check the folder"),
        (("N",), "Not a copy, or copies after all: of the two that are chosen"),
        (("L",), "Leave the still out of training, or train on it again"),
        (("U",), "Undo the decision that is shown"),
        (("Ctrl+Z",), "Undo the last decision"),
        (("E",), "Export balanced folders of the class"),
    ),
    "Read a report (Report)": (
        (("Up", "Left"), "Move through the matrix, or through the stills of a cell"),
        (("Enter",), "The stills of the matrix's cell"),
        (("Q",), "Question the label of the still that is shown; a digit proposes"),
        (("Ctrl+Z",), "Undo the last question"),
        (("Esc",), "Back to the numbers"),
        (("Ctrl+S",), "Save the report as PDF"),
        (("Ctrl+P",), "Print the report"),
    ),
    "The program": (
        (("Ctrl+O",), "Choose a folder"),
        (("Ctrl+Return",), "Classify; on the Train page, train; on Compare, compare"),
        (("Ctrl+E",), "Export as CSV"),
        (("Ctrl+Shift+E",), "Export as XLSX"),
        (("Ctrl+Shift+S",), "Sort into folders"),
        (("Ctrl+Shift+T",), "Undo a sort"),
        (("Ctrl+,",), "Settings"),
        (("F1",), "This help"),
        (("Ctrl+Q",), "Quit"),
    ),
}
"""By subject: keys, and what they do; ``tests/app/help/test_keyboard_help.py`` holds
them to the shortcuts of the window."""
_RANGE: Final = ("1", "9")


class KeyboardHelp(QDialog):
    """All keys by subject. Show it by ``show()``: it holds up nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Keyboard")
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setColumnStretch(1, 1)
        self._headings = [self._add_subject(subject) for subject in KEYS]
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self._layout = QVBoxLayout(self)
        self._layout.addWidget(PlainScrollArea(inside, "Keys and what they do"), 1)
        self._layout.addWidget(buttons)
        self._fit()
        self._take_size()

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.layout() is not None:
            self._fit()

    def _add_subject(self, subject: str) -> QLabel:
        heading = QLabel(subject)
        row = self._grid.rowCount()
        self._grid.addWidget(heading, row, 0, 1, 2)
        for offset, (keys, words) in enumerate(KEYS[subject], start=1):
            label = QLabel(words)
            label.setWordWrap(True)
            caps = Keycaps(keys)
            caps.setAccessibleName(f"{caps.spoken}: {words}")
            self._grid.addWidget(caps, row + offset, 0)
            self._grid.addWidget(label, row + offset, 1)
        return heading

    def _fit(self) -> None:
        margin = em(self, 1.2)
        self._layout.setContentsMargins(margin, margin, margin, margin)
        self._layout.setSpacing(em(self, 0.8))
        self._grid.setContentsMargins(0, 0, em(self, 0.5), 0)
        self._grid.setHorizontalSpacing(em(self, 1.2))
        self._grid.setVerticalSpacing(em(self, 0.4))
        for heading in self._headings:
            heading.setFont(strong_font(self.font()))
            heading.setContentsMargins(0, em(self, 0.6), 0, 0)

    def _take_size(self) -> None:
        screen = self.screen().availableGeometry().size()
        wide = em(self, 44)
        high = self._grid.totalHeightForWidth(wide - em(self, 4)) + em(self, 6)
        self.resize(QSize(wide, high).boundedTo(screen * 0.9))


class Keycaps(QWidget):
    """One key, or two of a kind, as they are printed on a keyboard."""

    def __init__(self, keys: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = tuple(_native(key) for key in keys)
        self._between = " to " if keys == _RANGE else "  "
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def spoken(self) -> str:
        """The keys in words."""
        return f" {self._between.strip() or 'or'} ".join(self._keys)

    def sizeHint(self) -> QSize:
        """Return the size of the keys side by side."""
        sizes = [keycap_size(self.font(), key) for key in self._keys]
        gaps = (len(sizes) - 1) * self._gap()
        return QSize(sum(s.width() for s in sizes) + gaps, sizes[0].height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the keys."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self.palette().color(QPalette.ColorRole.WindowText)
        left = 0
        for at, key in enumerate(self._keys):
            if at:
                gap = self.rect().adjusted(left, 0, 0, 0)
                gap.setWidth(self._gap())
                painter.setPen(ink)
                painter.drawText(gap, Qt.AlignmentFlag.AlignCenter, self._between)
                left += self._gap()
            cap = self.rect().toRectF()
            cap.setSize(keycap_size(self.font(), key).toSizeF())
            cap.translate(left, 1)
            paint_keycap(painter, cap, key, ink)
            left += round(cap.width())

    def _gap(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._between)


def _native(key: str) -> str:
    """Return a shortcut as this system writes it; what is none, as it stands."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return text or key
