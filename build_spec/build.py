"""``make installer``: from the sources to ``dist/lumenary`` and what is handed out.

``python -m build_spec.build`` makes an environment from the lock, runs PyInstaller in
it, trims the folder, collects the licences and puts it in its place; on Linux the
packages are made of it. ``--bundle-only`` stops before those.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

from build_spec.linux.shared_libraries import system_needs
from build_spec.product import CONSOLE_PROGRAM, PROJECT, WINDOW_PROGRAM
from build_spec.symbols import strip_symbols

SPEC: Final = PROJECT / "build_spec" / "lumenary.spec"
LOCK: Final = PROJECT / "build_spec" / "requirements-cpu.lock"
BUILD: Final = PROJECT / "build"
DIST: Final = PROJECT / "dist"

_STEADY: Final = {"PYTHONHASHSEED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
"""The same modules in the same order, and no caches beside the sources."""


def build_bundle(lock: Path, dist: Path) -> Path:
    """Build the folder aside and put it into ``dist`` only when it is whole.

    Parameters
    ----------
    lock
        Names, versions and hashes of what goes in.
    dist
        Gets the folder ``lumenary``, in the place of an older one.
    """
    python = installer_environment(lock, BUILD / f"{lock.stem}-venv")
    aside = BUILD / "installer"
    _run(python, "-m", "PyInstaller", *_options(aside), str(SPEC))
    bundle = aside / "dist" / WINDOW_PROGRAM
    trim(bundle)
    _run(python, "-m", "build_spec.licences", str(bundle))
    return swap(bundle, dist / WINDOW_PROGRAM)


def installer_environment(lock: Path, folder: Path) -> Path:
    """Return the Python of an environment that holds the lock and nothing else.

    Made anew when the lock or this Python change.
    """
    seal = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "made-from"
    if not stamp.is_file() or stamp.read_text("utf-8") != seal:
        venv.create(folder, clear=True, with_pip=True, symlinks=os.name != "nt")
        install = ("install", "--quiet", "--disable-pip-version-check")
        _run(python, "-m", "pip", *install, "--require-hashes", "-r", str(lock))
        stamp.write_text(seal, "utf-8")
    return python


def trim(bundle: Path) -> None:
    """Take out of the built folder what Linux does not need twice or at all."""
    if sys.platform != "linux":
        return
    saved = strip_symbols(bundle / "_internal")
    sys.stdout.write(f"Debuggers' symbols taken out: {saved / 1e6:,.0f} MB\n")
    one_program(bundle)


def one_program(bundle: Path) -> None:
    """Make the console twin a link if it is the same file, as it is on Linux.

    Only Windows tells windowed from console programs. The worker then starts from a
    file that the window has already read.
    """
    window, console = bundle / WINDOW_PROGRAM, bundle / CONSOLE_PROGRAM
    if window.read_bytes() == console.read_bytes():
        console.unlink()
        console.symlink_to(window.name)


def swap(new: Path, place: Path) -> Path:
    """Put a folder into its place by renaming: nobody sees half of it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    old = new.with_name(f"{new.name}.old")
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
    return place


def installed_bytes(bundle: Path) -> int:
    """Return the room that the files take; what is linked counts once."""
    files = (path for path in bundle.rglob("*") if not path.is_symlink())
    return sum(path.stat().st_size for path in files if path.is_file())


def _options(aside: Path) -> list[str]:
    places = [f"--distpath={aside / 'dist'}", f"--workpath={aside / 'work'}"]
    return ["--noconfirm", "--log-level=WARN", *places]


def _run(program: Path | str, *arguments: str) -> None:
    environment = {**os.environ, **_STEADY}
    subprocess.run([program, *arguments], check=True, cwd=PROJECT, env=environment)


def main() -> None:
    """Build what the command line asks for, and say how large it is."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lock", type=Path, default=LOCK, help="e.g. the GPU's")
    options.add_argument("--dist", type=Path, default=DIST)
    options.add_argument("--bundle-only", action="store_true")
    chosen = options.parse_args()
    bundle = build_bundle(chosen.lock, chosen.dist)
    sys.stdout.write(f"{bundle}: {installed_bytes(bundle) / 1e6:,.0f} MB installed\n")
    if sys.platform == "linux":
        sys.stdout.write(f"The system has to bring: {system_needs(bundle).depends}\n")
        if not chosen.bundle_only:
            packages = ("--bundle", str(bundle), "--out", str(chosen.dist))
            _run(sys.executable, "-m", "build_spec.linux.packages", *packages)


if __name__ == "__main__":
    main()
