"""The green ScopeGuide panel: one solid teal rectangle, whatever is drawn in it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from core.images.box import Box
from core.images.settings import ScopeGuideSettings

TEAL_SPREAD = (6, 60, 36)
"""How far H, S and V of a panel's ground lie from its commonest colour."""
GROUND_PART = 0.35
"""Least part of the rectangle in its ground colour (panels 0.91; 0.48 with a card)."""
FILLED_PART = 0.93
"""Least part of the rectangle inside the outline (panels 0.986, dyed mucosa 0.90)."""
STRAIGHT_PART = 0.75
"""Least part of each edge that runs straight (panels 0.88, dyed mucosa 0.27)."""
EDGE_TOLERANCE = 2
"""Pixels by which an edge may stray from its line and still count as straight."""
FARTHEST_PARTS = 1.4
"""Farthest gap to the left and lower edge of the still, in least panel sizes: a sixth
of the still's side (panels 0.07)."""

HsvImage = NDArray[np.uint8]
Plane = NDArray[np.uint8]


def teal_gate(hsv: HsvImage, settings: ScopeGuideSettings) -> Plane:
    """Return 255 where a pixel has a colour that a panel may have, 0 elsewhere.

    Parameters
    ----------
    hsv
        shape (H, W, 3), uint8, OpenCV's HSV.
    settings
        Hue, least saturation and least value.
    """
    lowest = (settings.hue_low, settings.saturation_min, settings.value_min)
    return np.asarray(cv2.inRange(hsv, lowest, (settings.hue_high, 255, 255)), np.uint8)


def find_teal_rectangle(
    hsv: HsvImage, gate: Plane, *, least: tuple[int, int], saturation_min: int
) -> Box | None:
    """Find a solid teal rectangle by the lower-left corner.

    Parameters
    ----------
    hsv
        shape (H, W, 3), uint8, OpenCV's HSV: the lower-left part of a still.
    gate
        shape (H, W), what :func:`teal_gate` gives for it.
    least
        Least width and height of the rectangle, in pixels.
    saturation_min
        Of the gate.
    """
    if cv2.countNonZero(gate) < GROUND_PART * least[0] * least[1]:
        return None
    ground = _like(hsv, _commonest_colour(hsv, gate, saturation_min))
    outline = _largest_outline(ground)
    if outline is None:
        return None
    box = _rectangle_of(outline)
    filled = cv2.mean(outline[box.slices])[0]
    solid = cv2.mean(ground[box.slices])[0] / 255
    fits = (
        _lies_by_the_corner(box, hsv.shape[0], least)
        and filled >= FILLED_PART
        and solid >= GROUND_PART
        and _least_straight(outline, box) >= STRAIGHT_PART
    )
    return box if fits else None


def _commonest_colour(
    hsv: HsvImage, gate: Plane, saturation_min: int
) -> tuple[int, int, int]:
    """Return the average colour about the peak over hue and value.

    A panel is one colour and makes a sharp peak even where dyed mucosa covers more.
    """
    counts = cv2.calcHist([hsv], [0, 2], gate, [180, 64], [0, 180, 0, 256])
    _, _, _, (value, hue) = cv2.minMaxLoc(cv2.blur(counts, (5, 5)))
    peak = cv2.inRange(
        hsv, (hue - 2, saturation_min, 4 * value - 8), (hue + 2, 255, 4 * value + 12)
    )
    h, s, v, _ = cv2.mean(hsv, mask=peak)
    return round(h), round(s), round(v)


def _like(hsv: HsvImage, colour: tuple[int, int, int]) -> Plane:
    pairs = tuple(zip(colour, TEAL_SPREAD, strict=True))
    return np.asarray(
        cv2.inRange(
            hsv,
            tuple(c - spread for c, spread in pairs),
            tuple(c + s for c, s in pairs),
        )
    )


def _largest_outline(ground: Plane) -> Plane | None:
    """Return the largest connected part, its holes filled, as a mask of 0 and 1."""
    closed = cv2.morphologyEx(ground, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    outline = np.zeros_like(ground)
    cv2.drawContours(outline, [max(contours, key=cv2.contourArea)], 0, 1, cv2.FILLED)
    return outline


def _rectangle_of(outline: Plane) -> Box:
    """Return the rows and columns that are at least half as full as the fullest."""
    columns = np.flatnonzero(_half_full(outline, axis=0))
    rows = np.flatnonzero(_half_full(outline, axis=1))
    return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def _half_full(outline: Plane, *, axis: int) -> NDArray[np.bool_]:
    counts = outline.sum(axis=axis, dtype=np.int32)
    return np.asarray(2 * counts >= counts.max())


def _lies_by_the_corner(box: Box, height: int, least: tuple[int, int]) -> bool:
    return (
        box.width >= least[0]
        and box.height >= least[1]
        and box.x0 <= FARTHEST_PARTS * least[0]
        and height - box.y1 <= FARTHEST_PARTS * least[1]
    )


def _least_straight(outline: Plane, box: Box) -> float:
    """Return the straight part, 0 to 1, of the least straight of the four edges."""
    lying = outline[box.y0 : box.y1].astype(np.bool_)
    upright = outline[:, box.x0 : box.x1].T.astype(np.bool_, order="C")
    ends = (
        (lying, box.x0),
        (lying[:, ::-1], lying.shape[1] - box.x1),
        (upright, box.y0),
        (upright[:, ::-1], upright.shape[1] - box.y1),
    )
    return min(
        float((np.abs(np.argmax(part, axis=1) - line) <= EDGE_TOLERANCE).mean())
        for part, line in ends
    )
