"""Checking a labelled folder: seconds and memory of the command, and of likeness alone.

The command itself is run, without embeddings, in a process of its own, on 1,000 and on
10,000 stills: copies of the real ones, each made a file of its own, so that every one
is read, decoded, hashed and assessed. Its wall time depends on what else the machine
does; the processor's time, divided by the cores, is what it would take alone. Likeness
is timed on 100,000 hashes: those of real stills with up to eight bits turned round,
which makes two million near pairs.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from benchmarks.measure import copies_of, print_table, real_data
from core.control import Control
from core.dataset.likeness import same_pictures
from core.dataset.scanning import find_stills
from core.dataset.similarity import StillFingerprint, fingerprint_stills
from core.images.settings import PreprocessingSettings

FEW, MANY = 1_000, 10_000
HASHES = 100_000
CORES = 2
CHECK_SECONDS = 60
LIKENESS_SECONDS = 30
_TURNED_BITS = 8


@dataclass(frozen=True, slots=True)
class Run:
    """What one check took."""

    stills: int
    seconds: float
    processor_seconds: float
    peak_bytes: int


def main() -> None:
    originals = list(find_stills(real_data() / "gi"))
    with tempfile.TemporaryDirectory() as folder:
        runs = [check(originals, Path(folder) / str(n), n) for n in (FEW, MANY)]
    print_table(
        "lumenary dataset check --without-embeddings",
        [("stills", "seconds", "processor s", f"on {CORES} cores", "peak MB")]
        + [
            (
                f"{run.stills:,}",
                f"{run.seconds:.1f}",
                f"{run.processor_seconds:.1f}",
                f"{run.processor_seconds / CORES:.1f}",
                f"{run.peak_bytes / 2**20:.0f}",
            )
            for run in runs
        ],
    )
    print(f"Target: {MANY:,} stills in less than {CHECK_SECONDS} s; memory flat.")
    time_likeness(originals)


def check(originals: list[Path], folder: Path, count: int) -> Run:
    labelled = labelled_copies(originals, folder, count)
    home = folder / "home"
    command = [sys.executable, "-m", "app", "dataset", "check", str(labelled)]
    begin = time.perf_counter()
    child = psutil.Popen(
        [*command, "--without-embeddings", "--json"],
        env={**os.environ, "LUMENARY_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak, spent = 0, 0.0
    while child.poll() is None:
        try:
            memory, times = child.memory_info(), child.cpu_times()
        except psutil.Error:
            break
        peak = max(peak, memory.rss, getattr(memory, "peak_wset", 0))
        spent = times.user + times.system
        time.sleep(0.05)
    if child.wait():
        sys.exit("The check failed.")
    return Run(count, time.perf_counter() - begin, spent, peak)


def labelled_copies(originals: list[Path], folder: Path, count: int) -> Path:
    """Fill two classes, whose files all differ although their pictures come again."""
    jpegs = [path for path in originals if path.suffix == ".jpg"]
    half = len(jpegs) // 2
    for name, own in (("one", jpegs[:half]), ("other", jpegs[half:])):
        copies_of(own, folder / "labelled" / name, count=count // 2)
    for number, path in enumerate(find_stills(folder / "labelled")):
        data = path.read_bytes()
        path.unlink()  # a link to another, which is not to change with it
        path.write_bytes(data + str(number).encode())
    return folder / "labelled"


def time_likeness(originals: list[Path]) -> None:
    prints = turned_round(hashes_of(originals))
    begin, processor = time.perf_counter(), time.process_time()
    found = same_pictures(prints, radius=6)
    seconds, processor = time.perf_counter() - begin, time.process_time() - processor
    print_table(
        "Likeness groups",
        [
            ("hashes", "seconds", "processor s", "sets of copies"),
            (
                f"{len(prints):,}",
                f"{seconds:.1f}",
                f"{processor:.1f}",
                f"{len(found.copies):,}",
            ),
        ],
    )
    print(f"Target: less than {LIKENESS_SECONDS} s.")


def hashes_of(originals: list[Path]) -> list[int]:
    found = fingerprint_stills(
        originals,
        PreprocessingSettings(),
        threads=CORES,
        control=Control(),
        progress=lambda done, total: None,
    )
    return [one.phash for one in found if isinstance(one, StillFingerprint)]


def turned_round(hashes: list[int]) -> list[StillFingerprint]:
    random = np.random.default_rng(42)
    values = np.resize(np.array(hashes, np.uint64), HASHES)
    for _ in range(_TURNED_BITS):
        bits = np.uint64(1) << random.integers(0, 64, HASHES).astype(np.uint64)
        values = np.where(random.random(HASHES) < 0.5, values ^ bits, values)
    return [
        StillFingerprint(str(number), int(value), 622, 529, 50_000)
        for number, value in enumerate(values)
    ]


if __name__ == "__main__":
    main()
