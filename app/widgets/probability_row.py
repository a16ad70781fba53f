"""One class of the model: how likely it is, and who says that it is there."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.appearance.marks import is_dark, reader_colour
from app.appearance.measures import strong_font
from app.appearance.plain_tips import plain_tip
from app.item_models.findings_wording import percent
from app.widgets.strokes import (
    faint,
    keycap_size,
    paint_bar,
    paint_keycap,
    paint_tag,
    tag_width,
)

PROGRAM, READER = "Program", "Reader"


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What a row shows of one still."""

    probability: float | None = None
    program: bool = False
    """The program's answer."""
    reader: bool = False
    """Among the reader's findings."""
    means_nothing: bool = False
    """The still was refused."""


class ProbabilityRow(QAbstractButton):
    """A row that is clicked to say: I see this finding, or I do not.

    Parameters
    ----------
    finding
        The class's name.
    key
        The digit that does the same; empty beyond nine.
    parent
        The widget it stands in.
    """

    def __init__(self, finding: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self._key = key
        self._shown = Likelihood()
        self.setText(finding)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_likelihood(self._shown)

    def show_likelihood(self, shown: Likelihood) -> None:
        """Show the class's probability and whose answer it is."""
        self._shown = shown
        self.setChecked(shown.reader)
        self.setAccessibleName(", ".join(self._in_words()))
        self._set_tooltip()
        self.update()

    def nextCheckState(self) -> None:
        """Leave the check to :meth:`show_likelihood`: the page decides."""

    def sizeHint(self) -> QSize:
        """Return two lines: name and number, bar and tags."""
        line = self.fontMetrics().height()
        return QSize(line * 14, round(line * 2.5))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest width in which number and tags stand side by side."""
        return QSize(self.fontMetrics().height() * 11, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Ask for another height with another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the name in the tooltip where the new width cuts it."""
        self._set_tooltip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        self._paint_key(painter)
        self._paint_name(painter)
        self._paint_bar(painter)
        self._paint_tags(painter)

    def _in_words(self) -> list[str]:
        words = [self.finding, self._number() or "no number"]
        if self._shown.program:
            words.append("the program's answer")
        if self._shown.reader:
            words.append("the reader's finding")
        if self._key:
            words.append(f"key {self._key}")
        return words

    def _number(self) -> str:
        probability = self._shown.probability
        return "" if probability is None else percent(probability)

    def _set_tooltip(self) -> None:
        wide = QFontMetricsF(strong_font(self.font())).horizontalAdvance(self.finding)
        cut = wide > self._name_rect().width()
        self.setToolTip(plain_tip(self.finding) if cut else "")

    # where things stand

    def _unit(self) -> float:
        return float(self.fontMetrics().height())

    def _inner(self) -> QRectF:
        pad = self._unit() * 0.35
        return QRectF(self.rect()).adjusted(pad, pad * 0.7, -pad, -pad * 0.7)

    def _text_rect(self) -> QRectF:
        """Return the first line, right of the keycap's column."""
        line = QRectF(self._inner())
        line.setLeft(line.left() + keycap_size(self.font(), "0").width() * 1.45)
        line.setHeight(self._unit())
        return line

    def _name_rect(self) -> QRectF:
        wide = self.fontMetrics().horizontalAdvance("100.0 % ")
        return self._text_rect().adjusted(0, 0, -wide, 0)

    def _second_line(self) -> QRectF:
        line = self._text_rect()
        line.moveBottom(self._inner().bottom())
        return line

    def _tag(self, word: str) -> float:
        return tag_width(self.font(), word)

    def _tags_width(self) -> float:
        gap = self._unit() * 0.3
        return self._tag(PROGRAM) + gap + self._tag(READER)

    # what is painted there

    def _ink(self) -> QColor:
        muted = self._shown.means_nothing or not self.isEnabled()
        role = QPalette.ColorRole
        return self.palette().color(role.PlaceholderText if muted else role.WindowText)

    def _paint_ground(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = self._unit() * 0.3
        if self.isDown() or (self.underMouse() and self.isEnabled()):
            painter.setBrush(faint(self.palette(), 0.06))
            painter.drawRoundedRect(rect, radius, radius)
        if self.hasFocus():
            painter.setPen(self.palette().color(QPalette.ColorRole.Highlight))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, radius, radius)

    def _paint_key(self, painter: QPainter) -> None:
        if not self._key:
            return
        size = keycap_size(self.font(), self._key)
        rect = QRectF(0, 0, size.width(), size.height())
        rect.moveLeft(self._inner().left())
        rect.moveTop(self._text_rect().center().y() - rect.height() / 2)
        painter.setFont(self.font())
        paint_keycap(painter, rect, self._key, self._ink())

    def _paint_name(self, painter: QPainter) -> None:
        named = self._shown.program or self._shown.reader
        painter.setFont(strong_font(self.font()) if named else self.font())
        painter.setPen(self._ink())
        rect = self._name_rect()
        name = painter.fontMetrics().elidedText(
            self.finding, Qt.TextElideMode.ElideMiddle, int(rect.width())
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignLeft, name)
        painter.drawText(
            self._text_rect(), middle | Qt.AlignmentFlag.AlignRight, self._number()
        )

    def _paint_bar(self, painter: QPainter) -> None:
        line = self._second_line()
        thick = self._unit() * 0.36
        width = line.width() - self._tags_width() - self._unit() * 0.5
        rect = QRectF(line.left(), line.center().y() - thick / 2, width, thick)
        fill = self.palette().color(QPalette.ColorRole.Highlight)
        if self._shown.means_nothing or not self.isEnabled():
            fill = faint(self.palette(), 0.3)
        track = faint(self.palette(), 0.1)
        paint_bar(painter, rect, self._shown.probability or 0.0, fill, track)

    def _paint_tags(self, painter: QPainter) -> None:
        line = self._second_line()
        painter.setFont(self.font())
        reader = QRectF(line)
        reader.setLeft(line.right() - self._tag(READER))
        if self._shown.reader:
            colour = reader_colour(is_dark(self.palette()))
            paint_tag(painter, reader, READER, colour, filled=True)
        if self._shown.program:
            program = QRectF(line)
            program.setLeft(line.right() - self._tags_width())
            program.setWidth(self._tag(PROGRAM))
            paint_tag(painter, program, PROGRAM, self._ink(), filled=False)
