"""Find the ScopeGuide panel in the lower-left corner and paint it over.

ScopeGuide draws the shape of the scope on a solid teal rectangle. Some collections have
blacked that rectangle out. Either betrays the collection a still came from, so both are
found and replaced alike. What makes a panel is geometry first and colour second: one
solid colour, four straight edges, a place by the lower-left corner, a size in proportion
to the still. Dyed mucosa and bile share the colour and nothing else.

Every constant was measured on the 131 green and 54 black panels that are listed for the
real stills; ``benchmarks/scopeguide.py`` repeats the measurement.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2

from core.images.box import Box, RgbImage
from core.images.scopeguide_black import find_black_rectangle
from core.images.scopeguide_green import find_teal_rectangle

SEARCHED_PART = 0.6
"""Part of each side, from the lower-left corner, in which a panel may lie (0.52)."""
SMALLEST_PART = 0.12
"""A panel takes at least this part of each side of the still (measured 0.24)."""
DETECTION_SIDE = 224
"""Larger stills are reduced by a whole factor, the shorter side to at least this."""
RING_PART = 0.3
"""Width of the surroundings, as a part of the panel's shorter side."""
TISSUE_VALUE = 40
"""Brightest channel from which a pixel of the surroundings counts as tissue; black
borders and the black frame of framed panels stay below 20."""


class PanelKind(StrEnum):
    """How the panel looks in the still."""

    GREEN = "green"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel in a still; ``box`` is in pixels of the array it was found in."""

    kind: PanelKind
    box: Box


def find_panel(rgb: RgbImage) -> Panel | None:
    """Find the ScopeGuide panel, green or blacked out.

    Parameters
    ----------
    rgb
        shape (H, W, 3), uint8, RGB; any size.

    Returns
    -------
    Panel or None
        The box in pixels of ``rgb``; ``None`` where there is no panel.
    """
    corner = _lower_left(rgb)
    hsv = cv2.cvtColor(corner.rgb, cv2.COLOR_RGB2HSV)
    least = (
        round(SMALLEST_PART * rgb.shape[1] / corner.factor),
        round(SMALLEST_PART * rgb.shape[0] / corner.factor),
    )
    green = find_teal_rectangle(hsv, least=least)
    if green is not None:
        return Panel(PanelKind.GREEN, corner.to_still(green))
    black = find_black_rectangle(cv2.extractChannel(hsv, 2), least=least)
    if black is not None:
        return Panel(PanelKind.BLACK, corner.to_still(black))
    return None


def remove_panel(rgb: RgbImage, panel: Panel) -> RgbImage:
    """Return a copy with the panel replaced by the average colour of its surroundings.

    The surroundings are a ring about the box, :data:`RING_PART` of its shorter side
    wide, less what is black: borders and the frame that some panels have. One pixel
    beyond the box is replaced too, where JPEG mixes panel and tissue.

    Parameters
    ----------
    rgb
        shape (H, W, 3), uint8, RGB.
    panel
        As found in ``rgb``.
    """
    painted = rgb.copy()
    rows, columns = _grown(panel.box, 1, rgb).slices
    painted[rows, columns] = colour_of_surroundings(rgb, panel.box)
    return painted


def colour_of_surroundings(rgb: RgbImage, box: Box) -> tuple[int, int, int]:
    """Return the average colour, RGB 0 to 255, of the tissue about ``box``.

    Black where the box has no bright surroundings at all.
    """
    around = _grown(box, round(RING_PART * min(box.width, box.height)) + 2, rgb)
    part = rgb[around.slices]
    tissue = cv2.inRange(part, (TISSUE_VALUE, 0, 0), (255, 255, 255))
    inner = _grown(box, 2, rgb)
    tissue[
        inner.y0 - around.y0 : inner.y1 - around.y0,
        inner.x0 - around.x0 : inner.x1 - around.x0,
    ] = 0
    red, green, blue, _ = cv2.mean(part, mask=tissue)
    return round(red), round(green), round(blue)


def _grown(box: Box, margin: int, rgb: RgbImage) -> Box:
    height, width = rgb.shape[:2]
    return Box(
        max(box.x0 - margin, 0),
        max(box.y0 - margin, 0),
        min(box.x1 + margin, width),
        min(box.y1 + margin, height),
    )


@dataclass(frozen=True, slots=True)
class _Corner:
    """The lower-left part of a still, reduced by a whole factor."""

    rgb: RgbImage
    factor: int
    top: int

    def to_still(self, box: Box) -> Box:
        grown = box.scaled(self.factor, self.factor)
        return Box(grown.x0, grown.y0 + self.top, grown.x1, grown.y1 + self.top)


def _lower_left(rgb: RgbImage) -> _Corner:
    height, width = rgb.shape[:2]
    factor = max(min(height, width) // DETECTION_SIDE, 1)
    rows = max(int(height * SEARCHED_PART) // factor, 1)
    columns = max(int(width * SEARCHED_PART) // factor, 1)
    top = height - rows * factor
    part = rgb[top:, : columns * factor]
    if factor > 1:
        part = cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA)
    return _Corner(part, factor, top)
