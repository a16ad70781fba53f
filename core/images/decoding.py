"""Bytes in, pixels out: every format, mode and orientation as one kind of array.

JPEG and PNG of 8 bits, nearly all of what an endoscopy tower saves, are decoded by
OpenCV. Pillow decodes what OpenCV decodes wrongly or not at all: CMYK, palettes, alpha,
grey of 16 bits, TIFF, BMP, WebP. All functions may be called from any thread.
"""

import struct
import zlib

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageFile, ImageOps
from PIL.ExifTags import Base as ExifTag
from PIL.Image import DecompressionBombError
from PIL.TiffImagePlugin import TiffImageFile

from core.images.box import RgbImage
from core.images.pixel_depth import composite_on_black, to_8_bits, to_rgb

DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    struct.error,
    zlib.error,
    cv2.error,
    MemoryError,
    OverflowError,
    AssertionError,
    DecompressionBombError,
)
"""What Pillow's and OpenCV's readers raise on files that are not as they should be."""

# IMREAD_REDUCED_COLOR_n would give BGR; the scale of IMREAD_REDUCED_GRAYSCALE_n with
# the colours of IMREAD_COLOR_RGB saves turning the channels round
_REDUCED_FLAGS = {
    1: 0,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
}


def decode_pixels(
    image: ImageFile.ImageFile, data: bytes, *, shortest_side: int | None = None
) -> tuple[RgbImage, tuple[int, int]]:
    """Decode an image whose header was read.

    Parameters
    ----------
    image
        Opened by Pillow and not loaded yet.
    data
        The whole file.
    shortest_side
        See :func:`core.images.reading.read_still`.

    Returns
    -------
    rgb
        Upright, maybe reduced.
    size
        Width and height of the original, upright.

    Raises
    ------
    Exception
        One of :data:`DECODER_ERRORS` if the file is damaged.
    """
    if image.format == "JPEG" and image.mode in ("RGB", "L"):
        return _decode_jpeg(image, data, shortest_side)
    if image.mode.startswith("I;16"):
        return _full_size(_decode_grey_of_16_bits(image))
    if _is_colour_of_16_bits(image, data):
        return _full_size(_decode_colour_of_16_bits(image, data))
    if image.format == "PNG" and _is_plain_png(image, data):
        return _full_size(_decode_with_opencv(data))
    return _full_size(_decode_with_pillow(image))


def _full_size(rgb: RgbImage) -> tuple[RgbImage, tuple[int, int]]:
    return rgb, (rgb.shape[1], rgb.shape[0])


def _decode_jpeg(
    image: ImageFile.ImageFile, data: bytes, shortest_side: int | None
) -> tuple[RgbImage, tuple[int, int]]:
    orientation = _orientation(image)
    rgb = _decode_with_opencv(
        data, reduction=_reduction(min(image.size), shortest_side)
    )
    width, height = image.size
    if orientation >= 5:
        width, height = height, width
    return _upright(rgb, orientation), (width, height)


def _reduction(side: int, wanted: int | None) -> int:
    """Return by how much a JPEG may shrink; libjpeg rounds its sides up."""
    if wanted is None:
        return 1
    return next((by for by in (8, 4, 2) if -(-side // by) >= wanted), 1)


def _decode_with_opencv(data: bytes, *, reduction: int = 1) -> RgbImage:
    flags = (
        cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION | _REDUCED_FLAGS[reduction]
    )
    return _imdecode(data, flags).astype(np.uint8, copy=False)


def _imdecode(data: bytes, flags: int) -> NDArray[np.generic]:
    pixels: NDArray[np.generic] | None = cv2.imdecode(
        np.frombuffer(data, np.uint8), flags
    )
    if pixels is None:
        raise OSError("cv2.imdecode returned nothing")
    return pixels


def _decode_grey_of_16_bits(image: ImageFile.ImageFile) -> RgbImage:
    # mode "I;16B" gives big-endian numbers
    grey = to_8_bits(np.asarray(ImageOps.exif_transpose(image)).astype(np.uint16))
    return to_rgb(255 - grey if _white_is_zero(image) else grey)


def _white_is_zero(image: ImageFile.ImageFile) -> bool:
    # Pillow turns such TIFFs round itself where they have 8 bits
    return isinstance(image, TiffImageFile) and image.tag_v2.get(262) == 0


def _is_colour_of_16_bits(image: ImageFile.ImageFile, data: bytes) -> bool:
    if image.format == "PNG":
        return data[24] == 16  # bit depth in IHDR, always the first chunk
    bits = image.tag_v2.get(258, ()) if isinstance(image, TiffImageFile) else ()
    return set(bits) == {16} and image.mode in ("RGB", "RGBA", "RGBX")


def _decode_colour_of_16_bits(image: ImageFile.ImageFile, data: bytes) -> RgbImage:
    # Pillow knows no such mode and would cut the values to their upper 8 bits
    pixels = _imdecode(data, cv2.IMREAD_UNCHANGED).astype(np.uint16, copy=False)
    rgb = to_rgb(to_8_bits(pixels[..., 2::-1]))
    if pixels.shape[2] == 4:
        rgb = composite_on_black(rgb, to_8_bits(pixels[..., 3]))
    already_upright = isinstance(image, TiffImageFile)  # OpenCV's own doing
    return rgb if already_upright else _upright(rgb, _orientation(image))


def _is_plain_png(image: ImageFile.ImageFile, data: bytes) -> bool:
    # an orientation may follow the pixels, where the header's reader has not been
    return (
        image.mode in ("RGB", "L")
        and "transparency" not in image.info
        and b"eXIf" not in data
    )


def _decode_with_pillow(image: ImageFile.ImageFile) -> RgbImage:
    ImageOps.exif_transpose(image, in_place=True)  # else it is copied in any case
    if not image.has_transparency_data:
        return np.array(image.convert("RGB"))
    rgba = np.asarray(image if image.mode == "RGBA" else image.convert("RGBA"))
    return composite_on_black(rgba[..., :3], rgba[..., 3])


def _orientation(image: ImageFile.ImageFile) -> int:
    """Return EXIF's number of the orientation, 1 to 8; 1, upright, if none is told."""
    try:
        told = image.getexif().get(ExifTag.Orientation)
    except DECODER_ERRORS:  # broken camera data is no reason to refuse the pixels
        return 1
    return told if isinstance(told, int) and 1 <= told <= 8 else 1


def _upright(rgb: RgbImage, orientation: int) -> RgbImage:
    """Undo an EXIF orientation (CIPA DC-008, table "Orientation")."""
    if orientation == 1:
        return rgb
    if orientation >= 5:
        rgb = rgb.swapaxes(0, 1)
    if orientation in (2, 3, 6, 7):
        rgb = rgb[:, ::-1]
    if orientation in (3, 4, 7, 8):
        rgb = rgb[::-1]
    return np.ascontiguousarray(rgb)
