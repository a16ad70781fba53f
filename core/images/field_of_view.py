"""Find the bright field of view within the black border of a still.

Burnt-in text and thin bright lines stand in the border, so a threshold and its bounding
rectangle are not enough: what is thinner than :data:`THINNEST_PART` does not count.
"""

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from core.images.box import Box, RgbImage
from core.images.scopeguide import Panel

DETECTION_SIDE = 64
"""The still is reduced by a whole factor, its shorter side to at least this."""
THINNEST_PART = 0.05
"""What is thinner than this part of the shorter side is text or a line (text 0.03)."""
SMALLEST_PIECE = 0.1
"""A bright piece counts if it has this part of the largest one's area: a dark lumen may
part the field of view in two."""
SMALLEST_VIEW = 0.05
"""A field of view smaller than this part of the still is taken for none."""
BLACK_SPREAD = 6
"""How far black reaches above the darkest corner's level. Borders stay within 5; at 14
far mucosa in the shadow was cut off in 16 of 932 real stills, half the view in one."""
LIGHTEST_BORDER = 48
"""Grey value above which the darkest corner is no border."""
LIT_PART = 0.04
"""Part of a row or column, within the field of view, that is bright at its edge."""

Plane = NDArray[np.uint8]


def find_field_of_view(rgb: RgbImage, panel: Panel | None = None) -> Box:
    """Return the box of the bright field of view.

    Parameters
    ----------
    rgb
        shape (H, W, 3), uint8, RGB; any size.
    panel
        What was found in ``rgb``: its area counts as dark.

    Returns
    -------
    Box
        In pixels of ``rgb``; the whole still where it has no dark border or nothing
        bright, never empty.
    """
    height, width = rgb.shape[:2]
    whole = Box(0, 0, width, height)
    lit = _lit(rgb, panel)
    if lit is None:
        return whole
    factor = max(min(height, width) // DETECTION_SIDE, 1)
    coarse = _bright_pieces(lit, factor)
    if coarse is None:
        return whole
    view = _to_the_pixel(lit, coarse, factor)
    return view if view.area >= SMALLEST_VIEW * whole.area else whole


def _lit(rgb: RgbImage, panel: Panel | None) -> Plane | None:
    """Return a mask, 0 and 255, of what is not black; ``None`` if no corner is dark."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    level = _darkest_corner(np.asarray(grey, np.uint8))
    if level > LIGHTEST_BORDER:
        return None
    lit = cv2.threshold(grey, level + BLACK_SPREAD, 255, cv2.THRESH_BINARY)[1]
    if panel is not None:
        lit[panel.box.slices] = 0
    return np.asarray(lit, np.uint8)


def _darkest_corner(grey: Plane) -> float:
    side = max(min(grey.shape) // 32, 1)
    ends = (slice(None, side), slice(-side, None))
    return min(
        float(np.median(grey[rows, columns])) for rows in ends for columns in ends
    )


def _bright_pieces(lit: Plane, factor: int) -> Box | None:
    """Return the box of the large bright pieces, to the nearest ``factor`` pixels."""
    height, width = lit.shape[0] // factor, lit.shape[1] // factor
    small = cv2.resize(
        lit[: height * factor, : width * factor],
        (width, height),
        interpolation=cv2.INTER_AREA,
    )
    side = 2 * int(THINNEST_PART * min(height, width) / 2) + 1  # odd, or it shifts
    mask = cv2.threshold(small, 127, 255, cv2.THRESH_BINARY)[1]
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    pieces = stats[1:]
    if len(pieces) == 0:
        return None
    areas = pieces[:, cv2.CC_STAT_AREA]
    x, y, w, h = pieces[areas >= SMALLEST_PIECE * areas.max(), :4].T
    return Box(
        int(x.min()), int(y.min()), int((x + w).max()), int((y + h).max())
    ).scaled(factor, factor)


def _to_the_pixel(lit: Plane, coarse: Box, factor: int) -> Box:
    """Move each edge by at most ``factor`` pixels to where light begins."""
    height, width = lit.shape
    around = Box(
        max(coarse.x0 - factor, 0),
        max(coarse.y0 - factor, 0),
        min(coarse.x1 + factor, width),
        min(coarse.y1 + factor, height),
    )
    rows = cv2.reduce(
        lit[coarse.y0 : coarse.y1, around.x0 : around.x1], 0, cv2.REDUCE_AVG
    )
    columns = cv2.reduce(
        lit[around.y0 : around.y1, coarse.x0 : coarse.x1], 1, cv2.REDUCE_AVG
    )
    x0, x1 = _lit_span(rows.ravel())
    y0, y1 = _lit_span(columns.ravel())
    return Box(around.x0 + x0, around.y0 + y0, around.x0 + x1, around.y0 + y1)


def _lit_span(profile: MatLike) -> tuple[int, int]:
    """Return the first lit position and the one after the last."""
    lit = np.asarray(profile >= LIT_PART * 255)
    return int(np.argmax(lit)), len(lit) - int(np.argmax(lit[::-1]))
