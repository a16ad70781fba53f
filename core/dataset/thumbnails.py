"""Stills small enough to stand in a page by the hundred."""

import cv2

from core.images.box import RgbImage
from core.images.reading import Still

THUMBNAIL_SIDE = 240
"""Longer side, in pixels: one and a half times what the page shows; about 8 kB each."""

_JPEG_QUALITY = 80


def thumbnail(still: Still, *, side: int = THUMBNAIL_SIDE) -> bytes:
    """Return a still as a small JPEG, whole: nothing is cropped or removed.

    Parameters
    ----------
    still
        Decoded at any size.
    side
        Longer side of the JPEG, in pixels; a smaller still keeps its size.
    """
    rgb = _shrunk(still.rgb, side)
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    return data.tobytes()


def _shrunk(rgb: RgbImage, side: int) -> RgbImage:
    height, width = rgb.shape[:2]
    factor = side / max(height, width)
    if factor >= 1:
        return rgb
    size = (max(round(width * factor), 1), max(round(height * factor), 1))
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(
        "uint8", copy=False
    )
