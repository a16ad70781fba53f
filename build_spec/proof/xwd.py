"""A picture of a screen: the X Window Dump that Xvfb keeps, read and written as PNG."""

import struct
import zlib
from dataclasses import dataclass
from typing import Final

_WORDS: Final = 25
"""Of the header, each 32 bits, most significant byte first: X11/XWDFile.h."""
_Z_PIXMAP: Final = 2
_LSB_FIRST: Final = 0
_COLOUR_BYTES: Final = 12
_COMPRESSION: Final = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels of a screen.

    Attributes
    ----------
    rgb
        Rows from the top, three bytes for each pixel.
    """

    width: int
    height: int
    rgb: bytes

    @property
    def colours(self) -> int:
        """How many different colours there are; one where nothing was drawn."""
        pixels = self.rgb
        return len({pixels[i : i + 3] for i in range(0, len(pixels), 3)})

    @property
    def drawn_share(self) -> float:
        """Share of pixels unlike the commonest colour, 0 to 1."""
        pixels = self.rgb
        counts: dict[bytes, int] = {}
        for start in range(0, len(pixels), 3):
            colour = pixels[start : start + 3]
            counts[colour] = counts.get(colour, 0) + 1
        return 1 - max(counts.values()) / (self.width * self.height)

    def png(self) -> bytes:
        """Return the picture as a PNG."""
        line = self.width * 3
        rows = b"".join(
            b"\0" + self.rgb[start : start + line]
            for start in range(0, len(self.rgb), line)
        )
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            (
                _chunk(b"IHDR", header),
                _chunk(b"IDAT", zlib.compress(rows, _COMPRESSION)),
                _chunk(b"IEND", b""),
            )
        )


def read_xwd(data: bytes) -> Picture:
    """Return the picture in a dump of 32 bits a pixel, blue first, as Xvfb writes it.

    Raises
    ------
    ValueError
        If it is of another kind, or cut off.
    """
    if len(data) < _WORDS * 4:
        msg = "the dump is cut off within its header"
        raise ValueError(msg)
    header = struct.unpack(f">{_WORDS}I", data[: _WORDS * 4])
    kind, order, bits = header[2], header[7], header[11]
    if (kind, order, bits) != (_Z_PIXMAP, _LSB_FIRST, 32):
        msg = f"a dump of another kind: format {kind}, order {order}, {bits} bits"
        raise ValueError(msg)
    width, height, line = header[4], header[5], header[12]
    start = header[0] + header[19] * _COLOUR_BYTES
    if len(data) < start + line * height:
        msg = "the dump is cut off within its pixels"
        raise ValueError(msg)
    pixels = data[start : start + line * height]
    if line != width * 4:
        pixels = b"".join(
            pixels[y * line : y * line + width * 4] for y in range(height)
        )
    rgb = bytearray(width * height * 3)
    for channel in range(3):
        rgb[channel::3] = pixels[2 - channel :: 4]
    return Picture(width, height, bytes(rgb))


def _chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check
