"""Sorting into folders: the program beside ``shutil.copy2`` and fsync in a loop.

Both copy the same stills in this one run, each into a folder of its own on the same
disk, and both wait until each copy is on the disk. The program also looks whether the
bytes are still those that were classified, writes a manifest, and never overwrites.
"""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from benchmarks.measure import ROOT, print_table, real_data
from core.control import Control
from core.dataset.scanning import find_stills
from core.files import sha256_of
from core.jobs.events import ClassifiedStill, Finished
from core.jobs.findings_record import FindingsRecord, RecordHeader
from core.jobs.requests import SortStillsRequest, Thresholds
from core.jobs.run import new_job, run_job, save_job
from core.paths import UserFolders

COPIES = 600
RUNS = 5
TARGET = 0.9
"""Of the loop's speed."""

CLASSES = ("a", "b", "c")


def main() -> None:
    stills = list(find_stills(real_data() / "gi"))
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".benchmark-") as name:
        base = Path(name)
        originals = copied_from(stills, base / "originals")
        run = classified(originals, base)
        sides: dict[str, Callable[[Path], None]] = {
            "shutil.copy2 and fsync in a loop": lambda out: loop(originals, out),
            "program": lambda out: sort(run, base / "home", out),
        }
        times: dict[str, list[float]] = {side: [] for side in sides}
        for number in range(RUNS + 1):  # by turns: a disk is not the same all day
            for side, work in sides.items():
                seconds = timed(work, base / f"out{number}")
                if number:  # both find the stills in memory and all code loaded
                    times[side].append(seconds)
        show(times, sum(path.stat().st_size for path in originals))


def copied_from(stills: Sequence[Path], folder: Path) -> list[Path]:
    paths = []
    for number in range(COPIES):
        still = stills[number % len(stills)]
        paths.append(folder / f"exam {number // 50}" / f"{number % 50}{still.suffix}")
        paths[-1].parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(still, paths[-1])
    os.sync()
    return paths


def classified(originals: Sequence[Path], base: Path) -> Path:
    header = RecordHeader(
        folder=base / "originals",
        model="none",
        model_key="none",
        classes=CLASSES,
        thresholds=Thresholds(),
        with_truth=False,
        started=datetime.now().astimezone(),
    )
    run = base / "run"
    run.mkdir()
    with FindingsRecord(run, header) as record:
        record.write(
            [
                ClassifiedStill(
                    file=path.relative_to(base / "originals").as_posix(),
                    predicted_class=CLASSES[number % len(CLASSES)],
                    confidence=1,
                    decision="accept",
                    digest=sha256_of(path),
                )
                for number, path in enumerate(originals)
            ]
        )
    return run


def loop(originals: Sequence[Path], out: Path) -> None:
    for number, path in enumerate(originals):
        folder = out / CLASSES[number % len(CLASSES)]
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{path.parent.name} {path.name}"
        shutil.copy2(path, target)
        with target.open("rb+") as stream:
            os.fsync(stream.fileno())


def sort(run: Path, home: Path, out: Path) -> None:
    job = new_job(SortStillsRequest(run=run, out=out), UserFolders(home))
    end = run_job(job, save_job(job).parent, lambda event: None, Control())
    assert isinstance(end, Finished), end


def timed(work: Callable[[Path], None], out: Path) -> float:
    begin = time.perf_counter()
    work(out)
    seconds = time.perf_counter() - begin
    shutil.rmtree(out)
    os.sync()
    return seconds


def show(times: dict[str, list[float]], size: int) -> None:
    loop_times, _ = times.values()
    rows = [("", "seconds", "stills/s", "MB/s", "ratio")]
    for side, seconds in times.items():
        median = statistics.median(seconds)
        ratio = statistics.median(
            theirs / ours for theirs, ours in zip(loop_times, seconds, strict=True)
        )
        rows.append(
            (
                side,
                f"{median:.2f}",
                f"{COPIES / median:.0f}",
                f"{size / median / 1e6:.0f}",
                f"{ratio:.2f} x",
            )
        )
    print_table(f"Sorting {COPIES} stills, median of {RUNS} pairs", rows)
    print(f"Wanted: {TARGET:.1f} x or more.")


if __name__ == "__main__":
    main()
