"""A drawn piece of bowel: its relief, its colour, and how the lamp lights it.

Drawn at half the resolution of the still, which enlarging makes as soft as the real
ones; only highlights, which are sharp there too, are thresholded after it.
"""

import math
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from core.images.box import RgbImage

Plane: TypeAlias = NDArray[np.float32]
"""shape (h, w), float32."""
Albedo: TypeAlias = NDArray[np.float32]
"""shape (3, h, w), float32: red, green, blue light that comes back, 0 to 1."""
Colour: TypeAlias = tuple[float, float, float]
"""RGB, 0 to 1."""

LAMP = (-0.30, -0.42, 0.86)
"""Direction to the lamp: a little left of the lens and above it; of length 1."""
INDIGO_CARMINE: Colour = (0.07, 0.36, 0.55)
BLOOD: Colour = (0.50, 0.07, 0.06)


@dataclass(frozen=True, slots=True)
class Mucosa:
    """What the mucosa of all stills of one examination has in common; 0 to 1."""

    albedo: Colour
    mottling: float
    """How much the redness varies from place to place."""
    vessels: float
    """How clearly vessels show."""
    wetness: float
    """How much of it glistens."""
    dye: float
    """How much indigo carmine was sprayed."""


@dataclass(frozen=True, slots=True)
class Surface:
    """Mucosa in view; all planes have the same shape (h, w).

    ``x`` and ``y`` run from -1 to 1 along the shorter side, the origin in the middle.
    """

    x: Plane
    y: Plane
    lumen: tuple[float, float]
    """Where the bowel leads to, in the units of ``x`` and ``y``; may be out of view."""
    light: Plane
    """How much light arrives, distance and folds considered; about 0 to 1."""
    height: Plane
    """Relief towards the lens, in the units of ``x`` and ``y``."""
    albedo: Albedo


