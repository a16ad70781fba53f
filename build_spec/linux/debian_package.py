"""The ``.deb``: the same folder below ``/opt``, and what a desktop asks about it."""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
from email.utils import formatdate
from pathlib import Path
from typing import Final

from build_spec.linux.bundle import (
    copy_bundle,
    installed_kibibytes,
    regular_files,
    set_modes,
    set_times,
)
from build_spec.linux.desktop_files import HERE, write_desktop_files
from build_spec.linux.shared_libraries import system_needs
from build_spec.product import (
    CONSOLE_PROGRAM,
    PROGRAMS,
    PROJECT,
    PUBLISHER,
    SUMMARY,
)

INSTALLED: Final = Path("opt", "lumenary")
MAINTAINER: Final = f"{PUBLISHER} <lumenary@lumenary.invalid>"
"""Debian wants an address; this one says that there is none."""
_DEBIAN: Final = HERE / "debian"
_SCRIPTS: Final = ("preinst", "postinst", "prerm", "postrm")
_INCLUDED: Final = re.compile(r"^#([a-z_]+\.sh)#$", re.MULTILINE)


def build_deb(
    bundle: Path,
    target: Path,
    *,
    work: Path,
    version: str,
    seconds: int,
    effort: int,
) -> Path:
    """Build the package with Debian's own tool.

    Parameters
    ----------
    bundle
        What PyInstaller made.
    target
        The ``.deb`` to write.
    work
        A folder to be made, which is left with a copy of what was packed.
    version
        In Debian's order; see :func:`build_spec.product.debian_version`.
    seconds
        The time that every member bears, since 1970.
    effort
        Of compressing, from 0 (seconds) to 9 (many minutes).

    Raises
    ------
    build_spec.linux.bundle.NotABundle
        If no package may hold the folder.
    build_spec.linux.shared_libraries.UnknownLibrary
        If the program needs a library that nobody brings.
    """
    copy_bundle(bundle, work / INSTALLED)
    _write_links(work / "usr" / "bin")
    write_desktop_files(work / "usr" / "share")
    _write_papers(work / "usr" / "share", version, seconds)
    set_modes(work)
    _write_control(work, version)
    set_times(work, seconds)
    _pack(work, target, seconds, effort)
    return target


def _write_links(folder: Path) -> None:
    folder.mkdir(parents=True)
    for program in PROGRAMS:
        (folder / program).symlink_to(f"/{INSTALLED}/{program}")


def _write_papers(share: Path, version: str, seconds: int) -> None:
    documents = share / "doc" / "lumenary"
    manual = share / "man" / "man1"
    overrides = share / "lintian" / "overrides"
    for folder in (documents, manual, overrides):
        folder.mkdir(parents=True)
    terms = (_DEBIAN / "copyright").read_bytes() + (PROJECT / "NOTICE").read_bytes()
    (documents / "copyright").write_bytes(terms)
    shutil.copyfile(PROJECT / "CHANGELOG.md", documents / "CHANGELOG.md")
    _write_gzip(documents / "changelog.gz", _changelog(version, seconds).encode())
    _write_gzip(manual / "lumenary.1.gz", (HERE / "lumenary.1").read_bytes())
    (manual / f"{CONSOLE_PROGRAM}.1.gz").symlink_to("lumenary.1.gz")
    shutil.copyfile(_DEBIAN / "lintian-overrides", overrides / "lumenary")


def _write_gzip(target: Path, data: bytes) -> None:
    target.write_bytes(gzip.compress(data, mtime=0))


def _changelog(version: str, seconds: int) -> str:
    """Return Debian's own form, which its tools read; the words are in CHANGELOG.md."""
    return (
        f"lumenary ({version}) stable; urgency=medium\n\n"
        "  * What has changed is told in CHANGELOG.md beside this file.\n\n"
        f" -- {MAINTAINER}  {formatdate(seconds)}\n"
    )


def _write_control(work: Path, version: str) -> None:
    """Write what dpkg reads, from what is in the tree already."""
    control = (_DEBIAN / "control").read_text(encoding="utf-8")
    fields = control.format(
        version=version,
        maintainer=MAINTAINER,
        summary=SUMMARY,
        depends=system_needs(work / INSTALLED).depends,
        installed_size=installed_kibibytes(work),
    )
    sums = "".join(_md5_line(path, work) for path in regular_files(work))
    folder = work / "DEBIAN"
    folder.mkdir()
    (folder / "control").write_text(fields, encoding="utf-8")
    (folder / "md5sums").write_text(sums, encoding="utf-8")
    set_modes(folder)
    for name in _SCRIPTS:
        (folder / name).write_text(script(name), encoding="utf-8")
        (folder / name).chmod(0o755)


def script(name: str) -> str:
    """Return one of the package's scripts with the functions that it names in it."""
    text = (_DEBIAN / name).read_text(encoding="utf-8")
    return _INCLUDED.sub(
        lambda named: (_DEBIAN / named[1]).read_text(encoding="utf-8").strip(), text
    )


def _md5_line(path: Path, root: Path) -> str:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "md5").hexdigest()
    return f"{digest}  {path.relative_to(root)}\n"


def _pack(work: Path, target: Path, seconds: int, effort: int) -> None:
    how = ("--root-owner-group", "-Zxz", f"-z{effort}")
    subprocess.run(
        ["dpkg-deb", *how, "--build", work, target],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(seconds)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
