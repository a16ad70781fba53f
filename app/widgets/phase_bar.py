"""The steps of a training beside each other: done, at work, still to come."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.appearance.measures import em, small_font, strong_font
from app.widgets.strokes import faint, paint_bar

_Role = QPalette.ColorRole


class PhaseBar(QWidget):
    """A bar for each step with its name beneath; says all of it to a screen reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[str, ...] = ()
        self._meanings: tuple[str, ...] = ()
        self._current = 0
        self._share: float | None = None
        self._left_out: frozenset[str] = frozenset()
        policy = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.setSizePolicy(*policy)
        self.setAccessibleName("Steps of the training")

    @property
    def words(self) -> str:
        """What it says."""
        return self.accessibleDescription()

    def show_steps(self, steps: Sequence[str], meanings: Sequence[str]) -> None:
        """Show these steps; each has a sentence for its tooltip."""
        self._steps, self._meanings = tuple(steps), tuple(meanings)
        self.show_place(0, None)
        self.updateGeometry()

    def show_place(
        self, current: int, share: float | None, *, left_out: Collection[str] = ()
    ) -> None:
        """Mark a step; ``share`` of it is done, if anybody knows.

        One beyond the last means that all are done, -1 that none has begun. What was
        ``left_out`` on the way there is not marked as done.
        """
        self._current, self._share = current, share
        self._left_out = frozenset(left_out)
        self.setAccessibleDescription(self._told())
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size in which all names can be read."""
        metrics = QFontMetricsF(small_font(strong_font(self.font())))
        wide = sum(metrics.horizontalAdvance(f"✓ {step}") for step in self._steps)
        return QSize(round(wide) + em(self, 1.2) * len(self._steps), self._height())

    def minimumSizeHint(self) -> QSize:
        """Return a size in which names are cut and still mean something."""
        return QSize(em(self, 3) * len(self._steps), self._height())

    def event(self, event: QEvent) -> bool:
        """Say what the step under the mouse is for."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = int(event.pos().x() / max(self._pitch(), 1))
            if 0 <= place < len(self._steps):
                tip = f"{self._steps[place]}: {self._meanings[place]}"
                QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bars and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, step in enumerate(self._steps):
            self._paint_step(painter, place, step)

    def _paint_step(self, painter: QPainter, place: int, step: str) -> None:
        gap, high = em(self, 0.3), em(self, 0.4)
        left = place * self._pitch()
        bar = QRectF(left + 1, em(self, 0.15), self._pitch() - gap - 1, high)
        accent = self.palette().color(_Role.Highlight)
        paint_bar(
            painter, bar, self._filled(place), accent, faint(self.palette(), 0.13)
        )
        if place == self._current:  # a frame: colour alone would say too little
            painter.setPen(QPen(accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(bar.adjusted(-1, -1, 1, 1), high / 2, high / 2)
        font = strong_font(self.font()) if place == self._current else self.font()
        painter.setFont(small_font(font))
        painter.setPen(self._ink(place))
        room = QRectF(left, bar.bottom() + em(self, 0.25), bar.width(), em(self, 1.2))
        self._write(painter, room, self._label(place, step))

    def _write(self, painter: QPainter, room: QRectF, words: str) -> None:
        right = Qt.TextElideMode.ElideRight
        text = painter.fontMetrics().elidedText(words, right, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft), text)

    def _label(self, place: int, step: str) -> str:
        return f"✓ {step}" if self._is_done(place) else step

    def _is_done(self, place: int) -> bool:
        return place < self._current and self._steps[place] not in self._left_out

    def _filled(self, place: int) -> float:
        if place < self._current:
            return float(self._is_done(place))
        return (self._share or 0.0) if place == self._current else 0.0

    def _ink(self, place: int) -> QColor:
        plain = place == self._current or self._is_done(place)
        role = _Role.WindowText if plain else _Role.PlaceholderText
        return self.palette().color(role)

    def _pitch(self) -> float:
        return self.width() / max(len(self._steps), 1)

    def _height(self) -> int:
        return em(self, 2.1)

    def _told(self) -> str:
        if not self._steps:
            return ""
        if self._current < 0:
            return "No step has begun"
        if self._current >= len(self._steps):
            return f"All {len(self._steps)} steps are done"
        step = self._steps[self._current]
        told = f"Step {self._current + 1} of {len(self._steps)}: {step}"
        never = ", ".join(one for one in self._steps if one in self._left_out)
        return f"{told}; left out: {never}" if never else told
