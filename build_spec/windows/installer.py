"""From the built folder to the installer for Windows, by Inno Setup's compiler.

``python -m build_spec.windows.installer`` on Windows, with ``ISCC`` on the path or
where Inno Setup puts it, makes ``dist/lumenary-VERSION-windows-x86_64-setup.exe``.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from build_spec import product
from build_spec.checksums import write_checksums
from build_spec.icons import write_ico

SCRIPT: Final = Path(__file__).resolve().parent / "lumenary.iss"
_USUAL_PLACE: Final = Path("Inno Setup 6", "ISCC.exe")


class NoCompiler(Exception):
    """Inno Setup is not installed."""


def definitions(bundle: Path, out: Path, icon: Path, stated: str) -> dict[str, str]:
    """Return everything that the script leaves to be named.

    Parameters
    ----------
    bundle
        What PyInstaller made.
    out
        The folder for the installer.
    icon
        An ``.ico``.
    stated
        The program's version.
    """
    return {
        "AppId": product.WINDOWS_APP_ID,
        "AppName": product.NAME,
        "AppVersion": stated,
        "FileVersion": ".".join(map(str, product.windows_version(stated))),
        "Publisher": product.PUBLISHER,
        "Copyright": product.COPYRIGHT,
        "WindowProgram": product.WINDOW_PROGRAM,
        "ConsoleProgram": product.CONSOLE_PROGRAM,
        "Bundle": str(bundle),
        "Project": str(product.PROJECT),
        "Icon": str(icon),
        "OutputFolder": str(out),
        "OutputName": f"lumenary-{stated}-windows-x86_64-setup",
    }


def make_installer(bundle: Path, out: Path) -> Path:
    """Compile the installer, and write ``SHA256SUMS`` beside it.

    Raises
    ------
    NoCompiler
        If Inno Setup is not installed.
    """
    compiler = _compiler()
    with tempfile.TemporaryDirectory() as folder:
        icon = Path(folder) / "lumenary.ico"
        write_ico(icon)
        named = definitions(bundle, out, icon, product.version())
        options = [f"/D{name}={value}" for name, value in named.items()]
        subprocess.run([compiler, "/Qp", *options, SCRIPT], check=True)
    installer = out / f"{named['OutputName']}.exe"
    write_checksums(out, [installer])
    return installer


def _compiler() -> Path:
    if found := shutil.which("ISCC"):
        return Path(found)
    for folder in ("ProgramFiles(x86)", "ProgramFiles"):
        usual = Path(os.environ.get(folder, "")) / _USUAL_PLACE
        if usual.is_file():
            return usual
    raise NoCompiler("ISCC.exe was not found: install Inno Setup 6.3 or later")


def main() -> None:
    """Make the installer of ``dist/lumenary``."""
    out = product.PROJECT / "dist"
    make_installer(out / "lumenary", out)


if __name__ == "__main__":
    main()
