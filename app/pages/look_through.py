"""Fills the strips of the Preview page by a job, and says how far that is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject

from app.previewing.preview_wording import looked_sentence
from app.previewing.previewing import Previewing
from app.source import Source
from app.still_images.still_listing import StillList
from app.widgets.found_strips import FoundStrips
from core.images.settings import PreprocessingSettings
from core.jobs.events import PreviewedStill

_NOT_LOOKED: Final = "Nothing was looked through yet"
_LOOKING: Final = "None so far"
_NO_PANEL: Final = "No panel was found"
_NO_GREEN: Final = "No green was left"
_PANELS: Final = {"green": "Green panel", "black": "Blacked-out panel"}
_FIRST: Final = "&Look through the stills"
_AGAIN: Final = "&Look again with these settings"
_EMPTY: Final = "There are no stills here"
_BUSY: Final = "The stills are being looked through"
_WAITING: Final = "They are looked through as soon as other work is done"


class LookThrough(QObject):
    """Stands between the page, the job and the strips.

    Parameters
    ----------
    previewing
        Has a worker look through the stills.
    strips
        Show what it finds.
    parent
        The page.
    """

    def __init__(
        self,
        previewing: Previewing,
        strips: FoundStrips,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._previewing = previewing
        self._strips = strips
        self._source: Source | None = None
        self._stills = StillList(Path())
        self._is_empty = False
        self._shown: Path | None = None
        self._settings = PreprocessingSettings()
        strips.look_clicked.connect(self.look)
        previewing.began.connect(self._on_began)
        previewing.found.connect(self._on_found)
        previewing.ended.connect(lambda _: self._follow())
        previewing.state_changed.connect(self._follow)
        self._follow()

    def set_source(self, source: Source) -> None:
        """Forget what was found in another folder."""
        self._source, self._stills = source, StillList(source.folder)
        self._is_empty = False
        self._previewing.forget()
        self._strips.clear()
        self._follow()

    def set_stills(self, stills: StillList) -> None:
        """Know the stills of the folder, as they are called on the disk."""
        self._stills, self._is_empty = stills, not stills.paths
        self._follow()

    def set_settings(self, settings: PreprocessingSettings) -> None:
        """Know the settings that the next look is done with."""
        self._settings = settings
        self._follow()

    def show_still(self, path: Path) -> None:
        """Show in the strips which still is looked at."""
        self._shown = path
        self._strips.select(path)

    def look(self) -> None:
        """Have the stills looked through with the settings that are set now."""
        if self._source is None or self._is_empty:
            return
        if self._previewing.coming != self._settings:
            self._previewing.look(self._source, self._settings)

    def _on_began(self) -> None:
        self._strips.clear()
        self._follow()

    def _on_found(self, stills: Sequence[PreviewedStill]) -> None:
        paths = [self._path_of(still) for still in stills]
        told = list(zip(stills, paths, strict=True))
        self._strips.add(
            [(path, _PANELS[still.panel]) for still, path in told if still.panel],
            [(path, "Green was left") for still, path in told if still.green_left],
            [(path, still.error) for still, path in told if still.error],
        )
        if self._shown in paths:
            self.show_still(self._shown)
        self._follow()

    def _path_of(self, still: PreviewedStill) -> Path:
        place = self._stills.places.get(still.file)
        return Path(still.file) if place is None else self._stills.paths[place]

    def _follow(self) -> None:
        """Say in words, in the button and in empty strips how things stand."""
        looked, strips = self._previewing.looked, self._strips
        running = self._previewing.running and looked is not None
        same = looked is None or looked.settings == self._settings
        strips.summary.set_text(looked_sentence(looked, running=running, same=same))
        busy = _EMPTY if self._is_empty else ""
        if self._previewing.coming == self._settings:
            busy = _BUSY if running else _WAITING
        text = _FIRST if looked is None else _AGAIN
        strips.set_look(text, busy)
        if looked is None:
            strips.set_messages(_NOT_LOOKED, _NOT_LOOKED)
        elif running:
            strips.set_messages(_LOOKING, _LOOKING)
        else:
            strips.set_messages(_NO_PANEL, _NO_GREEN)
