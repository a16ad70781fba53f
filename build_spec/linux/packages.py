"""From the built folder to what is handed out on Linux.

``python -m build_spec.linux.packages`` makes the ``.deb``, the archive and their
digests from ``dist/lumenary``; ``--bundle`` and ``--out`` name other folders, and
``--effort 0`` is for trying them out.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from build_spec.checksums import write_checksums
from build_spec.linux.archive import build_archive
from build_spec.linux.debian_package import build_deb
from build_spec.linux.source_date import source_date
from build_spec.product import PROJECT, debian_version, version

EFFORT = 3
"""Of xz. Of 120 MB of TensorFlow's largest library, 3 leaves 9.95 % in 16 s, 6 leaves
9.28 % in 41 s; unpacking takes the same."""


def make_packages(
    bundle: Path, out: Path, *, stated: str, seconds: int, effort: int = EFFORT
) -> list[Path]:
    """Build both packages of a built folder, and write ``SHA256SUMS`` beside them.

    Parameters
    ----------
    bundle
        What PyInstaller made.
    out
        Where the packages go; older ones of the same version are replaced.
    stated
        The program's version.
    seconds
        The time that every member bears, since 1970.
    effort
        Of compressing, from 0 (seconds) to 9 (many minutes).

    Returns
    -------
    list of Path
        The packages.
    """
    ordered = debian_version(stated)
    deb = out / f"lumenary_{ordered}_amd64.deb"
    archive = out / f"lumenary-{stated}-linux-x86_64.tar.xz"
    with _work_folder(out) as work:
        build_deb(
            bundle,
            work / deb.name,
            work=work / "tree",
            version=ordered,
            seconds=seconds,
            effort=effort,
        ).replace(deb)
    with _work_folder(out) as work:
        build_archive(
            bundle,
            work / archive.name,
            work=work / "tree",
            seconds=seconds,
            effort=effort,
        ).replace(archive)
    write_checksums(out, [deb, archive])
    return [deb, archive]


@contextmanager
def _work_folder(out: Path) -> Iterator[Path]:
    """Yield an empty folder on the same disk, which ``/tmp`` may be too small for.

    Packages are whole before they leave it. What a build that was killed left in it
    goes at the next.
    """
    folder = out / ".packing"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def main() -> None:
    """Make the packages that the command line asks for, and say how large they are."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--bundle", type=Path, default=PROJECT / "dist" / "lumenary")
    options.add_argument("--out", type=Path, default=PROJECT / "dist")
    options.add_argument(
        "--effort",
        type=int,
        default=EFFORT,
        choices=range(10),
        help="0: large, but at once",
    )
    chosen = options.parse_args()
    made = make_packages(
        chosen.bundle,
        chosen.out,
        stated=version(),
        seconds=source_date(),
        effort=chosen.effort,
    )
    for path in made:
        sys.stdout.write(f"{path}: {path.stat().st_size / 1e6:,.0f} MB\n")


if __name__ == "__main__":
    main()
