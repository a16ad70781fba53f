"""The body of the Preview page: the still, its settings, and the strips below."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.still_images.thumbnails import Thumbnails
from app.widgets.action_button import ActionButton
from app.widgets.flow_rows import FlowRows
from app.widgets.found_strips import FoundStrips
from app.widgets.grip_splitter import GripSplitter
from app.widgets.preview_settings import PreviewSettings
from app.widgets.preview_view import PreviewView
from app.widgets.stepper import Stepper

_SETTINGS_EM: Final = (17.0, 22.0)
_SETTINGS_SHARE: Final = 0.26
"""Narrowest and widest that the settings are made; in between, a share of the width."""
_STRIPS_EM: Final = (9.5, 14.0)
_STRIPS_SHARE: Final = 0.24


_GROUPS: Final = {
    "How before and after are shown": ("side", "wipe"),
    "What is shown of the still": ("network", "outlines"),
    "Zoom": ("fit", "one", "in", "out"),
}
"""Buttons above the still, by the keys of the view's actions."""


class PreviewDesk(GripSplitter):
    """Still and settings beside each other, strips of thumbnails beneath."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, self._heights, parent)
        self.stepper = Stepper()
        self.view = PreviewView()
        self.settings = PreviewSettings()
        self.strips = FoundStrips(thumbnails)
        self.columns = GripSplitter(Qt.Orientation.Horizontal, self._widths)
        """Still and settings."""
        self.columns.addWidget(self._left())
        self.columns.addWidget(self.settings)
        self.columns.setCollapsible(0, False)
        self.addWidget(self.columns)
        self.addWidget(self.strips)
        self.setCollapsible(0, False)
        self._fit()

    def begin(self) -> None:
        """Forget the stills of before: others are being looked for."""
        self.strips.show()
        self.show_no_still("Looking for stills…")

    def show_no_still(self, why: str) -> None:
        """Say why there is none."""
        self.stepper.show_none()
        self.view.show_message(why)
        self.settings.say("", "", "", leaves_green=False)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.count():
            self._fit()

    def _left(self) -> QWidget:
        action = self.view.action
        tools = QWidget()
        self._tools = FlowRows(tools)
        self._tools.addWidget(self.stepper)
        for name, keys in _GROUPS.items():
            self._tools.addWidget(_group(name, [action[key] for key in keys]))
        left = QWidget()
        self._left_column = QVBoxLayout(left)
        self._left_column.addWidget(tools)
        self._left_column.addWidget(self.view, 1)
        return left

    def _fit(self) -> None:
        self._tools.setContentsMargins(0, 0, 0, 0)
        self._tools.set_gaps(em(self, 0.9), em(self, 0.3))
        self._left_column.setContentsMargins(0, 0, 0, 0)
        self._left_column.setSpacing(em(self, 0.4))

    def _widths(self, width: int) -> tuple[int, int]:
        settings = _within(self, _SETTINGS_SHARE * width, _SETTINGS_EM)
        return max(width - settings - self.columns.handleWidth(), 1), settings

    def _heights(self, height: int) -> tuple[int, int]:
        strips = _within(self, _STRIPS_SHARE * height, _STRIPS_EM)
        return max(height - strips - self.handleWidth(), 1), strips


def _group(name: str, actions: Sequence[QAction]) -> QWidget:
    """Return buttons that stay together in a row."""
    group = QWidget()
    group.setAccessibleName(name)
    group.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(em(group, 0.25))
    for action in actions:
        row.addWidget(ActionButton(action))
    return group


def _within(widget: QWidget, wanted: float, limits_em: tuple[float, float]) -> int:
    least, most = (em(widget, limit) for limit in limits_em)
    return round(min(max(wanted, least), most))
