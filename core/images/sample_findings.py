"""Three kinds of finding drawn on a surface: raised, sunken, and in streaks.

They differ in shape and relief, not in how red or bright the still is as a whole.
"""

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from core.images.sample_surface import (
    Colour,
    Plane,
    Surface,
    painted,
    smooth_noise,
    smooth_step,
)

FIBRIN: Colour = (0.88, 0.76, 0.52)
"""Albedo of the whitish-yellow coat of an ulcer."""
INFLAMED: Colour = (0.70, 0.13, 0.11)
"""Albedo of reddened mucosa around a finding."""


def add_polyps(surface: Surface, rng: np.random.Generator) -> Surface:
    """Return the surface with one raised, lobed polyp, at times a small one beside."""
    surface = _add_polyp(surface, rng, rng.uniform(0.38, 0.60))
    if rng.random() < 0.25:
        surface = _add_polyp(surface, rng, rng.uniform(0.18, 0.24))
    return surface


def _add_polyp(surface: Surface, rng: np.random.Generator, size: float) -> Surface:
    shape = _shape(surface)
    dome = _lobes(surface, rng, size)
    inside = smooth_step(dome, 0.05 * size, 0.30 * size)
    around = _blurred(_moved(inside, 0.10 * size, 0.17 * size), 9.0)
    shadow = 1 - 0.62 * around * (1 - inside)
    # what stands out into the tube gets more light than the wall behind it
    own_light = np.minimum(0.42 + 0.6 * surface.light, 0.96) * inside
    pits = smooth_step(smooth_noise(rng, shape, cells=54), 0.05, 0.6)
    redness = rng.uniform(0.05, 0.28) * inside + 0.16 * pits * inside
    bumps = 0.012 * smooth_noise(rng, shape, cells=40) * inside
    return replace(
        surface,
        height=surface.height * (1 - 0.7 * inside) + 1.1 * dome + bumps,
        light=surface.light * shadow * (1 - inside) + own_light,
        albedo=painted(surface.albedo, INFLAMED, redness),
    )


def _lobes(surface: Surface, rng: np.random.Generator, size: float) -> Plane:
    """Return the height of some domes grown together, 0 outside them."""
    x0, y0 = _place(surface, rng, size)
    dome = np.zeros_like(surface.height)
    for _ in range(int(rng.integers(2, 4))):
        angle, away = rng.uniform(0, 2 * math.pi), rng.uniform(0.1, 0.4) * size
        centre = (x0 + away * math.cos(angle), y0 + away * math.sin(angle))
        lobe = rng.uniform(0.62, 0.82) * size
        q = _relative_distance(surface, rng, centre, lobe, ragged=0.10)
        np.maximum(dome, lobe * np.sqrt(np.maximum(1 - q * q, 0)), out=dome)
    return _blurred(dome, 2.2)


def add_ulcers(surface: Surface, rng: np.random.Generator) -> Surface:
    """Return the surface with one or two sunken patches, coated, with a red margin."""
    surface = _add_ulcer(surface, rng, rng.uniform(0.34, 0.52))
    if rng.random() < 0.4:
        surface = _add_ulcer(surface, rng, rng.uniform(0.18, 0.28))
    return surface


def _add_ulcer(surface: Surface, rng: np.random.Generator, size: float) -> Surface:
    shape = _shape(surface)
    centre = _place(surface, rng, size)
    q = _relative_distance(surface, rng, centre, size, ragged=0.30)
    q += 0.10 * smooth_noise(rng, shape, cells=30)
    floor = 1 - smooth_step(q, 0.70, 0.86)
    margin = smooth_step(q, 0.70, 0.90) * (1 - smooth_step(q, 0.95, 1.55))
    coat = floor * (0.84 + 0.14 * smooth_noise(rng, shape, cells=34))
    spots = floor * smooth_step(smooth_noise(rng, shape, cells=18), 0.5, 0.75)
    albedo = painted(surface.albedo, INFLAMED, 0.66 * margin)
    albedo = painted(albedo, FIBRIN, coat)
    rim = np.exp(-(((q - 0.98) * 6.2) ** 2))
    grain = 0.010 * smooth_noise(rng, shape, cells=50) * floor
    return replace(
        surface,
        height=surface.height + size * (0.13 * rim - 0.12 * floor) + grain,
        light=np.maximum(surface.light, 0.35 * floor),
        albedo=painted(albedo, INFLAMED, 0.6 * spots),
    )


