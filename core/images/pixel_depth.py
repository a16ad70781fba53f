"""Pixels of other kinds as RGB of 8 bits: deep values, grey, transparency."""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from core.images.box import RgbImage

_DEPTHS = (8, 10, 12, 14, 16)
"""Bits that cameras and converters deliver in files of 16."""


_PIXELS_AT_ONCE = 250_000
"""Some are laid on black at a time: all of a large image would take six times its size.
"""


def to_8_bits(values: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Scale deep pixel values to 0..255, rounded.

    Files of 16 bits often hold 10, 12 or 14 and say so nowhere; scaled by 65535 they
    would come out nearly black. The full scale is therefore that of the smallest usual
    depth which holds the largest value: an endoscope's own light leaves some reflex
    that saturates the sensor in all but black frames. Relative brightness is kept, the
    image is not stretched to its own largest value.

    Parameters
    ----------
    values
        Any shape, all channels that share one scale.
    """
    largest = int(values.max(initial=0))
    full = next(2**bits - 1 for bits in _DEPTHS if largest < 2**bits)
    table = np.rint(np.arange(full + 1) * (255 / full)).astype(np.uint8)
    return cast("NDArray[np.uint8]", table[values])


def to_rgb(values: NDArray[np.uint8]) -> RgbImage:
    """Return grey of shape (H, W) in three equal channels; (H, W, 3) as it is."""
    if values.ndim == 3:
        return np.ascontiguousarray(values)
    return np.repeat(values[..., None], 3, axis=2)


def composite_on_black(rgb: RgbImage, alpha: NDArray[np.uint8]) -> RgbImage:
    """Lay a partly transparent image on black.

    Black is what surrounds an endoscope's field of view, and transparency in stills is
    where someone cut that surrounding away: on black it is found again as the field's
    border, on white it would pass for a bright part of the picture.

    Parameters
    ----------
    rgb
        shape (H, W, 3), uint8, not premultiplied.
    alpha
        shape (H, W), 0 transparent to 255 opaque.
    """
    laid = np.empty(rgb.shape, np.uint8)
    rows = max(_PIXELS_AT_ONCE // max(rgb.shape[1], 1), 1)
    for start in range(0, rgb.shape[0], rows):
        part = slice(start, start + rows)
        product = rgb[part].astype(np.uint16) * alpha[part, :, None]
        laid[part] = (product + 127) // 255
    return laid