def smooth_noise(
    rng: np.random.Generator, shape: tuple[int, int], *, cells: int
) -> Plane:
    """Return noise from about -1 to 1 with ``cells`` bumps along the longer side."""
    rows, columns = (max(2, round(cells * side / max(shape)) + 1) for side in shape)
    grid = rng.random((rows, columns), dtype=np.float32) * 2 - 1
    enlarged = cv2.resize(grid, shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.asarray(enlarged, np.float32)


def smooth_step(values: Plane, low: float, high: float) -> Plane:
    """Return 0 below ``low``, 1 above ``high`` and a smooth rise between."""
    part = (values - low) * (1 / (high - low))
    np.clip(part, 0, 1, out=part)
    return np.asarray(part * part * (3 - 2 * part), np.float32)


def painted(albedo: Albedo, paint: Colour, cover: Plane) -> Albedo:
    """Return ``albedo`` under ``paint`` that covers it to the part ``cover``."""
    mixed = np.array(paint, np.float32)[:, None, None] - albedo
    mixed *= cover
    mixed += albedo
    return mixed


def draw_surface(
    rng: np.random.Generator, shape: tuple[int, int], mucosa: Mucosa
) -> Surface:
    """Return healthy mucosa with folds around a lumen somewhere.

    Parameters
    ----------
    rng
        Decides everything that is left open.
    shape
        Rows and columns of the planes.
    mucosa
        The examination's mucosa.
    """
    x, y = _coordinates(shape)
    angle, away = rng.uniform(0, 2 * math.pi), rng.uniform(0.15, 1.15)
    lumen = (away * math.cos(angle), away * math.sin(angle))
    light, crest = _folds(rng, x - lumen[0], y - lumen[1])
    relief = 0.11 * smooth_noise(rng, shape, cells=5)
    relief += 0.014 * smooth_noise(rng, shape, cells=24)
    return Surface(
        x=x,
        y=y,
        lumen=lumen,
        light=light,
        height=relief + 0.06 * crest,
        albedo=_albedo(rng, mucosa, relief),
    )


def _coordinates(shape: tuple[int, int]) -> tuple[Plane, Plane]:
    half = min(shape) / 2
    rows = (np.arange(shape[0], dtype=np.float32) - shape[0] / 2) / half
    columns = (np.arange(shape[1], dtype=np.float32) - shape[1] / 2) / half
    x, y = np.meshgrid(columns, rows)
    return x, y


def _folds(rng: np.random.Generator, dx: Plane, dy: Plane) -> tuple[Plane, Plane]:
    """Return light and fold crests of a tube seen along its axis.

    Rings at equal depths crowd together towards the lumen; waves around it bend each
    ring into the rounded triangle of a haustral fold. Behind a crest lies its shadow.
    """
    distance, angle = (np.asarray(a, np.float32) for a in cv2.cartToPolar(dx, dy))
    bend = 0.22 * smooth_noise(rng, dx.shape, cells=4)
    bend += 0.14 * np.cos(3 * angle + rng.uniform(0, 6.3))
    bend += 0.10 * np.cos(2 * angle + rng.uniform(0, 6.3))
    radius = distance * (1 + bend)
    depth = np.log(radius + 0.12) * -rng.uniform(1.2, 2.0) + rng.uniform(0, 1)
    beyond = np.asarray(depth - np.floor(depth), np.float32)
    strength = np.clip(0.46 + 0.55 * smooth_noise(rng, dx.shape, cells=3), 0, 0.88)
    crest = strength * beyond * beyond * smooth_step(1 - beyond, 0.0, 0.14)
    shadow = strength * (1 - smooth_step(beyond, 0.0, 0.6))
    shadow *= smooth_step(beyond, -0.01, 0.05)
    reach = 1 - 0.98 * np.exp(-((radius * 1.55) ** 2))
    return reach * (1 - shadow + 0.35 * crest), crest


def _albedo(rng: np.random.Generator, mucosa: Mucosa, relief: Plane) -> Albedo:
    shape = (relief.shape[0], relief.shape[1])
    patches = smooth_noise(rng, shape, cells=6)
    patches += 0.6 * smooth_noise(rng, shape, cells=28)
    patches *= mucosa.mottling
    red, green, blue = mucosa.albedo
    planes = [red * (1 + 0.05 * patches)]
    planes += [tone * (1 - 0.24 * patches) for tone in (green, blue)]
    albedo = np.stack(planes)
    if mucosa.vessels > 0:
        albedo = painted(albedo, BLOOD, 0.45 * mucosa.vessels * _vessels(rng, shape))
    if mucosa.dye == 0:
        return albedo
    # the dye gathers in what lies deeper
    pools = smooth_noise(rng, shape, cells=4) - 6 * relief + 2.4 * mucosa.dye - 1.0
    return painted(albedo, INDIGO_CARMINE, 0.85 * smooth_step(pools, -0.5, 0.9))


def _vessels(rng: np.random.Generator, shape: tuple[int, int]) -> Plane:
    """Return branching vessels, 0 to 1; each branch parts from an older one."""
    canvas = np.zeros(shape, np.uint8)
    count, steps, stride = 26, 26, max(shape) / 60
    turns = rng.normal(0, 0.22, (count, steps))
    heading = rng.uniform(0, 2 * math.pi, count)
    origins = rng.uniform((0, 0), shape[::-1], (count, 2))
    parents = rng.integers(0, np.maximum(np.arange(count) // 2, 1))
    nodes = rng.integers(3, steps, count)
    paths = np.empty((count, steps, 2))
    for branch in range(count):
        if branch >= 6:
            origins[branch] = paths[parents[branch], nodes[branch]]
        bearing = heading[branch] + np.cumsum(turns[branch])
        steps_taken = stride * np.stack([np.cos(bearing), np.sin(bearing)], axis=1)
        paths[branch] = origins[branch] + np.cumsum(steps_taken, axis=0)
    fixed = np.rint(paths * 16).astype(np.int32)
    cv2.polylines(canvas, list(fixed[:8]), False, 255, 2, cv2.LINE_AA, shift=4)
    cv2.polylines(canvas, list(fixed[8:]), False, 170, 1, cv2.LINE_AA, shift=4)
    soft = cv2.GaussianBlur(canvas, (3, 3), 0)
    return np.asarray(soft, np.float32) * (1 / 255)


def light_surface(
    surface: Surface, mucosa: Mucosa, rng: np.random.Generator
) -> tuple[RgbImage, NDArray[np.uint8]]:
    """Return the lit surface and its highlights, both at the surface's resolution.

    Returns
    -------
    tuple
        The image, shape (h, w, 3), and how strongly each place glistens, shape (h, w),
        0 to 255, to be enlarged and thresholded: above 128 is a highlight.
    """
    shape = (surface.height.shape[0], surface.height.shape[1])
    facing = _facing_the_lamp(surface.height)
    ripples = surface.height + 0.009 * smooth_noise(rng, shape, cells=58)
    shine = _facing_the_lamp(ripples) - 0.030 * (1 - mucosa.wetness)
    shine += 0.035 * smooth_noise(rng, shape, cells=5)
    shine *= smooth_step(surface.light, 0.2, 0.75)
    grain = rng.random(shape, dtype=np.float32) * 0.05
    shade = surface.light * (0.22 + 0.92 * facing * facing + grain)
    shade *= rng.uniform(1.0, 1.3)
    glistening = np.clip((shine - 0.975) * 4200 + 128, 0, 255)
    return _developed(surface.albedo, shade), glistening.astype(np.uint8)


def _facing_the_lamp(height: Plane) -> Plane:
    """Return the cosine between the surface's normal and the lamp, below 1."""
    slope = min(height.shape) / 16
    across = np.asarray(cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=slope), np.float32)
    down = np.asarray(cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=slope), np.float32)
    towards = LAMP[2] - LAMP[0] * across - LAMP[1] * down
    cosine = towards / np.sqrt(1 + across * across + down * down)
    return np.maximum(cosine, 0)


def _developed(albedo: Albedo, shade: Plane) -> RgbImage:
    """Return 8 bit values; what little light comes back from the depth is red."""
    linear = np.empty((*shade.shape, 3), np.uint8)
    for channel, fading in enumerate((0.0, 0.14, 0.22)):
        light = shade * (255 * (1 - fading) + 255 * fading * shade)
        linear[..., channel] = np.minimum(albedo[channel] * light, 255)
    brightness = np.arange(256) / 255
    curve = 255 * brightness * (1.5 - 0.5 * np.sqrt(brightness))
    return np.asarray(cv2.LUT(linear, np.rint(curve).astype(np.uint8)), np.uint8)