def add_erosions(surface: Surface, rng: np.random.Generator) -> Surface:
    """Return the surface with three to six red streaks that run towards the lumen."""
    shape = _shape(surface)
    count, first = int(rng.integers(3, 7)), rng.uniform(0, 2 * math.pi)
    broad, narrow = np.zeros(shape, np.uint8), np.zeros(shape, np.uint8)
    for number in range(count):
        turn = (number + rng.uniform(-0.25, 0.25)) / count
        path = _streak(surface, rng, first + 2 * math.pi * turn)
        width = rng.uniform(0.10, 0.17)
        _draw_tapered(broad, path, width)
        _draw_tapered(narrow, path, 0.24 * width)
    ragged = 0.30 * smooth_noise(rng, shape, cells=26)
    ragged += 0.22 * smooth_noise(rng, shape, cells=54)
    band = _drawn_softly(broad, 4.0)
    red = 0.85 * smooth_step(band + ragged, 0.30, 0.80) + 0.22 * band
    core = _drawn_softly(narrow, 1.6) + 1.3 * ragged
    albedo = painted(surface.albedo, INFLAMED, np.minimum(red, 0.9))
    return replace(
        surface,
        height=surface.height - 0.018 * band,
        albedo=painted(albedo, FIBRIN, 0.6 * smooth_step(core, 0.5, 0.9) * band),
    )


def _streak(
    surface: Surface, rng: np.random.Generator, angle: float
) -> NDArray[np.float32]:
    """Return the points of a bent line, shape (n, 2), in the units of x and y."""
    along = np.linspace(0, 1, 24)
    start, end = rng.uniform(0.32, 0.5), rng.uniform(0.95, 1.5)
    waves = np.sin(along * rng.uniform(6, 12) + rng.uniform(0, 6))
    bearing = angle + rng.uniform(-0.25, 0.25) * along**2 + 0.05 * waves
    radius = start + (end - start) * along
    outwards = np.stack([np.cos(bearing), np.sin(bearing)], axis=1)
    points = 0.6 * np.array(surface.lumen) + radius[:, None] * outwards
    return np.asarray(points, np.float32)


def _draw_tapered(
    canvas: NDArray[np.uint8], path: NDArray[np.float32], width: float
) -> None:
    rows, columns = canvas.shape
    half = min(rows, columns) / 2
    pixels = np.rint(path * half + (columns / 2, rows / 2)).astype(np.int32)
    taper = np.sin(np.linspace(0.35, math.pi - 0.12, len(pixels))) ** 0.7
    for start, end, part in zip(pixels[:-1], pixels[1:], taper, strict=False):
        thickness = max(1, round(width * half * float(part)))
        cv2.line(canvas, start.tolist(), end.tolist(), 255, thickness, cv2.LINE_AA)


def _place(
    surface: Surface, rng: np.random.Generator, size: float
) -> tuple[float, float]:
    """Return a place for a finding: well in view, on the far side from the lumen."""
    lumen_x, lumen_y = surface.lumen
    bearing = math.atan2(-lumen_y, -lumen_x) + rng.uniform(-1.1, 1.1)
    away = rng.uniform(0.05, max(0.12, 0.75 - size))
    return away * math.cos(bearing), away * math.sin(bearing)


def _relative_distance(
    surface: Surface,
    rng: np.random.Generator,
    centre: tuple[float, float],
    size: float,
    *,
    ragged: float,
) -> Plane:
    """Return the distance from ``centre``; 1 on an outline that is not quite round."""
    polar = cv2.cartToPolar(surface.x - centre[0], surface.y - centre[1])
    distance, angle = (np.asarray(part, np.float32) for part in polar)
    outline = np.full_like(distance, size)
    for lobes in (2, 3, 5):
        swing = size * ragged * rng.uniform(0.3, 1) / math.sqrt(lobes)
        outline += swing * np.cos(lobes * angle + rng.uniform(0, 6.3))
    return np.asarray(distance / outline, np.float32)


def _shape(surface: Surface) -> tuple[int, int]:
    rows, columns = surface.height.shape
    return rows, columns


def _moved(plane: Plane, dx: float, dy: float) -> Plane:
    half = min(plane.shape) / 2
    by = np.array([[1, 0, dx * half], [0, 1, dy * half]], np.float32)
    return np.asarray(cv2.warpAffine(plane, by, plane.shape[::-1]), np.float32)


def _blurred(plane: Plane, sigma: float) -> Plane:
    return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.float32)


def _drawn_softly(canvas: NDArray[np.uint8], sigma: float) -> Plane:
    return _blurred(np.asarray(canvas * np.float32(1 / 255), np.float32), sigma)
