"""Frames that video processors burn around a drawn view: shape, text, panel, mark.

Sizes and places follow real stills of 720 by 576 pixels and collections' crops of them.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from core.images.box import Box, Mask, RgbImage
from core.images.scopeguide import PanelKind

MARK = "DRAWN"
"""Burnt into every drawn still, outside its field of view."""

PANEL_TEAL = (19, 163, 135)
"""RGB; most real panels have a median of 18..20, 162..165 and 134..137."""

_SCREEN_WHITE = (222, 222, 222)
_SCOPE_GREY = (70, 78, 76)


class FieldShape(StrEnum):
    """Outline of the bright field of view."""

    OCTAGON = "octagon"
    CUT_CIRCLE = "cut circle"
    ROUNDED = "rounded rectangle"
    FULL = "full frame"


@dataclass(frozen=True, slots=True)
class Camera:
    """One kind of frame; all places in pixels of the frame."""

    width: int
    height: int
    shape: FieldShape
    field: Box
    panel: Box
    """Where a green panel stands; a black one reaches on into the frame's corner."""
    text: tuple[int, int]
    """Left end of the first line of text."""
    mark: Box
    """Where the mark stands; outside the field's outline."""


CAMERAS = (
    Camera(
        width=720,
        height=576,
        shape=FieldShape.OCTAGON,
        field=Box(43, 20, 690, 554),
        panel=Box(36, 384, 248, 552),
        text=(52, 96),
        mark=Box(650, 557, 714, 573),
    ),
    Camera(
        width=626,
        height=546,
        shape=FieldShape.OCTAGON,
        field=Box(0, 0, 626, 546),
        panel=Box(0, 368, 205, 546),
        text=(10, 76),
        mark=Box(560, 527, 624, 543),
    ),
    Camera(
        width=640,
        height=540,
        shape=FieldShape.CUT_CIRCLE,
        field=Box(40, 18, 628, 522),
        panel=Box(34, 366, 222, 520),
        text=(48, 60),
        mark=Box(572, 523, 636, 539),
    ),
    Camera(
        width=704,
        height=528,
        shape=FieldShape.ROUNDED,
        field=Box(96, 16, 690, 510),
        panel=Box(28, 372, 226, 508),
        text=(12, 60),
        mark=Box(632, 511, 696, 527),
    ),
    Camera(
        width=600,
        height=500,
        shape=FieldShape.FULL,
        field=Box(0, 0, 600, 478),
        panel=Box(0, 336, 182, 478),
        text=(10, 60),
        mark=Box(530, 481, 594, 497),
    ),
)
"""The frames there are; every class gets each of them equally often."""


def field_mask(camera: Camera) -> Mask:
    """Return where the frame shows the view; outside it is black or carries text."""
    field, canvas = camera.field, np.zeros((camera.height, camera.width), np.uint8)
    inside = canvas[field.slices]
    match camera.shape:
        case FieldShape.OCTAGON:
            cv2.fillPoly(inside, [_octagon(field)], 255)
        case FieldShape.CUT_CIRCLE:
            centre = (field.width // 2, field.height // 2)
            cv2.circle(inside, centre, field.width // 2, 255, cv2.FILLED)
        case FieldShape.ROUNDED:
            _fill_rounded(inside)
        case FieldShape.FULL:
            inside[:] = 255
    return canvas > 0


def panel_box(camera: Camera, kind: PanelKind) -> Box:
    """Return what the panel covers; collections blacked out the whole corner."""
    if kind is PanelKind.BLACK:
        return Box(0, camera.panel.y0, camera.panel.x1, camera.height)
    return camera.panel


def burn_in(
    frame: RgbImage,
    camera: Camera,
    *,
    lines: tuple[str, ...],
    panel: PanelKind | None,
    rng: np.random.Generator,
) -> None:
    """Draw text, panel and mark into ``frame`` (in place)."""
    x, y = camera.text
    for number, line in enumerate(lines):
        _write(frame, line, (x, y + 21 * number))
    if panel is PanelKind.GREEN:
        _draw_green_panel(frame, camera.panel, rng)
    elif panel is PanelKind.BLACK:
        frame[panel_box(camera, panel).slices] = 0
    burn_mark(frame, camera.mark)


def burn_mark(frame: RgbImage, place: Box) -> None:
    """Write :data:`MARK` into ``frame`` (in place), smaller if ``place`` is low."""
    size = 0.9 if place.height >= 14 else 0.5
    _write(frame, MARK, (place.x0 + 3, place.y1 - 3), size=size)


def _draw_green_panel(frame: RgbImage, box: Box, rng: np.random.Generator) -> None:
    inside = frame[box.slices]
    inside[:] = PANEL_TEAL
    points = _scope_line(rng, box.width, box.height)
    for thickness, colour in ((6, (12, 96, 82)), (3, _SCOPE_GREY)):
        cv2.polylines(inside, [points], False, colour, thickness, cv2.LINE_AA)
    _write(inside, "Ph:A1  Cm:1", (16, 14))
    _write(inside, "Comment:", (16, round(0.6 * box.height)))
    cv2.circle(
        inside, (34, box.height - 24), 6, (60, 110, 190), cv2.FILLED, cv2.LINE_AA
    )
    cv2.rectangle(
        inside, (38, box.height - 32), (44, box.height - 26), _SCREEN_WHITE, -1
    )


def _scope_line(rng: np.random.Generator, width: int, height: int) -> NDArray[np.int32]:
    """Return the course of a scope in the panel: up from below, then a bend."""
    along = np.linspace(0, 1, 40)
    turns = rng.uniform(0.5, 1.1) * 2 * np.pi
    x = 0.62 + 0.14 * np.sin(turns * along + rng.uniform(0, 0.6)) * (0.3 + along)
    y = 1.0 - 0.62 * np.sin(np.pi * along * rng.uniform(0.5, 0.85))
    return np.rint(np.stack([x * width, y * height], axis=1)).astype(np.int32)


def _octagon(field: Box) -> NDArray[np.int32]:
    width, height, cut = field.width - 1, field.height - 1, round(0.2 * field.height)
    corners = [
        (cut, 0),
        (width - cut, 0),
        (width, cut),
        (width, height - cut),
        (width - cut, height),
        (cut, height),
        (0, height - cut),
        (0, cut),
    ]
    return np.array(corners, np.int32)


def _fill_rounded(inside: NDArray[np.uint8]) -> None:
    height, width = inside.shape
    radius = round(0.14 * height)
    inside[radius:-radius] = 255
    inside[:, radius:-radius] = 255
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(inside, (x, y), radius, 255, cv2.FILLED)


def _write(
    image: RgbImage, text: str, origin: tuple[int, int], *, size: float = 0.9
) -> None:
    shifted = (origin[0] + 1, origin[1] + 1)
    for colour, place in (((16, 16, 16), shifted), (_SCREEN_WHITE, origin)):
        cv2.putText(image, text, place, cv2.FONT_HERSHEY_PLAIN, size, colour, 1)
