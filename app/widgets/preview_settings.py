"""What was found in the still that is shown, and the settings that decide it."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.appearance.icons import icon
from app.appearance.marks import Mark, decision_mark, is_dark
from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from app.widgets.mark_icon import mark_pixmap
from app.widgets.plain_scroll_area import PlainScrollArea
from app.widgets.scopeguide_sliders import ScopeGuideSliders

_RESULT_EM: Final = 8.0
"""A heading, and sentences of one, three and one lines with the gaps between them."""


class PreviewSettings(Fitted):
    """The result in sentences, the sliders, and what can be done with them."""

    reset = Signal()
    keep = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._leaves_green = False
        self._title = QLabel("This still")
        self._title.setFont(bold())
        self.panel, self.green, self.view = QLabel(), QLabel(), QLabel()
        self._mark = QLabel()
        self.sliders = ScopeGuideSliders()
        self.reset_button = QPushButton("&Reset")
        self.reset_button.setAccessibleName("Reset")
        self.keep_button = QPushButton("&Keep for a recipe of my own…")
        self.keep_button.setAccessibleName("Keep for a recipe of my own")
        self.keep_button.setToolTip(
            "Save these settings in a new recipe, by which a model can be trained"
        )
        self.kept = ClampedLabel(lines=3)
        self.reset_button.clicked.connect(self.reset)
        self.keep_button.clicked.connect(self.keep)
        self._lay_out()
        self.say("", "", "", leaves_green=False)
        self.kept.hide()
        self._fit()

    def say(self, panel: str, green: str, view: str, *, leaves_green: bool) -> None:
        """Say what was found in the still that is shown."""
        self._leaves_green = leaves_green
        for label, text in (self.panel, panel), (self.green, green), (self.view, view):
            label.setText(text)
            label.setVisible(bool(text))
        self._title.setVisible(bool(panel))
        self._mark.setVisible(leaves_green)

    def set_owner(self, title: str, *, changed: bool, usable: bool) -> None:
        """Name whose settings *Reset* brings back, and say what can be done."""
        self.sliders.set_usable(usable)
        self.reset_button.setEnabled(changed)
        back = f"Go back to the settings of “{title}”"
        nothing = f"These are the settings of “{title}”"
        self.reset_button.setToolTip(back if changed else nothing)
        self.keep_button.setEnabled(bool(title))

    def show_kept(self, name: str, path: Path) -> None:
        """Say where a recipe was saved."""
        self.kept.set_text(f"Kept as “{name}” in {path}", hint=str(path))
        self.kept.show()

    def forget_kept(self) -> None:
        """Say no longer where a recipe was saved: the settings have changed."""
        self.kept.hide()

    def _lay_out(self) -> None:
        for label in self.panel, self.green, self.view:
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.view.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._green_row = QHBoxLayout()
        self._green_row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._green_row.addWidget(self.green, 1)
        self._result = QWidget()
        result = QVBoxLayout(self._result)
        result.setContentsMargins(0, 0, 0, 0)
        for label in self._title, self.panel:
            result.addWidget(label)
        result.addLayout(self._green_row)
        result.addWidget(self.view)
        result.addStretch(1)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.addWidget(self.sliders)
        self._column.addStretch(1)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.reset_button)
        self._buttons.addWidget(self.keep_button, 1)
        layout = QVBoxLayout(self)
        # first, and the words below in a place that does not change its size, so that
        # no slider moves under the hand
        layout.addWidget(PlainScrollArea(inside, "Settings of the preview"), 1)
        layout.addWidget(self._result)
        layout.addWidget(self.kept)
        layout.addLayout(self._buttons)

    def _fit(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.3))
        self._result.setMinimumHeight(em(self, _RESULT_EM))
        within = self._result.layout()
        assert within is not None
        within.setSpacing(em(self, 0.3))
        self._column.setContentsMargins(0, 0, em(self, 0.4), 0)
        self._buttons.setContentsMargins(0, em(self, 0.4), 0, 0)
        self._green_row.setSpacing(em(self, 0.4))
        self._buttons.setSpacing(em(self, 0.5))
        self.reset_button.setIcon(icon("undo", self.palette()))
        ratio = self.devicePixelRatioF()
        self._mark.setPixmap(
            mark_pixmap(self._review_mark(), self.palette(), em(self), ratio)
        )

    def _review_mark(self) -> Mark:
        return decision_mark("review", is_dark(self.palette()))
