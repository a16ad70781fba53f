"""What a look through the stills found: two strips, and what could not be read."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em
from app.item_models.strip_model import StripModel
from app.still_images.thumbnails import Thumbnails
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from app.widgets.still_strip import StillStrip
from app.widgets.unreadable_list import UnreadableList

_PANEL: Final = "Panel found"
_GREEN: Final = "Green seen and left"
_UNREADABLE: Final = "Could not be read"
_PANEL_ABOUT: Final = "Stills in which a ScopeGuide panel was found and painted over"
_GREEN_ABOUT: Final = (
    "Stills with a panel's colour where panels lie, which was left as it is:\n"
    "dye, bile, an instrument, or a panel that was missed"
)
_SHARES: Final = (4, 4, 3)


class FoundStrips(Fitted):
    """Shows what was found in words and pictures; a click leads to the still."""

    chosen = Signal(object)
    """The ``Path`` of a still."""
    look_clicked = Signal()
    """The stills are to be looked through with the settings that are set now."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._models = StripModel(), StripModel(), StripModel()
        self.with_panel = StillStrip(_PANEL_ABOUT, self._models[0], thumbnails)
        self.green_left = StillStrip(_GREEN_ABOUT, self._models[1], thumbnails)
        self.unreadable = UnreadableList("Stills that could not be read")
        self.unreadable.setModel(self._models[2])
        self.summary = ClampedLabel(lines=2)
        self.look = QPushButton("&Look again with these settings")
        self.look.setAccessibleName("Look again with these settings")
        self.look.clicked.connect(self.look_clicked)
        self._titles = ClampedLabel(), ClampedLabel(), ClampedLabel()
        for title, about in zip(self._titles, self._abouts(), strict=True):
            title.setFont(bold())
            title.setToolTip(about)
        self._views = self.with_panel, self.green_left, self.unreadable
        for view in self._views:
            view.chosen.connect(self.chosen)
        for strip in self.with_panel, self.green_left:
            strip.settled.connect(self._keep_requests)
        self._lay_out()
        self.clear()
        self._fit()

    def clear(self) -> None:
        """Hold nothing: another look begins."""
        for model in self._models:
            model.clear()
        self._count()

    def set_messages(self, panel: str, green: str) -> None:
        """Say these in the strips as long as they are empty."""
        self.with_panel.set_message(panel)
        self.green_left.set_message(green)

    def add(
        self,
        with_panel: Iterable[tuple[Path, str]],
        green_left: Iterable[tuple[Path, str]],
        unreadable: Iterable[tuple[Path, str]],
    ) -> None:
        """Add stills, each with what is to be said of it."""
        added = with_panel, green_left, unreadable
        for model, stills in zip(self._models, added, strict=True):
            model.append(stills)
        self._count()

    def select(self, path: Path) -> None:
        """Show which still is looked at."""
        for view in self._views:
            view.select(path)

    def set_look(self, text: str, why_not: str) -> None:
        """Name the button, and say why it cannot be pressed; empty if it can."""
        self.look.setText(text)
        self.look.setAccessibleName(text.replace("&", ""))
        self.look.setEnabled(not why_not)
        self.look.setToolTip(why_not or "Fill the strips with these settings (F5)")

    def _count(self) -> None:
        words = _PANEL, _GREEN, _UNREADABLE
        for title, word, about, model in zip(
            self._titles, words, self._abouts(), self._models, strict=True
        ):
            title.set_text(f"{word}: {model.rowCount():,}", hint=about)
        self._columns[2].setVisible(self._models[2].rowCount() > 0)

    def _abouts(self) -> tuple[str, str, str]:
        return _PANEL_ABOUT, _GREEN_ABOUT, "Stills that could not be read, and why"

    def _lay_out(self) -> None:
        self._columns = [
            _column(title, view)
            for title, view in zip(self._titles, self._views, strict=True)
        ]
        self._top, self._row = QHBoxLayout(), QHBoxLayout()
        self._top.addWidget(self.summary, 1)
        self._top.addWidget(self.look, 0, Qt.AlignmentFlag.AlignVCenter)
        for column, share in zip(self._columns, _SHARES, strict=True):
            self._row.addWidget(column, share)
        layout = QVBoxLayout(self)
        layout.addLayout(self._top)
        layout.addLayout(self._row, 1)

    def _fit(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.4))
        self._top.setSpacing(em(self, 0.8))
        self._row.setSpacing(em(self, 0.8))
        for column in self._columns:
            inside = column.layout()
            assert inside is not None
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(em(self, 0.2))

    def _keep_requests(self) -> None:
        """Wait no longer for thumbnails that are seen in neither strip."""
        seen = (*self.with_panel.paths_in_sight, *self.green_left.paths_in_sight)
        self._thumbnails.keep_requests(seen)


def _column(title: QWidget, view: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.addWidget(title)
    layout.addWidget(view, 1)
    return column
