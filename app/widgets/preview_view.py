"""One still before and after, side by side or as a wipe, with what was found in it."""

from typing import Final

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.appearance.icons import icon
from app.appearance.measures import em
from app.still_images.preview_picture import PreviewPicture
from app.widgets.before_after_view import BeforeAfterView
from app.widgets.kept_canvas import KeptCanvas
from app.widgets.preview_legend import (
    kept_part,
    legend,
    outlines_after,
    outlines_before,
)
from app.widgets.still_canvas import ZOOM_STEP, Picture
from app.widgets.still_caption import Entry, StillCaption
from app.widgets.still_view import LOADING_AFTER_MS
from app.widgets.wipe_view import WipeView

NOTHING_CHOSEN: Final = "Choose a still to see what is removed from it"
_ACTIONS: Final = (
    ("side", "side", "Side by side", "Before and after side by side", "Ctrl+4"),
    ("wipe", "wipe", "Wipe", "Before and after in one place, with a line", "Ctrl+5"),
    ("fit", "zoom-fit", "Fit", "Show the whole still", "Ctrl+0"),
    ("one", "zoom-one", "1:1", "Show each pixel as one of the screen", "Ctrl+1"),
    ("in", "zoom-in", "Zoom in", "Zoom in (also with the wheel)", "Ctrl++"),
    ("out", "zoom-out", "Zoom out", "Zoom out (also with the wheel)", "Ctrl+-"),
    (
        "network",
        "network",
        "As the network sees it",
        "Show the very square that the network sees, beside the still",
        "Ctrl+2",
    ),
    (
        "outlines",
        "outline",
        "Outlines",
        "Outline the field of view, the panel and what was removed",
        "Ctrl+3",
    ),
)
"""Key, icon, name, tooltip and shortcut of each button."""


