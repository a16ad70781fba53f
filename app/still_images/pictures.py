"""From pixels in numpy to pictures that Qt paints; called in the decoding threads."""

import math

import cv2
import numpy as np
from PySide6.QtGui import QImage

from core.images.box import RgbImage


def picture(rgb: RgbImage) -> QImage:
    """Return a copy of the pixels in the format that Qt paints fastest.

    Parameters
    ----------
    rgb
        shape (H, W, 3), uint8, RGB.
    """
    # Format_RGB32 is blue, green, red, 255 in memory on every machine PySide6 runs on
    pixels = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGRA)
    height, width = pixels.shape[:2]
    lent = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return lent.copy()


def fitted(rgb: RgbImage, side: int) -> RgbImage:
    """Shrink by area until both sides are at most ``side``; smaller ones stay."""
    height, width = rgb.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return rgb
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def levels(rgb: RgbImage, smallest: int) -> tuple[QImage, ...]:
    """Return the picture, its half, its quarter and so on.

    Painted from the level just above its size on the screen, a picture never shimmers:
    Qt reads four pixels of the source for each one that it paints.

    Parameters
    ----------
    rgb
        shape (H, W, 3), uint8, RGB.
    smallest
        Longest side below which no further level is made, in pixels.
    """
    made = [picture(rgb)]
    side = max(rgb.shape[:2])
    while (side := side // 2) >= smallest:
        rgb = fitted(rgb, side)
        made.append(picture(rgb))
    return tuple(made)


def within(rgb: RgbImage, most_pixels: int) -> RgbImage:
    """Shrink by area to at most so many pixels; smaller pictures come back as is."""
    height, width = rgb.shape[:2]
    if height * width <= most_pixels:
        return rgb
    scale = math.sqrt(most_pixels / (height * width))
    return fitted(rgb, int(max(height, width) * scale))
