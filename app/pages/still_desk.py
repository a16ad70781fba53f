"""One labelled still, large, and whether it is trained on."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.appearance.measures import em
from app.item_models.stills_model import ShownStill
from app.still_images.loaded_still import LoadedStill
from app.still_images.still_loader import StillLoader
from app.widgets.action_button import action_row
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from app.widgets.key_button import KeyButton
from app.widgets.still_view import NOTHING_CHOSEN, StillView
from core.images.settings import PreprocessingSettings

LEAVE_OUT: Final = "Leave out of training"
TAKE_BACK: Final = "Train on it again"
_CHANGED: Final = "The file has changed since the check. Check the folder again."
_NO_DIGEST: Final = "Only a still that could be read can be left out"
_NOT_SEEN: Final = "A still can be left out while it is seen"
_MEANING: Final = (
    "No file changes, and it can be taken back; copies with the same bytes go with it"
)


class StillDesk(Fitted):
    """Shows the still that is chosen in a sheet; says by signal what is decided."""

    left_out = Signal(str)
    """The digest of a still that is not to be trained on."""
    taken_back = Signal(str)

    def __init__(self, loader: StillLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._still: ShownStill | None = None
        self._is_left_out = False
        self._obstacle = ""
        self._token: int | None = None
        self.still_view = StillView(self)
        self.words = ClampedLabel(lines=5)
        self.button = KeyButton(LEAVE_OUT, "L")
        tools = action_row(self.still_view.actions(), "How the still is shown")
        self._column = QVBoxLayout(self)
        self._column.addWidget(tools)
        self._column.addWidget(self.still_view, 1)
        self._column.addWidget(self.words)
        self._column.addWidget(self.button)
        loader.loaded.connect(self._on_loaded)
        self.still_view.painted.connect(lambda _: self._follow_button())
        self.button.clicked.connect(lambda: self.decide())
        self.show_still(None, left_out=False)
        self._fit()

    @property
    def path(self) -> Path | None:
        """The file that is shown, or asked for."""
        return None if self._still is None else self._still.path

    def show_still(self, still: ShownStill | None, *, left_out: bool) -> None:
        """Show another still; the same one with a new decision stays painted."""
        same = still is not None and still.path == self.path
        self._still, self._is_left_out = still, left_out
        if not same:
            self._token, self._obstacle = None, ""
            self._load(still)
        self._follow()

    def decide(self) -> None:
        """Leave the still out, or take it back."""
        possible = self.button.isEnabled() and not self.button.isHidden()
        if self._still is None or not possible:
            return
        told = self.taken_back if self._is_left_out else self.left_out
        told.emit(self._still.digest)

    def _load(self, still: ShownStill | None) -> None:
        if still is None:
            self.still_view.show_message(NOTHING_CHOSEN)
            return
        self.still_view.show_loading()
        self._token = self._loader.load(still.path, PreprocessingSettings())

    def _on_loaded(self, loaded: LoadedStill) -> None:
        still = self._still
        if still is None or loaded.token != self._token:
            return
        changed = bool(still.digest and loaded.digest) and loaded.digest != still.digest
        self._obstacle = _CHANGED if changed else ""
        self.still_view.show_still(0, loaded)
        self._follow()

    def _follow(self) -> None:
        still = self._still
        if still is None:
            self.words.set_text("")
        else:
            told = still.words, still.aside, still.about, self._obstacle
            parts = [word.rstrip(".") + "." for word in told if word]
            self.words.set_text(" ".join(parts), lead=still.name)
        self._follow_button()

    def _follow_button(self) -> None:
        obstacle = self._why_not()
        self.button.set_words(TAKE_BACK if self._is_left_out else LEAVE_OUT)
        self.button.setEnabled(self._still is not None and not obstacle)
        self.button.setToolTip(obstacle or _MEANING)

    def _why_not(self) -> str:
        """Return what keeps the still from being decided on; empty if nothing does."""
        if self._still is None or not self._still.digest:
            return _NO_DIGEST
        if self._is_left_out:
            return ""
        seen = self.still_view.painted_row is not None
        return self._obstacle or ("" if seen else _NOT_SEEN)

    def _fit(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.4))
        self.still_view.setMinimumHeight(em(self, 7))
