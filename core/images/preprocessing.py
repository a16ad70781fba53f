"""From a still to what the network sees: the one path of preview, training and use."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from cv2.typing import MatLike

from core.images.box import Box, Mask, RgbImage
from core.images.field_of_view import find_field_of_view
from core.images.reading import Still, decode_still, read_bytes
from core.images.scopeguide import (
    Panel,
    PanelSearch,
    look_for_panel,
    remove_panel,
)
from core.images.settings import ClaheSettings, PreprocessingSettings

FLOAT_PIXELS = 1_000_000
"""Stills up to this size are shrunk in float32."""


@dataclass(frozen=True, slots=True, eq=False)
class PreparedStill:
    """What the network sees of a still, and what was done to get there.

    ``image`` has shape (size, size, 3), uint8, RGB. ``panel`` and ``field_of_view`` are
    in pixels of the original still, which was ``width`` by ``height``.
    """

    image: RgbImage
    panel: Panel | None
    field_of_view: Box
    width: int
    height: int
    green_left: float = 0.0
    """Part of the still, 0 to 1, that has a panel's colour where panels lie and was not
    removed; 0 where no panels were looked for. See :class:`PanelSearch`."""

    @property
    def leaves_green(self) -> bool:
        """Whether so much green was left that a person should look why."""
        return PanelSearch(self.panel, self.green_left).leaves_green

    @property
    def mask(self) -> Mask:
        """Shape (height, width), True where the panel was replaced."""
        mask = np.zeros((self.height, self.width), np.bool_)
        if self.panel is not None:
            mask[self.panel.box.slices] = True
        return mask


def prepare_file(path: Path, settings: PreprocessingSettings) -> PreparedStill:
    """Read a still and prepare it; see :func:`prepare_bytes`.

    Raises
    ------
    UnreadableStill
        If the file cannot be read or holds no image that can be decoded.
    """
    return prepare_bytes(read_bytes(path), settings)


def prepare_bytes(data: bytes, settings: PreprocessingSettings) -> PreparedStill:
    """Decode an image file held in memory, no larger than needed, and prepare it.

    Raises
    ------
    UnreadableStill
        If the bytes are no image that can be decoded, or the image is too large.
    """
    return prepare_decoded(partial(_decoded, data), settings)


def prepare_decoded(
    decode: Callable[[int], Still], settings: PreprocessingSettings
) -> PreparedStill:
    """Prepare a still that ``decode`` gives no larger than needed.

    Parameters
    ----------
    decode
        Given the shortest side that must be kept, returns the still; asked once or
        twice. See :func:`core.images.reading.read_still`.
    settings
        Of the recipe.
    """
    still = decode(settings.size)
    prepared = prepare(still, settings)
    side = _side_to_decode(still, prepared, settings)
    return prepared if side is None else prepare(decode(side), settings)


def _decoded(data: bytes, shortest_side: int) -> Still:
    return decode_still(data, shortest_side=shortest_side)


def prepare(still: Still, settings: PreprocessingSettings) -> PreparedStill:
    """Remove the panel, crop to the field of view, resize, and run the optional steps.

    The same still and settings always give the same pixels, in any thread.
    """
    rgb = still.rgb
    height, width = rgb.shape[:2]
    search = PanelSearch(None, 0.0)
    if settings.remove_scopeguide:
        search = look_for_panel(rgb, settings.scopeguide)
    panel = search.panel
    view = Box(0, 0, width, height)
    if settings.crop_field_of_view:
        view = find_field_of_view(rgb, panel)
    if panel is not None:
        rgb = remove_panel(rgb, panel)
    image = _resized(rgb[view.slices], settings.size)
    return PreparedStill(
        image=_optional_steps(image, settings),
        panel=None
        if panel is None
        else Panel(panel.kind, _to_original(panel.box, still)),
        field_of_view=_to_original(view, still),
        width=still.width,
        height=still.height,
        green_left=search.green_left,
    )


def _side_to_decode(
    still: Still, prepared: PreparedStill, settings: PreprocessingSettings
) -> int | None:
    """Return the shortest side to decode again at, ``None`` where all is well.

    A field of view that fills little of the still may come out smaller than what the
    network sees although the file holds more.
    """
    view = prepared.field_of_view
    cropped = min(view.width / still.scale_x, view.height / still.scale_y)
    if cropped >= settings.size or max(still.scale_x, still.scale_y) <= 1:
        return None
    height, width = still.rgb.shape[:2]
    return math.ceil(min(int(height), int(width)) * settings.size / cropped)


def _to_original(box: Box, still: Still) -> Box:
    grown = box.scaled(still.scale_x, still.scale_y)
    return Box(
        grown.x0, grown.y0, min(grown.x1, still.width), min(grown.y1, still.height)
    )


def _resized(rgb: RgbImage, size: int) -> RgbImage:
    """Shrink by area, which does not alias, then enlarge what is still too small."""
    height, width = rgb.shape[:2]
    shrunk = (min(width, size), min(height, size))
    if shrunk != (width, height):
        rgb = _shrunk(rgb, shrunk)
    if shrunk != (size, size):
        enlarged = cv2.resize(rgb, (size, size), interpolation=cv2.INTER_LINEAR)
        return np.asarray(enlarged, np.uint8)
    return np.ascontiguousarray(rgb)


def _shrunk(rgb: RgbImage, size: tuple[int, int]) -> RgbImage:
    # Through float32 OpenCV gives the same bytes in 0.40 ms instead of 0.56; above a
    # million pixels the copy is not worth its memory.
    if rgb.shape[0] * rgb.shape[1] > FLOAT_PIXELS:
        shrunk = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    else:
        means = cv2.resize(rgb.astype(np.float32), size, interpolation=cv2.INTER_AREA)
        shrunk = cv2.convertScaleAbs(means)
    return np.asarray(shrunk, np.uint8)


def _optional_steps(image: RgbImage, settings: PreprocessingSettings) -> RgbImage:
    steps: MatLike = image
    if settings.greyscale:
        grey = cv2.cvtColor(steps, cv2.COLOR_RGB2GRAY)
        steps = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
    if settings.denoise_sigma > 0:
        steps = cv2.GaussianBlur(steps, (0, 0), settings.denoise_sigma)
    if settings.clahe is not None:
        steps = _equalised(steps, settings.clahe, greyscale=settings.greyscale)
    return np.asarray(steps, np.uint8)


def _equalised(image: MatLike, clahe: ClaheSettings, *, greyscale: bool) -> MatLike:
    """Even out the contrast of the lightness, or of the grey value."""
    equaliser = cv2.createCLAHE(clahe.clip_limit, (clahe.tiles, clahe.tiles))
    if greyscale:
        grey = equaliser.apply(cv2.extractChannel(image, 0))
        return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB)
    lab[..., 0] = equaliser.apply(cv2.extractChannel(lab, 0))
    return cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)
