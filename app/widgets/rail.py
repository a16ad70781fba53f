"""The navigation rail: the pages of the program, one above the other."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from app.appearance.icons import icon
from app.appearance.measures import em


class Rail(QFrame):
    """Pages from the top, what is not a page from the bottom."""

    page_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Pages")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._icons: dict[QToolButton, str] = {}
        self._pages = QButtonGroup(self)
        self._pages.idClicked.connect(self.page_chosen)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 8, 4, 8)
        self._column.addStretch(1)

    def add_page(self, number: int, icon_name: str, text: str) -> None:
        """Add a page's button below those that are there."""
        button = self._button(icon_name, text)
        button.setCheckable(True)
        button.setChecked(number == 0)
        button.setShortcut(f"Alt+{number + 1}")
        button.setToolTip(f"{text} (Alt+{number + 1})")
        self._pages.addButton(button, number)
        self._column.insertWidget(number, button)

    def choose(self, number: int) -> None:
        """Change to a page, as a click on its button does."""
        self._pages.button(number).click()

    def add_tool(self, icon_name: str, text: str) -> QToolButton:
        """Add a button at the bottom and return it."""
        button = self._button(icon_name, text)
        self._column.addWidget(button)
        return button

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the colours of a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for button, name in self._icons.items():
                button.setIcon(icon(name, self.palette()))

    def _button(self, icon_name: str, text: str) -> QToolButton:
        button = _RailButton(self)
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.setIcon(icon(icon_name, self.palette()))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setAutoRaise(True)
        self._icons[button] = icon_name
        _size(button)
        return button


class _RailButton(QToolButton):
    """Beside the page that is shown, a bar in the accent colour stands at the edge."""

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            _size(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the style's button, and the bar."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
        wide = em(self, 0.25)
        bar = self.rect().toRectF().adjusted(1, 2, 0, -2)
        bar.setWidth(wide)
        painter.drawRoundedRect(bar, wide / 2, wide / 2)


def _size(button: QToolButton) -> None:
    side = em(button, 1.5)
    button.setIconSize(QSize(side, side))
    button.setMinimumWidth(em(button, 5.2))
