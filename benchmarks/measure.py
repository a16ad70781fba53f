"""What the benchmarks share: the real images, a stopwatch, and one form of table."""

import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def real_data() -> Path:
    """Return the folder of real images; leave with a sentence if there is none."""
    folder = Path(os.environ.get("LUMENARY_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "gi").is_dir():
        sys.exit(f"Real images are not at {folder}; name them with LUMENARY_DATA.")
    return folder


def imagenet_weights() -> Path:
    """Return MobileNetV2's ImageNet weights beside the real images."""
    name = "mobilenet_v2_1.0_224_imagenet_notop.weights.h5"
    return real_data().parent / "weights" / name


def copies_of(stills: Sequence[Path], folder: Path, *, count: int) -> Path:
    """Fill a new folder with ``count`` files of these stills, in folders of fifty.

    Each still is copied once and linked for the rest, which takes no room.
    """
    for number in range(count):
        target = folder / f"exam{number // 50:04}" / f"still{number:06}.jpg"
        target.parent.mkdir(parents=True, exist_ok=True)
        if number < len(stills):
            shutil.copyfile(stills[number], target)
        else:
            first = number % len(stills)
            target.hardlink_to(
                folder / f"exam{first // 50:04}" / f"still{first:06}.jpg"
            )
    return folder


def measured_inside(module: str, *arguments: str) -> dict[str, Any]:
    """Run a module in a process of its own; return the JSON of its last line."""
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has it
    answer = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
        text=True,
    )
    measured: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return measured


def seconds(work: Callable[[], object], *, runs: int = 3) -> float:
    """Return the median wall time of ``runs`` calls, in seconds."""
    return statistics.median(_once(work) for _ in range(runs))


def _once(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def print_table(title: str, rows: Sequence[Sequence[str]]) -> None:
    """Print a titled table with aligned columns; the first row is the heading."""
    print(f"\n{title}  ({os.cpu_count()} cores, {platform.machine()})")
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)))
