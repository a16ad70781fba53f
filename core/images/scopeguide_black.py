"""The ScopeGuide panel blacked out: a rectangle cut from the lower-left corner.

The natural dark corner of a field of view is slanted or round: from each row to the next
the dark run changes its length. Of a panel, the runs end on one straight line upwards
and on another to the right, with the bright picture beyond both.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.images.box import Box

LIGHTEST_CORNER = 48
"""Value above which a corner is not black, even in a still that was brightened."""
BLACK_SPREAD = 14
"""How far black reaches above the corner's level (99 % of panels within 6; tissue in the
shadow beside them is 20 above and more)."""
LONG_EDGE_PART = 0.6
SHORT_EDGE_PART = 0.2
"""Least straight part of the straighter and of the other edge. Where two rectangles were
blacked side by side the smaller hides up to 0.77 of one edge and none of the other."""
LIT_PART = 0.75
"""Least part of the strip beyond an edge that is not black. Rows of text above a dark
border look like an edge and reach 0.5."""
EDGE_TOLERANCE = 2
"""Pixels by which a run may end off the edge's line."""

Plane = NDArray[np.uint8]
Lengths = NDArray[np.intp]


def find_black_rectangle(value: Plane, *, least: tuple[int, int]) -> Box | None:
    """Find a black rectangle that starts at the lower-left corner.

    Parameters
    ----------
    value
        shape (H, W), uint8, brightest channel: the lower-left part of a still.
    least
        Least width and height of the rectangle, in pixels.
    """
    height, width = value.shape
    patch = value[height - max(least[1] // 4, 1) :, : max(least[0] // 4, 1)]
    level = float(np.median(patch))
    if level > LIGHTEST_CORNER:
        return None
    lit = cv2.threshold(value, level + BLACK_SPREAD, 1, cv2.THRESH_BINARY)[1]
    lit = cv2.morphologyEx(lit, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    from_corner = np.asarray(lit[::-1], np.uint8)
    sizes = [_measure(from_corner, least)]
    swapped = _measure(from_corner.T, (least[1], least[0]))
    if swapped is not None:
        sizes.append((swapped[1], swapped[0]))
    found = [size for size in sizes if size is not None]
    if not found:
        return None
    best = max(found, key=lambda size: size[0] * size[1])
    return Box(0, height - best[1], best[0], height)


def _measure(lit: Plane, least: tuple[int, int]) -> tuple[int, int] | None:
    """Return width and height of the dark rectangle at the origin.

    The height is the commonest of the columns', the width that of the columns that
    reach it. Called on the transposed plane it goes by rows first, which finds another
    rectangle where two were blacked.
    """
    upwards = _dark_runs(lit.T)
    height = _commonest(upwards, least[1], lit.shape[0])
    width = int(np.argmax(np.append(upwards < height - EDGE_TOLERANCE, True)))
    if height == 0 or not least[0] <= width < lit.shape[1]:
        return None
    depth = max(least[1] // 4, 2)
    top = _straight_part(upwards[:width], height, lit[height + 1 :][:depth, :width])
    across = _dark_runs(lit[:height])
    right = _straight_part(across, width, lit[:height, width + 1 :][:, :depth].T)
    if min(top, right) < SHORT_EDGE_PART or max(top, right) < LONG_EDGE_PART:
        return None
    return width, height


def _dark_runs(lit: Plane) -> Lengths:
    """Return how many pixels of each row are dark from its start on."""
    runs = np.argmax(lit, axis=1)
    return np.where(lit[np.arange(len(lit)), runs] > 0, runs, lit.shape[1])


def _commonest(runs: Lengths, least: int, limit: int) -> int:
    """Return the commonest length from ``least`` up to below ``limit``, or 0."""
    counts = np.convolve(np.bincount(runs, minlength=limit + 1), (1, 1, 1), "same")
    counts[:least] = 0
    counts[limit - 1 :] = 0
    return int(np.argmax(counts))


def _straight_part(runs: Lengths, length: int, beyond: Plane) -> float:
    """Return the part of the runs that end on one line, 0 if it is dark beyond it.

    ``beyond`` has shape (depth, len(runs)): the strip on the other side of the line.
    """
    on_line = np.abs(runs - length) <= EDGE_TOLERANCE
    if not on_line.any() or beyond[:, on_line].mean() < LIT_PART:
        return 0.0
    return float(on_line.mean())
