"""Hashing stills: the program's fingerprints beside ``imagehash.phash`` in a loop.

Both read the same files in this one run: first the real stills, each different, then
2,000 files made of them and their copies, as collections merged from several sources
have them. Every copy must have its original's hash.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

import imagehash
from PIL import Image

from benchmarks.measure import print_table, real_data
from core.control import Control
from core.dataset.scanning import find_stills
from core.dataset.similarity import StillFingerprint, fingerprint_stills
from core.images.settings import PreprocessingSettings

STILLS = 2_000
THREADS = 2
TARGET = 8.0
"""Times as fast as the loop."""

Result = TypeVar("Result")


def main() -> None:
    originals = list(find_stills(real_data() / "gi"))
    imagehash.phash(Image.open(originals[0]))  # both sides find scipy loaded
    compare("different stills", originals)
    with tempfile.TemporaryDirectory() as folder:
        hashes = compare("stills with copies", copies_of(originals, Path(folder)))
    copies = range(len(originals), STILLS)
    equal = sum(hashes[i] == hashes[i % len(originals)] for i in copies)
    print(f"{equal} of {len(copies)} copies have their original's hash.")
    print(f"Target for {STILLS:,} stills: {TARGET:.0f} x.")


def compare(what: str, paths: Sequence[Path]) -> list[int]:
    ours, hashes = timed(lambda: by_program(paths))
    theirs, _ = timed(lambda: [imagehash.phash(Image.open(path)) for path in paths])
    rows = [
        ("imagehash.phash in a loop", theirs),
        (f"program, {THREADS} threads", ours),
    ]
    print_table(
        f"Hashing {len(paths):,} {what}",
        [("", "seconds", "stills/s", "ratio")]
        + [
            (name, f"{t:.2f}", f"{len(paths) / t:.0f}", f"{theirs / t:.1f} x")
            for name, t in rows
        ],
    )
    return hashes


def copies_of(originals: Sequence[Path], folder: Path) -> list[Path]:
    paths = []
    for i, original in enumerate(islice(cycle(originals), STILLS)):
        paths.append(folder / f"{i:05d}{original.suffix}")
        shutil.copyfile(original, paths[-1])
    return paths


def by_program(paths: Sequence[Path]) -> list[int]:
    found = fingerprint_stills(
        paths,
        PreprocessingSettings(),
        threads=THREADS,
        control=Control(),
        progress=lambda done, total: None,
    )
    return [one.phash for one in found if isinstance(one, StillFingerprint)]


def timed(work: Callable[[], list[Result]]) -> tuple[float, list[Result]]:
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


if __name__ == "__main__":
    main()
