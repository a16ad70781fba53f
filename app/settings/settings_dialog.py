"""The dialog in which everything is set that can be; what is set applies at once."""

import os
from collections.abc import Callable, Collection, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em
from app.settings.data_folder_box import DataFolderBox
from app.settings.kept_settings import Settings, Theme, login_name
from app.settings.settings_form import add_heading, add_row, choice, explain, per_cent
from core.paths import UserFolders

if TYPE_CHECKING:
    from app.settings.privacy_page import PrivacyPage

_THEMES: Final = {
    Theme.SYSTEM: "Same as the system",
    Theme.LIGHT: "Light",
    Theme.DARK: "Dark",
}
_DEVICES: Final = {
    "auto": "Automatic: the GPU, where there is one",
    "cpu": "CPU",
    "gpu": "GPU",
}
_GENERAL, _PRIVACY = range(2)
_FROM_THE_MODEL, _FROM_HERE = range(2)
_FIRST_REVIEW: Final = 90
"""Per cent offered at first; the models shipped ask for 95."""
_LEAST_SCALE, _MODELS_OWN, _MOST_SCALE, _SCALE_STEP = 50, 100, 150, 5
_LONGEST_NAME: Final = 200


class SettingsDialog(QDialog):
    """Shows settings and says each change; whoever listens applies and saves it.

    Show it by ``open()``.

    Parameters
    ----------
    settings
        As they are.
    home
        The data folder in use.
    parent
        The window.
    environment
        Where ``LUMENARY_HOME`` may name the data folder.
    in_use
        Returns the run folders that the window shows or that waiting jobs need, which
        are not deleted.
    """

    changed = Signal(object)
    """A :class:`Settings` that differs from the one before."""
    deleted = Signal(str)
    """The :class:`~core.keeping.places.PlaceKey` of something kept that is gone."""

    def __init__(
        self,
        settings: Settings,
        home: Path,
        parent: QWidget | None = None,
        *,
        environment: Mapping[str, str] = os.environ,
        in_use: Callable[[], Collection[Path]] = tuple,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Settings")
        self._settings = settings
        self._folders, self._in_use = UserFolders(home), in_use
        self.privacy: PrivacyPage | None = None
        self._place_of_privacy = QWidget()
        self._build_controls()
        self.data_folder = DataFolderBox(home, environment, self)
        self._lay_out()
        self._show(settings)
        self._connect()

    def done(self, result: int) -> None:
        """Take the name along that is still being written."""
        self._name_written()
        if self.privacy is not None:
            self.privacy.stop()
        super().done(result)

    def _build_controls(self) -> None:
        self.theme = choice("Theme", list(_THEMES.values()))
        self.reader = QLineEdit()
        self.reader.setAccessibleName("Reader's name")
        self.reader.setMaxLength(_LONGEST_NAME)
        self.reader.setPlaceholderText(login_name())
        self.review = choice(
            "Send to review",
            ["Below the model's own confidence", "Below this confidence"],
        )
        self.review_below = per_cent("Confidence for review", 0, 100, 1)
        self.refusal = per_cent(
            "Limit for refusal", _LEAST_SCALE, _MOST_SCALE, _SCALE_STEP
        )
        self.refusal_meaning = QLabel()
        self.device = choice("Train on", list(_DEVICES.values()))
        button = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(button.RestoreDefaults | button.Close)
        self.defaults = self.buttons.button(button.RestoreDefaults)
        self.defaults.setText("Reset to &defaults")
        self.defaults.setToolTip("Everything but the data folder")
        self.defaults.setAutoDefault(False)
        self.defaults.setAccessibleName("Reset to defaults")
        self.close_button = self.buttons.button(button.Close)
        self.close_button.setAccessibleName("Close")

    def _connect(self) -> None:
        themes, devices = list(_THEMES), list(_DEVICES)
        self.theme.currentIndexChanged.connect(lambda i: self._set(theme=themes[i]))
        self.device.currentIndexChanged.connect(lambda i: self._set(device=devices[i]))
        self.reader.editingFinished.connect(self._name_written)
        self.review.currentIndexChanged.connect(self._review_changed)
        self.review_below.valueChanged.connect(self._review_changed)
        self.refusal.valueChanged.connect(
            lambda value: self._set(refusal_scale=value / 100)
        )
        self.defaults.clicked.connect(self._reset)
        self.buttons.rejected.connect(self.reject)

    def _show(self, settings: Settings) -> None:
        own = settings.review_below is None
        share = _FIRST_REVIEW / 100 if own else settings.review_below
        self.theme.setCurrentIndex(list(_THEMES).index(settings.theme))
        self.device.setCurrentIndex(list(_DEVICES).index(settings.device))
        self.reader.setText(settings.reader)
        self.review.setCurrentIndex(_FROM_THE_MODEL if own else _FROM_HERE)
        self.review_below.setValue(round(100 * (share or 0)))
        self.refusal.setValue(round(100 * settings.refusal_scale))
        self._show_meanings()

    def _show_meanings(self) -> None:
        here = self.review.currentIndex() == _FROM_HERE
        self.review_below.setEnabled(here)
        self.refusal_meaning.setText(_in_words(self.refusal.value()))

    def _set(self, **changes: Any) -> None:
        self._show_meanings()
        changed = Settings.model_validate(self._settings.model_dump() | changes)
        if changed != self._settings:
            self._settings = changed
            self.changed.emit(changed)

    def _review_changed(self) -> None:
        here = self.review.currentIndex() == _FROM_HERE
        self._set(review_below=self.review_below.value() / 100 if here else None)

    def _name_written(self) -> None:
        self._set(reader=self.reader.text().strip() or login_name())

    def _reset(self) -> None:
        first = self._settings.as_at_first()
        controls = (self.theme, self.device, self.review, self.review_below)
        blockers = [QSignalBlocker(one) for one in (*controls, self.refusal)]
        self._show(first)
        for blocker in blockers:
            blocker.unblock()
        self._set(**first.model_dump())

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(em(self, 1.0))
        form.setVerticalSpacing(em(self, 0.5))
        form.setColumnStretch(1, 1)
        self._add_window(form)
        self._add_classifying(form)
        self._add_training(form)
        self._add_data_folder(form)
        page = QWidget()
        upright = QVBoxLayout(page)
        upright.setContentsMargins(*[em(self, 1.4)] * 4)
        upright.addLayout(form)
        upright.addStretch()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName("Pages of the settings")
        self.tabs.addTab(_scrolling(page), "&General")
        self.tabs.addTab(self._place_of_privacy, "&Privacy")
        self.tabs.currentChanged.connect(self._turn_page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, em(self, 0.3), 0, em(self, 0.8))
        layout.addWidget(self.tabs, 1)
        row = QHBoxLayout()
        row.setContentsMargins(em(self, 1.4), 0, em(self, 1.4), 0)
        row.addWidget(self.buttons)
        layout.addLayout(row)
        self._take_size(page.sizeHint().width(), upright)
        self._order()

    def _turn_page(self, page: int) -> None:
        """Build the page on privacy when it is first seen: it looks at every file."""
        self.defaults.setVisible(page == _GENERAL)
        if page == _PRIVACY and self.privacy is None:
            from app.settings.privacy_page import PrivacyPage

            self.privacy = PrivacyPage(self._folders, self._in_use)
            self.privacy.deleted.connect(self.deleted)
            inside = QVBoxLayout(self._place_of_privacy)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(self.privacy)

    def _order(self) -> None:
        """Let Tab go from top to bottom, as the eye does."""
        folder = self.data_folder
        order = [self.theme, self.reader, self.review, self.review_below, self.refusal]
        order += [self.device, folder.path, folder.change, folder.default]
        order += [self.defaults, self.close_button]
        for one, following in pairwise(order):
            QWidget.setTabOrder(one, following)

    def _add_window(self, form: QGridLayout) -> None:
        add_heading(form, "Window and reader")
        add_row(form, "&Theme", self.theme)
        add_row(form, "&Reader's name", self.reader)
        explain(form, "Stands beside each review that you make.", self.reader)

    def _add_classifying(self, form: QGridLayout) -> None:
        add_heading(form, "Classifying")
        add_row(form, "&Send to review", self.review, self.review_below)
        add_row(form, "Limit for re&fusal", self.refusal, self.refusal_meaning)
        explain(
            form,
            "A still is refused when it is further from the stills that the model "
            "learnt from than this share of the model's own limit. Both count from the "
            "next classification on.",
            self.refusal,
        )

    def _add_training(self, form: QGridLayout) -> None:
        add_heading(form, "Training")
        add_row(form, "Train &on", self.device)
        explain(
            form,
            "Applies to training only; stills are always classified on the CPU.",
            self.device,
        )

    def _add_data_folder(self, form: QGridLayout) -> None:
        add_heading(form, "Data folder")
        form.addWidget(self.data_folder, form.rowCount(), 0, 1, 2)

    def _take_size(self, least: int, page: QLayout) -> None:
        """As high as the page asks for, and never higher than the screen."""
        margin = em(self, 4.3) + self.tabs.tabBar().sizeHint().height()  # and buttons
        available = self.screen().availableGeometry().size()
        width = max(em(self, 38), least)
        height = page.totalHeightForWidth(width) + margin
        self.setMinimumWidth(min(width, available.width()))
        self.resize(width, min(height, round(0.9 * available.height())))


def _in_words(scale: int) -> str:
    if scale == _MODELS_OWN:
        return "of the model's own limit"
    more = "more" if scale < _MODELS_OWN else "fewer"
    return f"of the model's own limit: refuses {more} stills"


def _scrolling(page: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the control in focus
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(page)
    return scroll
