"""The chosen still, large: as it is, or as the network sees it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.appearance.icons import icon
from app.widgets.still_canvas import ZOOM_STEP, Picture, StillCanvas
from app.widgets.still_caption import Entry, StillCaption
from app.widgets.still_legend import legend, network_note, outlines_of

if TYPE_CHECKING:
    from app.still_images.loaded_still import LoadedStill

NOTHING_CHOSEN: Final = "Choose a still to see it here"
LOADING_AFTER_MS: Final = 150
"""A still that takes longer than this to load is said to be loading: before, the last
one stays, lest each step through the stills flickers."""


class StillView(QWidget):
    """A still to look at closely, what was found in it outlined on request.

    A page puts the actions into its tool bar; their shortcuts work without it.

    Signals
    -------
    painted
        The row of a still, once its pixels were painted: from now on, and until another
        is asked for, ``painted_row`` is that row.
    """

    painted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._still: LoadedStill | None = None
        self._canvas = StillCanvas(self)
        self._canvas.setAccessibleName("The chosen still")
        self._caption = StillCaption(self)
        self._make_actions()
        self._loading = QTimer(self, singleShot=True, interval=LOADING_AFTER_MS)
        self._loading.timeout.connect(lambda: self._say("Loading the still…"))
        self._canvas.painted.connect(self.painted)
        self._canvas.zoomed.connect(self._show_zoom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._canvas, 1)
        layout.addWidget(self._caption)
        self.setFocusProxy(self._canvas)
        self.show_message(NOTHING_CHOSEN)

    @property
    def painted_row(self) -> int | None:
        """The row of the still that is to be seen; ``None`` until it is."""
        return self._canvas.painted_number

    def show_loading(self) -> None:
        """Count what is painted no longer: another still was asked for."""
        self._canvas.expect_another()
        self._loading.start()

    def show_still(self, row: int, still: "LoadedStill") -> None:
        """Show a still, or why it cannot be shown; the zoom stays as it is."""
        self._loading.stop()
        if still.error:
            self._say("This still cannot be shown", still.error)
            return
        self._still = still
        self._show_picture(row, refit=False)

    def show_message(self, text: str) -> None:
        """Show a sentence in place of a still."""
        self._loading.stop()
        self._say(text)

    def fit(self) -> None:
        """Show the whole still, in any size of the window."""
        self._canvas.fit()

    def one_to_one(self) -> None:
        """Show each pixel of the still as one of the screen."""
        self._canvas.set_scale(1.0)

    def zoom_in(self) -> None:
        """Show less of the still, larger."""
        self._canvas.set_scale(self._canvas.zoom.scale * ZOOM_STEP)

    def zoom_out(self) -> None:
        """Show more of the still, smaller."""
        self._canvas.set_scale(self._canvas.zoom.scale / ZOOM_STEP)

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icons anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint_icons()

    def _make_actions(self) -> None:
        self.fit_action = self._action(
            "zoom-fit", "Fit", "Show the whole still", ["Ctrl+0"]
        )
        self.one_to_one_action = self._action(
            "zoom-one", "1:1", "Show each pixel as one of the screen", ["Ctrl+1"]
        )
        self.zoom_in_action = self._action(
            "zoom-in", "Zoom in", "Zoom in (also with the wheel)", ["Ctrl++", "Ctrl+="]
        )
        self.zoom_out_action = self._action(
            "zoom-out", "Zoom out", "Zoom out (also with the wheel)", ["Ctrl+-"]
        )
        self.network_action = self._action(
            "network",
            "As the network sees it",
            "Show what the network sees: ScopeGuide removed, cropped, reduced",
            ["Ctrl+2"],
        )
        self.outlines_action = self._action(
            "outline",
            "Outlines",
            "Outline what was removed and the field of view",
            ["Ctrl+3"],
        )
        for action in self._checkable:
            action.setCheckable(True)
        self._tint_icons()
        self.fit_action.triggered.connect(self.fit)
        self.one_to_one_action.triggered.connect(self.one_to_one)
        self.zoom_in_action.triggered.connect(self.zoom_in)
        self.zoom_out_action.triggered.connect(self.zoom_out)
        self.network_action.toggled.connect(self._change_picture)
        self.outlines_action.toggled.connect(self._show_findings)

    @property
    def _checkable(self) -> tuple[QAction, ...]:
        return (
            self.fit_action,
            self.one_to_one_action,
            self.network_action,
            self.outlines_action,
        )

    def _action(self, name: str, text: str, tip: str, keys: list[str]) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in keys])
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({shown})")
        self.addAction(action)
        return action

    def _tint_icons(self) -> None:
        for action in self.actions():
            action.setIcon(icon(action.objectName(), self.palette()))

    def _say(self, message: str, detail: str = "") -> None:
        self._still = None
        self._canvas.show_message(message, detail)
        self._show_findings()
        self._canvas.setAccessibleDescription(" ".join([message, detail]).strip())

    def _change_picture(self) -> None:
        """Show the other of the two pictures, fitted: their sizes have no relation."""
        row = self._canvas.number
        if self._still is not None and row is not None:
            self._show_picture(row, refit=True)

    def _show_picture(self, row: int, *, refit: bool) -> None:
        still = self._still
        if still is None:
            return
        if self.network_action.isChecked():
            picture = Picture((still.network,), always_crisp=True)
        else:
            picture = Picture(still.levels)
        self._canvas.show_picture(row, picture, refit=refit)
        self._canvas.setAccessibleDescription(
            f"{still.path.name}, {still.width} by {still.height} pixels"
        )
        self._show_findings()

    def _show_findings(self) -> None:
        """Show outlines, and say in the caption what is to be seen."""
        outlined = self.outlines_action.isChecked()
        still, network = self._still, self.network_action.isChecked()
        outlines = outlines_of(still) if still and outlined and not network else ()
        self._canvas.set_outlines(outlines)
        if still is None:
            self._caption.show_entries(())
        elif network:
            self._caption.show_entries([Entry(network_note(still))])
        else:
            notes = [Entry(still.note)] if still.note else []
            entries = legend(still, outlines) if outlined else []
            self._caption.show_entries([*notes, *entries])
        self.outlines_action.setEnabled(not network)
        self._show_zoom()

    def _show_zoom(self) -> None:
        shown = self._canvas.has_picture
        scale, fits = self._canvas.zoom.scale, self._canvas.fits
        self.fit_action.setChecked(shown and fits)
        self.one_to_one_action.setChecked(shown and not fits and scale == 1.0)
        for action in self.actions()[:4]:
            action.setEnabled(shown)
        self._caption.show_scale(self._scale_text(scale, fits=fits) if shown else "")

    def _scale_text(self, scale: float, *, fits: bool) -> str:
        width, height = self._canvas.zoom.picture
        if self._still is not None and not self.network_action.isChecked():
            width, height = self._still.width, self._still.height
        fitted = "fitted, " if fits else ""
        return f"{width:,} x {height:,} pixels, {fitted}{100 * scale:.0f} %"
