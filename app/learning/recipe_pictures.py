"""A drawn still as each recipe's network sees it: drawn and prepared in a thread."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from app.still_images.newest_first import NewestFirst
from core.images.settings import PreprocessingSettings

_SEED = 5
"""Of a still with a panel in whose upper half the polyp lies well in view."""


@dataclass(frozen=True, slots=True)
class RecipePicture:
    """Before and after; null images where they could not be made."""

    before: QImage
    after: QImage
    """As many pixels as the network gets."""


class RecipePictures(QObject):
    """Delivers a picture for each preprocessing; nothing of a patient is in them."""

    drawn = Signal(object, object)
    """The :class:`PreprocessingSettings` and the :class:`RecipePicture`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        threads = self._threads = NewestFirst(
            _drawn, _not_drawn, threads=1, name="recipe pictures"
        )
        threads.bell.rung.connect(self._take)
        self.destroyed.connect(lambda: threads.stop())

    def ask(self, settings: PreprocessingSettings) -> None:
        """Ask for a picture; ``drawn`` brings it."""
        self._threads.ask_later(settings)

    def stop(self) -> None:
        """End the thread."""
        self._threads.stop()

    @Slot()
    def _take(self) -> None:
        for settings, picture in self._threads.take():
            self.drawn.emit(settings, picture)


def _drawn(settings: PreprocessingSettings) -> RecipePicture:
    from app.still_images.pictures import picture
    from core.images.preprocessing import prepare
    from core.images.reading import Still
    from core.images.sample_cameras import CAMERAS
    from core.images.sample_stills import SampleKind, draw_examination, draw_still
    from core.images.scopeguide import PanelKind

    examination = draw_examination(_SEED, camera=CAMERAS[0], panel=PanelKind.GREEN)
    still = draw_still(SampleKind.POLYP, _SEED, examination=examination)
    height, width = still.rgb.shape[:2]
    prepared = prepare(Still(still.rgb, width, height), settings)
    return RecipePicture(picture(still.rgb), picture(prepared.image))


def _not_drawn(settings: PreprocessingSettings) -> RecipePicture:
    return RecipePicture(QImage(), QImage())
