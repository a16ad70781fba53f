"""Sound image files of every kind that the program reads, made of drawn stills."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image, ImageCms

from core.images.sample_stills import FINDINGS, draw_still

SIDE: Final = 160
"""Width that most are shrunk to: damage does its work in small files as well."""
REAL_ONES: Final = 12


@cache
def _scene(width: int = SIDE) -> np.ndarray:
    drawn = draw_still(FINDINGS[0], 5).rgb
    height = round(drawn.shape[0] * width / drawn.shape[1])
    return cv2.resize(drawn, (width, height), interpolation=cv2.INTER_AREA)


def _picture(mode: str = "RGB", width: int = SIDE) -> Image.Image:
    return Image.fromarray(_scene(width)).convert(mode)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def _encoded(ending: str, pixels: np.ndarray, *options: int) -> bytes:
    return cv2.imencode(ending, pixels, options)[1].tobytes()


def _deep(channels: int) -> np.ndarray:
    bgra = cv2.cvtColor(_scene(), cv2.COLOR_RGB2BGRA).astype(np.uint16) * 257
    return bgra[..., 1] if channels == 1 else np.ascontiguousarray(bgra[..., :channels])


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Drawn"
    exif.get_ifd(0x8769)[0x9003] = "2024:08:07 08:25:38"
    return exif


@cache
def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _frames(mode: str = "RGB") -> list[Image.Image]:
    return [_picture(mode).rotate(turn) for turn in (90, 180)]


def _jpeg(mode: str = "RGB", **options: object) -> bytes:
    return _saved(_picture(mode), "JPEG", **options)


def _adorned(kind: str, **options: object) -> bytes:
    return _saved(_picture(), kind, exif=_exif(), icc_profile=_profile(), **options)


def _several(kind: str, mode: str = "RGB", **options: object) -> bytes:
    return _saved(
        _picture(mode), kind, save_all=True, append_images=_frames(mode), **options
    )


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG with its length and checksum."""
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def _interlaced_png() -> bytes:
    # Adam7, PNG specification 8.2: x0, y0, dx, dy of each pass
    passes = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4))
    passes += ((0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    scene = _scene()
    raw = b"".join(
        b"\0" + row.tobytes() for x, y, dx, dy in passes for row in scene[y::dy, x::dx]
    )
    height, width = scene.shape[:2]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 1)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(raw))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


def _run_length_bmp() -> bytes:
    grey = _scene()[::-1, :, 1] // 16 * 16
    rows = b"".join(
        b"".join(bytes((1, value)) for value in row) + b"\0\0" for row in grey
    )
    height, width = grey.shape
    palette = b"".join(bytes((value, value, value, 0)) for value in range(256))
    start = 54 + len(palette)
    told = (width, height, 1, 8, 1, len(rows) + 2, 0, 0, 256, 0)
    sizes = struct.pack("<IiiHHIIiiII", 40, *told)
    header = struct.pack("<2sIHHI", b"BM", start + len(rows) + 2, 0, 0, start)
    return header + sizes + palette + rows + b"\0\1"


def _bmp_of_16_bits() -> bytes:
    red, green, blue = (_scene()[::-1, :, i].astype(np.uint16) for i in range(3))
    values = (red >> 3 << 11) | (green >> 2 << 5) | (blue >> 3)
    data = values.astype("<u2").tobytes()
    height, width = values.shape
    sizes = struct.pack(
        "<IIiHHIIiiII", 40, width, height, 1, 16, 3, len(data), *[0] * 4
    )
    masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    return (
        struct.pack("<2sIHHI", b"BM", 66 + len(data), 0, 0, 66) + sizes + masks + data
    )


