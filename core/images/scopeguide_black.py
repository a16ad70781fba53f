"""The ScopeGuide panel blacked out: a rectangle cut from the lower-left corner.

The natural dark corner of a field of view is slanted or round: from each row to the
next the dark run changes its length. Of a panel, the runs end on one straight line
upwards and on another to the right, with the bright picture beyond both.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.images.box import Box, Mask

LIGHTEST_CORNER = 48
"""Value above which a corner is not black, even in a still that was brightened."""
BLACK_SPREAD = 14
"""How far black reaches above the corner's level (panels: 99 % within 6; tissue in the
shadow beside them: 20 and more)."""
LONG_EDGE_PART = 0.6
SHORT_EDGE_PART = 0.2
"""Least straight part of the straighter and of the other edge. Where two rectangles
were blacked side by side, one hides up to 0.77 of one edge of the other."""
LIT_PART = 0.5
"""Least part that is not black of every line beyond an edge, as far as half a least
panel. Burnt-in text above a dark border looks like an edge, but ends sooner."""
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
    height = value.shape[0]
    level = _level(value[height - max(least[1] // 4, 1) :, : max(least[0] // 4, 1)])
    if level > LIGHTEST_CORNER:
        return None
    lit = cv2.threshold(value, level + BLACK_SPREAD, 1, cv2.THRESH_BINARY)[1]
    lit = cv2.morphologyEx(lit, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    upright = np.asarray(cv2.flip(lit, 0), np.bool_)
    lying = np.asarray(cv2.rotate(lit, cv2.ROTATE_90_CLOCKWISE), np.bool_)
    by_columns = _measure(upright, lying, least)
    by_rows = _measure(lying, upright, (least[1], least[0]))
    sizes = [by_columns, None if by_rows is None else (by_rows[1], by_rows[0])]
    found = [size for size in sizes if size is not None]
    if not found:
        return None
    width, tall = max(found, key=lambda size: size[0] * size[1])
    return Box(0, height - tall, width, height)


def _level(patch: Plane) -> int:
    """Return the median; ``np.median`` takes longer than all the rest."""
    return int(np.sort(patch, axis=None)[patch.size // 2])


def _measure(lit: Mask, lying: Mask, least: tuple[int, int]) -> tuple[int, int] | None:
    """Return width and height of the dark rectangle at the origin.

    ``lit`` is what is bright, counted from the lower-left corner, ``lying`` transposed.
    The height is the commonest of the columns', the width that of the columns that
    reach it. With the two exchanged it goes by rows first, which finds another
    rectangle where two were blacked.
    """
    depth = max(min(least) // 2, 3)
    upwards = _dark_runs(lying)
    height = _commonest(upwards, least[1], lit.shape[0] - depth)
    if height == 0:
        return None
    width = int(np.argmax(upwards < height - EDGE_TOLERANCE))
    if not least[0] <= width < lit.shape[1] - depth:
        return None
    top = _straight_part(upwards[:width], height, lit[height + 1 :][:depth, :width])
    across = _dark_runs(lit[:height])
    right = _straight_part(across, width, lying[width + 1 :][:depth, :height])
    if min(top, right) < SHORT_EDGE_PART or max(top, right) < LONG_EDGE_PART:
        return None
    return width, height


def _dark_runs(lit: Mask) -> Lengths:
    """Return how many pixels of each row are dark from its start on."""
    runs = np.argmax(lit, axis=1)
    ends = lit[np.arange(len(lit)), runs]
    return np.asarray(np.where(ends, runs, lit.shape[1]), np.intp)


def _commonest(runs: Lengths, least: int, limit: int) -> int:
    """Return the commonest length from ``least`` up to below ``limit``, or 0."""
    if limit <= least:  # as in stills of a few pixels
        return 0
    counts = np.convolve(np.bincount(runs, minlength=limit + 1), (1, 2, 1), "same")
    counts[:least] = 0
    counts[limit - 1 :] = 0
    return int(np.argmax(counts))


def _straight_part(runs: Lengths, length: int, beyond: Mask) -> float:
    """Return the part of the runs that end on one line, 0 if it is dark beyond it.

    ``beyond`` has shape (depth, len(runs)): the strip on the other side of the line.
    """
    on_line = np.abs(runs - length) <= EDGE_TOLERANCE
    if not on_line.any() or beyond[:, on_line].mean(axis=1).min() < LIT_PART:
        return 0.0
    return float(on_line.mean())
