"""The packages in ``dist``: which they are, what they need, an older one of them."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from build_spec.proof.proving import Unproven
from build_spec.proof.sealed_room import SealedRoom

OLDER_VERSION: Final = "0.0.1~older"
"""Older than any; dpkg sorts a tilde before everything."""
LEFT_OVER: Final = "opt/lumenary/_internal/only-in-the-older-version.txt"
"""A file that an upgrade has to take away."""
OLDER: Final = "/var/tmp/older.deb"


@dataclass(frozen=True, slots=True)
class Packages:
    """The two that are proven."""

    deb: Path
    archive: Path
    depends: tuple[str, ...]
    version: str


def find_packages(dist: Path) -> Packages:
    """Return the newest package and archive.

    Raises
    ------
    Unproven
        If one is missing.
    """
    deb = _newest(dist, "lumenary_*_amd64.deb")
    archive = _newest(dist, "lumenary-*-linux-x86_64.tar.*")
    depends = tuple(re.split(r",\s*", _field(deb, "Depends")))
    return Packages(deb, archive, depends, _field(deb, "Version"))


def repack_as_older(room: SealedRoom, deb: Path) -> None:
    """Make :data:`OLDER` in the room: the same program with a lower version."""
    script = f"""
set -e
cd /var/tmp
dpkg-deb --raw-extract '/mnt/dist/{deb.name}' older
sed -i 's/^Version:.*/Version: {OLDER_VERSION}/' older/DEBIAN/control
echo 'This file is only in the older version.' > older/{LEFT_OVER}
rm -f older/DEBIAN/md5sums
dpkg-deb --build --root-owner-group -Znone older {OLDER}
rm -rf older
"""
    room.as_root("/bin/sh", "-c", script).must_be()


def _newest(dist: Path, pattern: str) -> Path:
    found = sorted(dist.glob(pattern), key=lambda path: path.stat().st_mtime)
    if not found:
        msg = f"there is no {pattern} in {dist}; “make installer” builds it"
        raise Unproven(msg)
    return found[-1]


def _field(deb: Path, name: str) -> str:
    command = ["dpkg-deb", "--field", str(deb), name]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return told.strip()
