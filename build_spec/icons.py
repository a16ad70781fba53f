"""The program's icon in the sizes and formats that each system wants, from one drawing.

``python -m build_spec.icons FOLDER`` writes ``lumenary.ico`` and ``lumenary.icns``.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Final

from build_spec.product import ICON

SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels: what the icon theme specification's folders for programs are called."""
_ICO_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)
"""Pixels: what Explorer asks for from 100 % to 400 %."""
_ICNS_SIZE: Final = 1024
"""Pixels: Pillow makes the smaller ones from it."""


def png(size: int, drawing: Path = ICON) -> bytes:
    """Return the drawing as a square PNG with ``size`` pixels a side."""
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer = QSvgRenderer(str(drawing))
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not renderer.isValid() or not image.save(buffer, "PNG"):
        raise ValueError(f"{drawing} cannot be drawn")
    return bytes(buffer.data().data())


def write_theme_icons(theme: Path, name: str) -> None:
    """Write PNGs and the drawing into a theme's folders, as ``hicolor`` has them."""
    for size in SIZES:
        target = theme / f"{size}x{size}" / "apps" / f"{name}.png"
        target.parent.mkdir(parents=True)
        target.write_bytes(png(size))
    drawing = theme / "scalable" / "apps" / f"{name}.svg"
    drawing.parent.mkdir(parents=True)
    drawing.write_bytes(ICON.read_bytes())


def write_ico(target: Path) -> None:
    """Write the icon of Windows, every size drawn and none scaled."""
    from PIL import Image

    images = [Image.open(BytesIO(png(size))) for size in _ICO_SIZES]
    sizes = [image.size for image in images]
    images[-1].save(target, "ICO", sizes=sizes, append_images=images[:-1])


def write_icns(target: Path) -> None:
    """Write the icon of macOS."""
    from PIL import Image

    Image.open(BytesIO(png(_ICNS_SIZE))).save(target, "ICNS")


def main() -> None:
    """Write both into the folder that the command names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    write_ico(folder / "lumenary.ico")
    write_icns(folder / "lumenary.icns")


if __name__ == "__main__":
    main()