class PreviewView(QWidget):
    """Shows a :class:`PreviewPicture`; a page puts the actions into its tool bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: PreviewPicture | None = None
        self.side, self.wipe = BeforeAfterView(self), WipeView(self)
        self._caption = StillCaption(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.side)
        self._stack.addWidget(self.wipe)
        self._loading = QTimer(self, singleShot=True, interval=LOADING_AFTER_MS)
        self._loading.timeout.connect(lambda: self._say("Loading the still…"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.2))
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._caption)
        self.action = {key: self._made(*rest) for key, *rest in _ACTIONS}
        """The buttons by key: side, wipe, fit, one, in, out, network, outlines."""
        self._wire()
        self.show_message(NOTHING_CHOSEN)

    @property
    def shown(self) -> PreviewPicture | None:
        """What is to be seen; ``None`` while there is only a sentence."""
        return self._shown

    @property
    def caption(self) -> str:
        """What stands below the pictures."""
        return self._caption.text

    def show_loading(self) -> None:
        """Say so, if the next still takes long to come."""
        self._loading.start()

    def show_picture(self, shown: PreviewPicture) -> None:
        """Show a still, or why it cannot be shown; the zoom stays as it is."""
        self._loading.stop()
        if shown.error:
            self._say("This still cannot be shown", shown.error)
            return
        self._shown = shown
        self._show_pictures()

    def show_message(self, text: str) -> None:
        """Show a sentence in place of a still."""
        self._loading.stop()
        self._say(text)

    def take_keyboard(self) -> None:
        """Let the arrows come here."""
        (self.wipe if self._is_wipe else self.side).setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icons anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint_icons()

    # how it is put together

    def _made(self, icon_name: str, text: str, tip: str, key: str) -> QAction:
        action = QAction(text, self)
        action.setObjectName(icon_name)
        keys = [QKeySequence(key)]
        if key == "Ctrl++":
            keys.append(QKeySequence("Ctrl+="))  # without Shift on most keyboards
        action.setShortcuts(keys)
        shown = keys[0].toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({shown})")
        self.addAction(action)
        return action

    def _wire(self) -> None:
        group = QActionGroup(self)
        for key in "side", "wipe":
            group.addAction(self.action[key])
        for key in "side", "wipe", "fit", "one", "network", "outlines":
            self.action[key].setCheckable(True)
        self.action["side"].setChecked(True)
        self.action["outlines"].setChecked(True)
        self._tint_icons()
        self.action["side"].toggled.connect(self._change_mode)
        self.action["network"].toggled.connect(self._show_pictures)
        self.action["outlines"].toggled.connect(self._show_findings)
        self.action["fit"].triggered.connect(lambda: self._canvas.fit())
        self.action["one"].triggered.connect(lambda: self._canvas.set_scale(1.0))
        self.action["in"].triggered.connect(lambda: self._zoom_by(ZOOM_STEP))
        self.action["out"].triggered.connect(lambda: self._zoom_by(1 / ZOOM_STEP))
        for canvas in self._canvases:
            canvas.zoomed.connect(self._show_zoom)

    @property
    def _canvases(self) -> tuple[KeptCanvas, ...]:
        return self.side.before, self.side.after, self.wipe.canvas

    @property
    def _is_wipe(self) -> bool:
        return self.action["wipe"].isChecked()

    @property
    def _sees_network(self) -> bool:
        return self.action["network"].isChecked() and not self._is_wipe

    @property
    def _canvas(self) -> KeptCanvas:
        """The canvas whose scale is told."""
        return self.wipe.canvas if self._is_wipe else self.side.before

    def _tint_icons(self) -> None:
        for action in self.actions():
            action.setIcon(icon(action.objectName(), self.palette()))

    def _zoom_by(self, factor: float) -> None:
        self._canvas.set_scale(self._canvas.zoom.scale * factor)

    # what is shown

    def _change_mode(self) -> None:
        kept_zoom = self.side.before if self._is_wipe else self.wipe.canvas
        self._stack.setCurrentWidget(self.wipe if self._is_wipe else self.side)
        self.action["network"].setEnabled(not self._is_wipe)
        self._canvas.follow(kept_zoom)
        self._show_pictures()

    def _say(self, message: str, detail: str = "") -> None:
        self._shown = None
        said = " ".join([message, detail]).strip()
        for canvas in self._canvases:
            canvas.show_message(message, detail)
            canvas.setAccessibleDescription(said)
        self.side.after.show_message("")
        self._show_findings()

    def _show_pictures(self) -> None:
        shown = self._shown
        if shown is None:
            return
        before, after = Picture(shown.before), Picture(shown.after)
        self.side.linked = not self._sees_network
        self.side.before.show_picture(0, before, refit=False)
        if self._sees_network:
            square = Picture((shown.network,), always_crisp=True)
            self.side.after.show_picture(0, square, refit=True)
        else:
            self.side.after.show_picture(0, after, refit=False)
            self.side.after.follow(self.side.before)
        self.wipe.canvas.show_pair(before, after)
        self._show_findings()

    def _show_findings(self) -> None:
        """Show outlines, and say what is to be seen."""
        shown, network = self._shown, self._sees_network
        outlined = shown is not None and self.action["outlines"].isChecked()
        before = outlines_before(shown) if shown and outlined else ()
        after = outlines_after(shown) if shown and outlined else ()
        kept = kept_part(shown) if shown else None
        self.side.before.set_outlines(before)
        self.side.after.set_outlines(() if network else after)
        self.side.after.set_kept(None if network else kept)
        self.wipe.canvas.set_pair_outlines(before, after)
        self.wipe.canvas.set_kept(kept)
        self.side.set_after_title(self._after_title())
        self._describe()
        self._show_zoom()

    def _after_title(self) -> str:
        if not self._sees_network or self._shown is None:
            return "After"
        side = self._shown.network.width()
        return f"After, as the network sees it: {side} x {side} pixels"

    def _describe(self) -> None:
        shown = self._shown
        if shown is None:
            self._caption.show_entries(())
            return
        notes = [Entry(shown.note)] if shown.note else []
        self._caption.show_entries([*notes, *legend(shown)])
        words = f"{shown.path.name}. {self._caption.text}"
        for canvas in self._canvases:
            canvas.setAccessibleDescription(words)

    def _show_zoom(self) -> None:
        shown, canvas = self._shown, self._canvas
        scale, fits = canvas.zoom.scale, canvas.fits
        there = shown is not None
        self.action["fit"].setChecked(there and fits)
        self.action["one"].setChecked(there and not fits and scale == 1.0)
        for key in "fit", "one", "in", "out":
            self.action[key].setEnabled(there)
        fitted = "fitted, " if fits else ""
        self._caption.show_scale(
            f"{shown.width:,} x {shown.height:,} pixels, {fitted}{100 * scale:.0f} %"
            if shown is not None
            else ""
        )
