"""The menu entry, the file type and the icons, as Linux desktops look for them."""

import shutil
from pathlib import Path
from typing import Final

from build_spec.icons import write_theme_icons
from build_spec.product import WINDOW_PROGRAM

HERE: Final = Path(__file__).resolve().parent


def write_desktop_files(share: Path) -> None:
    """Write them below a folder ``share``, such as ``/usr/share``."""
    _copy("lumenary.desktop", share / "applications")
    _copy("lumenary-model.xml", share / "mime" / "packages")
    write_theme_icons(share / "icons" / "hicolor", WINDOW_PROGRAM)


def _copy(name: str, folder: Path) -> None:
    folder.mkdir(parents=True)
    shutil.copyfile(HERE / name, folder / name)
