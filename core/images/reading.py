"""Image files in, stills out; or a short sentence that says why not.

Pillow reads the header, where what is too large or cut short is refused before a pixel
is decoded. Files are read as bytes and decoded from memory, because ``cv2.imread`` does
not open paths beyond ASCII on Windows. All functions may be called from any thread.
"""

import stat
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import ImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.Image import DecompressionBombError
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from core.errors import LumenaryError
from core.images.box import RgbImage
from core.images.decoding import DECODER_ERRORS, decode_pixels
from core.images.implausible import why_not_decoded, why_not_opened

STILL_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp"})
"""Endings of the files that are taken for stills, in lower case."""

MAX_PIXELS = 100_000_000
"""Larger images are refused from their header: decoded they take 300 MB and more.

The largest stills of a 4K tower have 8 million pixels.
"""

_MORE_THAN_ALLOWED = f"more than {MAX_PIXELS // 1_000_000} million"

MAX_FILE_BYTES = 1 << 30
"""Larger files are refused unread: MAX_PIXELS in 16-bit RGBA are 0.8 GB."""

_OPENERS: tuple[tuple[bytes, type[ImageFile.ImageFile]], ...] = (
    (b"\xff\xd8\xff", JpegImageFile),
    (b"\x89PNG\r\n\x1a\n", PngImageFile),
    (b"II*\0", TiffImageFile),
    (b"MM\0*", TiffImageFile),
    (b"BM", BmpImageFile),
    (b"RIFF", WebPImageFile),
)


class UnreadableStill(LumenaryError):
    """A file holds no image that can be decoded; ``user_message`` says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A decoded still, and the size that it has in its file."""

    rgb: RgbImage
    """shape (H, W, 3), uint8, RGB, upright; smaller than the original if so decoded."""
    width: int
    """Of the original, upright, in pixels."""
    height: int
    """Of the original, upright, in pixels."""

    @property
    def scale_x(self) -> float:
        """Original pixels per decoded pixel, along a row."""
        return self.width / int(self.rgb.shape[1])

    @property
    def scale_y(self) -> float:
        """Original pixels per decoded pixel, along a column."""
        return self.height / int(self.rgb.shape[0])


def read_still(path: Path, *, shortest_side: int | None = None) -> Still:
    """Read and decode one image file.

    Parameters
    ----------
    path
        The file; what it is, is told by its content and not by its ending.
    shortest_side
        If given, a JPEG is decoded at 1/2, 1/4 or 1/8 of its size where both sides
        still keep this many pixels: at 622 x 529 in 0.7 ms instead of 1.8.

    Raises
    ------
    UnreadableStill
        If there is no such file, it may not be read, or it holds no readable image.
    """
    return decode_still(read_bytes(path), shortest_side=shortest_side)


def decode_still(data: bytes, *, shortest_side: int | None = None) -> Still:
    """Decode an image file held in memory; see :func:`read_still`.

    Raises
    ------
    UnreadableStill
        If the bytes are no image, are cut short or damaged, or if the image has more
        than :data:`MAX_PIXELS`.
    """
    _refuse(why_not_opened(data))
    image = _open_header(data)
    _refuse_too_many_pixels(image.width, image.height)
    _refuse(why_not_decoded(image, data))
    _refuse_cut_short(image, data)
    _refuse_32_bits(image)
    try:
        rgb, (width, height) = decode_pixels(image, data, shortest_side=shortest_side)
    except DECODER_ERRORS as error:
        raise _not_decoded(error) from error
    return Still(rgb=rgb, width=width, height=height)


def read_bytes(path: Path) -> bytes:
    """Return a file's content, to be decoded by :func:`decode_still`.

    Raises
    ------
    UnreadableStill
        If there is no such file, it may not be read, it is none (a folder, a pipe), or
        it is larger than :data:`MAX_FILE_BYTES`.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableStill("This is a folder, not a file.", details=str(path))
        if not stat.S_ISREG(status.st_mode):  # to open a named pipe would wait forever
            raise UnreadableStill("This is not an image file.", details=str(path))
        if status.st_size > MAX_FILE_BYTES:
            raise UnreadableStill("The file is larger than 1 GB.", details=str(path))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableStill("The file is not there.", details=str(path)) from error
    except PermissionError as error:
        raise UnreadableStill(
            "You have no permission to read the file.", details=str(path)
        ) from error
    except OSError as error:
        raise UnreadableStill(
            f"The file could not be read: {error.strerror or type(error).__name__}.",
            details=repr(error),
        ) from error


def _open_header(data: bytes) -> ImageFile.ImageFile:
    # The plug-ins themselves and not Image.open: that warns of large images through
    # Python's process-wide warnings and tries three dozen formats that no tower saves.
    if not data:
        raise UnreadableStill("The file is empty.")
    for signature, opener in _OPENERS:
        if data.startswith(signature) and (
            signature != b"RIFF" or data[8:12] == b"WEBP"
        ):
            try:
                return opener(BytesIO(data))
            except DECODER_ERRORS as error:
                raise _not_decoded(error) from error
    raise UnreadableStill("The file is not a JPEG, PNG, TIFF, BMP or WebP image.")


def _not_decoded(error: Exception) -> UnreadableStill:
    told = str(error).lower()
    if isinstance(error, DecompressionBombError):  # WebP, before its size is told
        message = f"The image is too large: {_MORE_THAN_ALLOWED}."
    elif "truncated" in told:
        message = "The file is cut short."
    elif "unknown" in told or "unsupported" in told:
        message = "The image is stored in a form that Lumenary can't read."
    else:
        message = "The file is damaged."
    return UnreadableStill(message, details=repr(error))


def _refuse(reason: str) -> None:
    if reason:
        raise UnreadableStill(reason)


def _refuse_too_many_pixels(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise UnreadableStill(
            f"The image is too large: {width:,} x {height:,} pixels, "
            f"{_MORE_THAN_ALLOWED}."
        )


def _refuse_cut_short(image: ImageFile.ImageFile, data: bytes) -> None:
    # libjpeg paints what is missing grey and goes on. The end marker of a JPEG cannot
    # occur within its coded pixels, so one must follow where Pillow stopped reading
    # the header; a thumbnail's own lies before.
    marker = {"JPEG": b"\xff\xd9", "PNG": b"IEND"}.get(image.format or "")
    if marker and image.fp and data.rfind(marker, image.fp.tell()) < 0:
        raise UnreadableStill("The file is cut short.")


def _refuse_32_bits(image: ImageFile.ImageFile) -> None:
    if image.mode in ("I", "F"):
        raise UnreadableStill(
            "The image holds numbers of 32 bits instead of colours of 8 or 16."
        )
