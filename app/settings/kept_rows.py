"""What is kept, place by place: what it holds, how much it is, and *Delete…*."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from app.appearance.measures import em, strong_font
from app.byte_sizes import in_words
from app.kept_wording import how_much
from app.settings.settings_form import explanation
from core.keeping.places import KeptPlace, PlaceKey

_TITLE, _COUNT, _SIZE, _BUTTON = range(4)
_Flag = Qt.AlignmentFlag


class KeptRow:
    """The widgets of one place, in two lines of a grid."""

    def __init__(self, grid: QGridLayout, place: KeptPlace) -> None:
        self.title = QLabel(place.title)
        self.title.setFont(strong_font(self.title.font()))
        self.count, self.size = QLabel(), QLabel()
        self.meaning = explanation("")
        self.delete = QPushButton("Delete…")
        self.delete.setAutoDefault(False)
        self.delete.setAccessibleName(f"Delete {place.title.lower()}")
        line = grid.rowCount()
        right = _Flag.AlignRight | _Flag.AlignVCenter
        grid.addWidget(self.title, line, _TITLE)
        grid.addWidget(self.count, line, _COUNT, right)
        grid.addWidget(self.size, line, _SIZE, right)
        grid.addWidget(self.delete, line, _BUTTON)
        self.delete.setVisible(place.deletable)
        grid.addWidget(self.meaning, line + 1, _TITLE, 1, _BUTTON + 1)
        self.show(place)

    def show(self, place: KeptPlace) -> None:
        """Show what is there now."""
        size = in_words(place.bytes)
        self.count.setText(how_much(place))
        self.size.setText(size if place.bytes else "")
        sentences = [place.holds, place.problem, place.why_not]
        self.meaning.setText(" ".join(filter(None, sentences)))
        role = QPalette.ColorRole
        some = role.WindowText if place.count else role.PlaceholderText
        for label in self.count, self.size:
            label.setForegroundRole(some)
        self.delete.setEnabled(_has_something(place))
        self.delete.setAccessibleDescription(
            f"{self.count.text()}, {size}. {self.meaning.text()}"
        )


class KeptRows(QWidget):
    """A row for each place, in the order of their keys, as they become known."""

    delete_wanted = Signal(object)
    """The :class:`~core.keeping.places.KeptPlace` as it was measured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[PlaceKey, KeptRow] = {}
        self._places: dict[PlaceKey, KeptPlace] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(em(self, 1.0))
        self._grid.setVerticalSpacing(em(self, 0.25))
        self._grid.setColumnStretch(_TITLE, 1)

    @property
    def places(self) -> tuple[KeptPlace, ...]:
        """What is shown."""
        return tuple(self._places.values())

    def row(self, key: PlaceKey) -> KeptRow:
        """Return the widgets of a place that is known."""
        return self._rows[key]

    def show_place(self, place: KeptPlace) -> None:
        """Show a place, beneath those that came before it."""
        self._places[place.key] = place
        if row := self._rows.get(place.key):
            row.show(place)
            return
        if self._rows:
            self._grid.setRowMinimumHeight(self._grid.rowCount(), em(self, 0.5))
        row = self._rows[place.key] = KeptRow(self._grid, place)
        row.delete.clicked.connect(
            lambda: self.delete_wanted.emit(self._places[place.key])
        )

    def set_busy(self, busy: bool) -> None:
        """Offer nothing while something is being deleted."""
        for key, row in self._rows.items():
            row.delete.setEnabled(not busy and _has_something(self._places[key]))


def total_bytes(places: Iterable[KeptPlace]) -> int:
    """Return how much several places take together."""
    return sum(place.bytes for place in places)


def _has_something(place: KeptPlace) -> bool:
    """Return whether a deletion could change anything; an empty log is no more so."""
    set_aside = place.key is PlaceKey.REVIEWS and len(place.paths) > 1
    return bool(place.count or place.problem) or set_aside
