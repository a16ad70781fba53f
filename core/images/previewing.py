"""One still before and after preprocessing, with one setting after another."""

import threading
from dataclasses import dataclass

from core.images.box import Box, RgbImage
from core.images.preprocessing import PreparedStill, prepare_decoded
from core.images.reading import Still, decode_still
from core.images.scopeguide import painted_box, remove_panel
from core.images.settings import PreprocessingSettings

JPEG_START = b"\xff\xd8\xff"
"""Nothing but a JPEG is ever decoded at a part of its size."""


@dataclass(frozen=True, slots=True, eq=False)
class PreviewPixels:
    """A still before and after preprocessing; boxes in pixels of the full size."""

    before: RgbImage
    """shape (H, W, 3), uint8, RGB: the still upright, in full size; not a copy."""
    painted: RgbImage
    """shape (H, W, 3), uint8, RGB: ``before`` with the panel painted over; the very
    same array where there is none."""
    prepared: PreparedStill
    """What the network sees, to the byte, with panel and field of view."""
    removed: Box | None
    """What was painted over: the panel with its margin, and the seam about it."""

    @property
    def after(self) -> RgbImage:
        """The field of view in full size, panel painted over: for people to look at.

        The network sees ``prepared.image``, a square in which the recipe's further
        steps were done as well.
        """
        return self.painted[self.prepared.field_of_view.slices]


class StillToPreview:
    """A still that is decoded once, however many settings are tried on it.

    May be used from several threads at once.

    Parameters
    ----------
    data
        The whole image file.

    Raises
    ------
    UnreadableStill
        If the bytes are no image that can be decoded, or the image is too large.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.full = decode_still(data)
        """In full size."""
        self._reduced: dict[int, Still] = {}
        self._decoding = threading.Lock()

    def reduced(self, shortest_side: int) -> Still:
        """Return the still as it is decoded for the network.

        A JPEG is decoded at a part of its size, which gives other bytes than shrinking
        the full size; see :func:`core.images.reading.read_still`.
        """
        if not self._data.startswith(JPEG_START):
            return self.full
        with self._decoding:
            if shortest_side not in self._reduced:
                still = decode_still(self._data, shortest_side=shortest_side)
                is_full = still.rgb.shape == self.full.rgb.shape
                self._reduced[shortest_side] = self.full if is_full else still
            return self._reduced[shortest_side]


def preview_pixels(
    still: StillToPreview, settings: PreprocessingSettings
) -> PreviewPixels:
    """Return what these settings make of a still.

    At 1920 x 1080 in a few milliseconds, so that a slider can be followed:
    ``benchmarks/preview.py`` measures it.
    """
    prepared = prepare_decoded(still.reduced, settings)
    before = still.full.rgb
    if prepared.panel is None:
        return PreviewPixels(before, before, prepared, None)
    return PreviewPixels(
        before,
        remove_panel(before, prepared.panel),
        prepared,
        painted_box(before, prepared.panel),
    )
