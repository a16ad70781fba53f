"""Find the ScopeGuide panel in the lower-left corner and paint it over.

ScopeGuide draws the shape of the scope on a solid teal rectangle. Some collections have
blacked that rectangle out. Either betrays the collection a still came from, so both
are found and replaced alike. What makes a panel is geometry first and colour second:
one solid colour, straight edges, a place by the lower-left corner, a size in proportion
to the still. Dyed mucosa and bile share the colour and nothing else.

Every constant was measured on the 131 green and 54 black panels that are listed for the
real stills; ``benchmarks/scopeguide.py`` repeats the measurement.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from core.images.box import Box, RgbImage
from core.images.scopeguide_black import find_black_rectangle
from core.images.scopeguide_green import find_teal_rectangle, teal_gate
from core.images.settings import USUAL_SCOPEGUIDE, ScopeGuideSettings

SEARCHED_PART = 0.6
"""Part of each side, from the lower-left corner, in which a panel may lie (0.52)."""
SMALLEST_PART = 0.12
"""A panel takes at least this part of each side of the still (measured 0.24)."""
DETECTION_SIDE = 224
"""Larger stills are reduced by a whole factor, the shorter side to at least this."""
RING_PART = 0.3
"""Width of the surroundings, as a part of the panel's shorter side."""
DARKEST_TISSUE = 24
"""Grey value from which the surroundings count as tissue: black borders and the black
frame that some panels have stay below 20."""
SEAM = 2
"""Reduced pixels about a green panel in which its colour is still part of it."""
GREEN_LEFT_PART = 0.001
"""Part of the still from which green that was left is worth a look. Of 778 real stills
without a green panel and not listed as dyed, 2 have more (dye, a blue instrument), the
others 0.0004 at most; of the 7 dyed ones 6 have 0.0044 and more."""

Plane = NDArray[np.uint8]


class PanelKind(StrEnum):
    """How the panel looks in the still."""

    GREEN = "green"
    BLACK = "black"


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel in a still; ``box`` is in pixels of the array it was found in."""

    kind: PanelKind
    box: Box


@dataclass(frozen=True, slots=True)
class PanelSearch:
    """What a search for the panel came to."""

    panel: Panel | None
    green_left: float
    """Part of the still, 0 to 1, that lies where panels lie, has a panel's colour and
    is none of the panel that was found."""

    @property
    def leaves_green(self) -> bool:
        """Whether so much green was left that a person should look why."""
        return self.green_left > GREEN_LEFT_PART


def find_panel(
    rgb: RgbImage, settings: ScopeGuideSettings = USUAL_SCOPEGUIDE
) -> Panel | None:
    """Return the panel that :func:`look_for_panel` finds."""
    return look_for_panel(rgb, settings).panel


def look_for_panel(
    rgb: RgbImage, settings: ScopeGuideSettings = USUAL_SCOPEGUIDE
) -> PanelSearch:
    """Look for the ScopeGuide panel, green or blacked out.

    Parameters
    ----------
    rgb
        shape (H, W, 3), uint8, RGB; any size.
    settings
        Colours of a green panel, and how far a panel reaches beyond what was found.

    Returns
    -------
    PanelSearch
        The box in pixels of ``rgb`` and within it.
    """
    corner = _lower_left(rgb)
    hsv = np.asarray(cv2.cvtColor(corner.rgb, cv2.COLOR_RGB2HSV), np.uint8)
    gate = teal_gate(hsv, settings)
    found = _found(hsv, gate, corner.least_panel, settings)
    if found is None:
        return PanelSearch(None, corner.part_of_still(gate))
    left = gate.copy()
    left[_grown(found.box, SEAM, hsv).slices] = 0
    box = corner.to_still(found.box)
    margin = round(settings.margin * min(box.width, box.height))
    return PanelSearch(
        Panel(found.kind, _grown(box, margin, rgb)), corner.part_of_still(left)
    )


def _found(
    hsv: RgbImage,
    gate: Plane,
    least: tuple[int, int],
    settings: ScopeGuideSettings,
) -> Panel | None:
    green = find_teal_rectangle(
        hsv, gate, least=least, saturation_min=settings.saturation_min
    )
    if green is not None:
        return Panel(PanelKind.GREEN, green)
    value = np.asarray(cv2.extractChannel(hsv, 2), np.uint8)
    black = find_black_rectangle(value, least=least)
    return None if black is None else Panel(PanelKind.BLACK, black)


def remove_panel(rgb: RgbImage, panel: Panel) -> RgbImage:
    """Return a copy with the panel replaced by the average colour of its surroundings.

    The surroundings are a ring about the box, :data:`RING_PART` of its shorter side
    wide, less what is black: borders and the frame that some panels have. The seam,
    where panel and tissue mix, is replaced too.

    Parameters
    ----------
    rgb
        shape (H, W, 3), uint8, RGB.
    panel
        As found in ``rgb``.
    """
    painted = rgb.copy()
    painted[painted_box(rgb, panel).slices] = colour_of_surroundings(rgb, panel.box)
    return painted


def painted_box(rgb: RgbImage, panel: Panel) -> Box:
    """Return what :func:`remove_panel` paints over: the panel and the seam about it."""
    return _grown(panel.box, _reduction(*rgb.shape[:2]), rgb)


def colour_of_surroundings(rgb: RgbImage, box: Box) -> tuple[int, int, int]:
    """Return the average colour, RGB 0 to 255, of the tissue about ``box``.

    Black where the box has no bright surroundings at all.
    """
    seam = 2 * _reduction(*rgb.shape[:2])
    around = _grown(box, seam + round(RING_PART * min(box.width, box.height)), rgb)
    part = rgb[around.slices]
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY)
    tissue = cv2.threshold(grey, DARKEST_TISSUE - 1, 255, cv2.THRESH_BINARY)[1]
    inner = _grown(box, seam, rgb)
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
    still: tuple[int, int]
    """Height and width of the whole still."""

    @property
    def least_panel(self) -> tuple[int, int]:
        """Least width and height of a panel, in pixels of the corner."""
        height, width = self.still
        return (
            round(SMALLEST_PART * width / self.factor),
            round(SMALLEST_PART * height / self.factor),
        )

    def part_of_still(self, marked: Plane) -> float:
        """Return what part of the still is marked, given a plane of the corner."""
        height, width = self.still
        return cv2.countNonZero(marked) * self.factor**2 / (height * width)

    def to_still(self, box: Box) -> Box:
        grown = box.scaled(self.factor, self.factor)
        return Box(grown.x0, grown.y0 + self.top, grown.x1, grown.y1 + self.top)


def _lower_left(rgb: RgbImage) -> _Corner:
    height, width = rgb.shape[:2]
    factor = _reduction(height, width)
    rows = max(int(height * SEARCHED_PART) // factor, 1)
    columns = max(int(width * SEARCHED_PART) // factor, 1)
    top = height - rows * factor
    part = rgb[top:, : columns * factor]
    if factor > 1:
        part = np.asarray(
            cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8
        )
    return _Corner(part, factor, top, (height, width))


def _reduction(height: int, width: int) -> int:
    return max(min(height, width) // DETECTION_SIDE, 1)
