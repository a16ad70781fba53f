"""The archive that a user unpacks and starts: no installation, no rights."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

from build_spec.linux.bundle import copy_bundle
from build_spec.linux.desktop_files import HERE, write_desktop_files
from build_spec.product import WINDOW_PROGRAM

_MENU_SCRIPT: Final = "install-menu-entry.sh"


def build_archive(
    bundle: Path, target: Path, *, work: Path, seconds: int, effort: int
) -> Path:
    """Pack the built folder, its menu entry and the script that installs that.

    Parameters
    ----------
    bundle
        What PyInstaller made.
    target
        The ``.tar.xz`` to write.
    work
        A folder to be made, which is left with a copy of what was packed.
    seconds
        The time that every member bears, since 1970.
    effort
        Of compressing, from 0 (seconds) to 9 (many minutes).

    Raises
    ------
    build_spec.linux.bundle.NotABundle
        If no package may hold the folder.
    """
    folder = work / WINDOW_PROGRAM
    copy_bundle(bundle, folder)
    write_desktop_files(folder / "share")
    script = Path(shutil.copyfile(HERE / _MENU_SCRIPT, folder / _MENU_SCRIPT))
    script.chmod(0o755)
    subprocess.run(_tar(folder, target, seconds, effort), check=True)
    return target


def _tar(folder: Path, target: Path, seconds: int, effort: int) -> list[str]:
    # of 42 MB of the real folder xz leaves 6.7, zstd -19 in the same time 7.7; and xz
    # is there on a bare system
    compress = f"xz -{effort} --threads=0"
    return [
        *("tar", "--create", f"--file={target}", f"--use-compress-program={compress}"),
        *("--format=gnu", "--sort=name", f"--mtime=@{seconds}"),
        *("--owner=0", "--group=0", "--numeric-owner"),
        *(f"--directory={folder.parent}", folder.name),
    ]
