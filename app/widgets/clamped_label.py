"""Text that wraps to a few lines, and tells the rest in a tooltip."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.appearance.measures import em
from app.appearance.plain_tips import plain_tip

_ENDLESS = 1_000_000
"""More pixels than any line has: asks for a layout in one line."""


class ClampedLabel(QLabel):
    """A label of at most ``lines`` lines; what does not fit stands in its tooltip.

    Parameters
    ----------
    lines
        How many lines it may take.
    elide
        Where a single line is cut; several lines are always cut at their end.
    reserved
        Lines that it takes at least, so that nothing around it moves with its text.
    parent
        The widget it stands in.
    """

    def __init__(
        self,
        lines: int = 1,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        *,
        reserved: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._reserved = reserved
        self._lines = lines
        self._elide = elide
        self._lead = 0
        self._hint = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if lines == 1:
            policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)

    def set_text(self, text: str, *, lead: str = "", hint: str = "") -> None:
        """Show ``text`` after a ``lead`` in bold, with a tooltip of its own if any."""
        self._lead = len(lead)
        self._hint = hint
        self.setText(f"{lead} {text}" if lead else text)
        self.setAccessibleName(self.text())
        self._set_tooltip()
        self.updateGeometry()

    @property
    def cut(self) -> bool:
        """Whether some of the text is not shown."""
        return self._layout(self.width())[1]

    def hasHeightForWidth(self) -> bool:
        """Return whether the height depends on the width."""
        return self._lines > 1

    def heightForWidth(self, width: int) -> int:
        """Return the height of the text in this width."""
        return self._height(self._layout(width)[0].lineCount())

    def sizeHint(self) -> QSize:
        """Return the size of the text in one line."""
        wide = self._metrics().horizontalAdvance(self.text())
        return QSize(wide + 2, self._height(1))

    def minimumSizeHint(self) -> QSize:
        """Return the size in which something is still legible."""
        hint = self.sizeHint()
        return QSize(min(em(self, 6), hint.width()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell in the tooltip what the new width cuts."""
        super().resizeEvent(event)
        self._set_tooltip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines, vertically centred in what is not reserved."""
        layout, _ = self._layout(self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        free = self.height() - self._height(layout.lineCount())
        left = 0.0
        if self.alignment() & Qt.AlignmentFlag.AlignRight and layout.lineCount():
            left = self.width() - layout.lineAt(0).naturalTextWidth()
        layout.draw(painter, QPointF(left, max(free / 2, 0)))

    def _height(self, lines: int) -> int:
        return max(lines, self._reserved) * self.fontMetrics().lineSpacing()

    def _set_tooltip(self) -> None:
        self.setToolTip(plain_tip(self._hint or (self.text() if self.cut else "")))

    def _layout(self, width: int) -> tuple[QTextLayout, bool]:
        """Return the text laid out in ``width``, and whether it had to be cut."""
        if self._lines == 1:
            shown = self._metrics().elidedText(self.text(), self._elide, width)
            return self._laid_out(shown, _ENDLESS), shown != self.text()
        whole = self._laid_out(self.text(), width)
        if whole.lineCount() <= self._lines:
            return whole, False
        start = whole.lineAt(self._lines - 1).textStart()
        rest = self.text()[start:]
        last = self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, width)
        return self._laid_out(self.text()[:start] + last, width), True

    def _laid_out(self, text: str, width: int) -> QTextLayout:
        layout = QTextLayout(text, self.font())
        layout.setTextOption(_wrapping())
        layout.setFormats(self._formats())
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            count = layout.lineCount() - 1
            line.setPosition(QPointF(0, count * self.fontMetrics().lineSpacing()))
        layout.endLayout()
        return layout

    def _formats(self) -> list[QTextLayout.FormatRange]:
        if not self._lead:
            return []
        lead = QTextLayout.FormatRange()
        lead.start, lead.length = 0, self._lead
        style = QTextCharFormat()
        style.setFontWeight(700)
        lead.format = style
        return [lead]

    def _metrics(self) -> QFontMetrics:
        """Return the metrics that measure a line at least as wide as it is."""
        if not self._lead:
            return self.fontMetrics()
        font = self.font()
        font.setBold(True)
        return QFontMetrics(font)


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