_MAKERS: Final[dict[str, Callable[[], bytes]]] = {
    "plain.jpg": _jpeg,
    "grey.jpg": lambda: _jpeg("L"),
    "cmyk.jpg": lambda: _jpeg("CMYK"),
    "progressive.jpg": lambda: _jpeg(progressive=True),
    "full colour.jpg": lambda: _jpeg(subsampling=0, quality=95),
    "with restarts.jpg": lambda: _jpeg(restart_marker_blocks=4),
    "adorned.jpg": lambda: _adorned("JPEG", comment=b"drawn"),
    "several frames.jpg": lambda: _several("MPO"),
    "large.jpg": lambda: _saved(_picture(width=1280), "JPEG"),
    "plain.png": lambda: _saved(_picture(), "PNG"),
    "grey.png": lambda: _saved(_picture("L"), "PNG"),
    "one bit.png": lambda: _saved(_picture("1"), "PNG"),
    "palette.png": lambda: _saved(_picture("P"), "PNG", transparency=b"\0\x80" * 40),
    "alpha.png": lambda: _saved(_picture("RGBA"), "PNG"),
    "grey alpha.png": lambda: _saved(_picture("LA"), "PNG"),
    "adorned.png": lambda: _adorned("PNG"),
    "interlaced.png": _interlaced_png,
    "animated.png": lambda: _several("PNG"),
    "animated alpha.png": lambda: _several("PNG", "RGBA"),
    "deep grey.png": lambda: _encoded(".png", _deep(1)),
    "deep.png": lambda: _encoded(".png", _deep(3)),
    "deep alpha.png": lambda: _encoded(".png", _deep(4)),
    "plain.bmp": lambda: _saved(_picture(), "BMP"),
    "palette.bmp": lambda: _saved(_picture("P"), "BMP"),
    "one bit.bmp": lambda: _saved(_picture("1"), "BMP"),
    "alpha.bmp": lambda: _saved(_picture("RGBA"), "BMP"),
    "run lengths.bmp": _run_length_bmp,
    "of 16 bits.bmp": _bmp_of_16_bits,
    "plain.tif": lambda: _saved(_picture(), "TIFF"),
    "lzw.tif": lambda: _saved(_picture(), "TIFF", compression="tiff_lzw"),
    "deflate.tif": lambda: _saved(_picture(), "TIFF", compression="tiff_adobe_deflate"),
    "jpeg.tif": lambda: _saved(_picture(), "TIFF", compression="jpeg"),
    "packbits.tif": lambda: _saved(_picture(), "TIFF", compression="packbits"),
    "fax.tif": lambda: _saved(_picture("1"), "TIFF", compression="group4"),
    "cmyk.tif": lambda: _saved(_picture("CMYK"), "TIFF"),
    "palette.tif": lambda: _saved(_picture("P"), "TIFF"),
    "alpha.tif": lambda: _saved(_picture("RGBA"), "TIFF", compression="tiff_lzw"),
    "lab.tif": lambda: _saved(_picture("LAB"), "TIFF"),
    "several pages.tif": lambda: _several("TIFF", compression="tiff_lzw"),
    "adorned.tif": lambda: _adorned("TIFF"),
    "deep grey.tif": lambda: _encoded(".tiff", _deep(1)),
    "deep.tif": lambda: _encoded(".tiff", _deep(3)),
    "deep alpha.tif": lambda: _encoded(".tiff", _deep(4)),
    "floating.tif": lambda: _saved(_picture("F"), "TIFF"),
    "lossy.webp": lambda: _saved(_picture(), "WEBP"),
    "lossless.webp": lambda: _saved(_picture(), "WEBP", lossless=True),
    "alpha.webp": lambda: _saved(_picture("RGBA"), "WEBP"),
    "adorned.webp": lambda: _adorned("WEBP"),
    "animated.webp": lambda: _several("WEBP"),
}

NAMES: Final = tuple(_MAKERS)


@cache
def sound_still(name: str) -> bytes:
    """Return the file called ``name``, one of :data:`NAMES`."""
    return _MAKERS[name]()


@cache
def real_stills(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """Return some files of a folder of real images, small ones, each with its name."""
    odd = sorted((folder / "odd_formats").iterdir())
    stills = sorted(p for p in (folder / "gi").rglob("*") if p.is_file())
    chosen = [*odd, *stills[:: max(len(stills) // (REAL_ONES - len(odd)), 1)]]
    return tuple((path.name, path.read_bytes()) for path in chosen[:REAL_ONES])
