"""Where a model comes from: a small chain from the first weights to the model."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.appearance.measures import em, small_font, strong_font
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows
from app.widgets.quiet_ground import QuietGround

_WIDEST_EM = 17


@dataclass(frozen=True, slots=True)
class Link:
    """One station: weights, or a model with what it was trained on."""

    name: str
    about: str
    is_the_model: bool = False


class LineageChain(Fitted):
    """Stations from left to right, further rows where it is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._links: tuple[Link, ...] = ()
        self._stations: list[QWidget] = []
        self._row = FlowRows(self)
        self.setAccessibleName("Where the model comes from")
        self._fit()

    @property
    def links(self) -> tuple[Link, ...]:
        """What is shown."""
        return self._links

    def show_links(self, links: Sequence[Link]) -> None:
        """Show these, the oldest first."""
        if tuple(links) == self._links:
            return
        for station in self._stations:
            self._row.removeWidget(station)
            station.hide()
            station.deleteLater()
        self._links = tuple(links)
        self._stations = [
            _Station(link, begins=number == 0) for number, link in enumerate(links)
        ]
        for station in self._stations:
            self._row.addWidget(station)
        told = ", then ".join(f"{link.name}: {link.about}" for link in links)
        self.setAccessibleDescription(told)

    def _fit(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.set_gaps(em(self, 0.3), em(self, 0.3))


class _Station(QWidget):
    """An arrow, unless it is the first, and a frame with two lines."""

    def __init__(self, link: Link, *, begins: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.3))
        if not begins:
            arrow = QLabel("\N{RIGHTWARDS ARROW}")
            arrow.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            row.addWidget(arrow)
        frame = QuietGround()
        column = QVBoxLayout(frame)
        column.setContentsMargins(*(em(self, each) for each in (0.6, 0.35, 0.6, 0.35)))
        column.setSpacing(0)
        for text, font, role in (
            (
                link.name,
                strong_font(self.font()) if link.is_the_model else self.font(),
                QPalette.ColorRole.WindowText,
            ),
            (link.about, small_font(self.font()), QPalette.ColorRole.PlaceholderText),
        ):
            label = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
            label.setFont(font)
            label.setForegroundRole(role)
            label.set_text(text)
            wide = label.sizeHint().width() + 2
            label.setFixedWidth(min(wide, em(self, _WIDEST_EM)))
            column.addWidget(label)
        row.addWidget(frame)
