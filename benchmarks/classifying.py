"""Classifying: stills per second and memory, against the yardstick in the same run.

usage: python -m benchmarks.classifying [MODEL_FOLDER] [--stills 500]

The yardstick is the straightforward loop (``benchmarks/straightforward.py``): Keras's
``predict`` on one still after the other, on fewer stills because it is slow.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from benchmarks.measure import ROOT, print_table, real_data, seconds
from core.control import Control
from core.images.preprocessing import prepare_file
from core.inference.classifier import BATCH, Classifier
from core.inference.network import Network
from core.library.model_folder import OpenedModel, open_folder

YARDSTICK_STILLS = 60
LARGE_FOLDER = 10  # times as many files, for memory
CORES = os.cpu_count() or 1


def main() -> None:
    arguments = _arguments()
    model = open_folder(arguments.model.resolve())
    stills = _some_of(sorted((real_data() / "gi").rglob("*.jpg")), arguments.stills)
    with tempfile.TemporaryDirectory() as scratch:
        folder = _linked(stills, Path(scratch) / "stills", times=1)
        large = _linked(stills, Path(scratch) / "many", times=LARGE_FOLDER)
        yardstick = _yardstick(
            model, stills[:: max(len(stills) // YARDSTICK_STILLS, 1)]
        )
        rates = _rates(model, stills)
        command = _command(model, folder)
        many = _command(model, large)
    print_table(f"Classifying {len(stills)} stills", _speed_rows(
        len(stills), yardstick, rates, command))  # fmt: skip
    print_table("Peak memory of the program", _memory_rows(len(stills), command, many))


@dataclass(frozen=True)
class Rates:
    """Stills a second, in this process, everything loaded."""

    preparing: float
    network: float
    ours: float

    @property
    def limit(self) -> float:
        """What the machine can do where both share all cores and nothing is lost."""
        return 1 / (1 / self.preparing + 1 / self.network)


@dataclass(frozen=True)
class Run:
    """One run of a command, start and end counted."""

    seconds: float
    peak_bytes: int


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", type=Path, default=ROOT / "models/starter")
    parser.add_argument("--stills", type=int, default=500)
    return parser.parse_args()


def _some_of(paths: Sequence[Path], wanted: int) -> list[Path]:
    """Return evenly spaced ones, so that every class and size is among them."""
    chosen = np.linspace(0, len(paths) - 1, min(wanted, len(paths))).round()
    return [paths[int(i)] for i in chosen]


def _linked(stills: Sequence[Path], folder: Path, *, times: int) -> Path:
    for copy in range(times):
        (folder / str(copy)).mkdir(parents=True)
        for number, still in enumerate(stills):
            target = folder / str(copy) / f"{number:04}{still.suffix}"
            try:
                target.hardlink_to(still)
            except OSError:  # another disk
                shutil.copyfile(still, target)
    return folder


def _rates(model: OpenedModel, stills: Sequence[Path]) -> Rates:
    """Measure each part and the whole three times in turn, and take the medians."""
    settings = model.card.recipe.preprocessing
    images = np.stack([prepare_file(path, settings).image for path in stills[:64]])
    network, classifier = Network(model.onnx_path), Classifier(model)
    batches = [images[i : i + BATCH] for i in range(0, len(images), BATCH)]
    batches *= max(len(stills) // len(images), 1)

    def classify() -> None:
        for _ in classifier.classify_files(stills, threads=CORES, control=Control()):
            pass

    works: list[tuple[int, Callable[[], object]]] = [
        (
            len(stills),
            lambda: _on_all_cores(lambda p: prepare_file(p, settings), stills),
        ),
        (
            sum(map(len, batches)),
            lambda: _on_all_cores(lambda b: network.run(b, ("logits",)), batches),
        ),
        (len(stills), classify),
    ]
    timed = [[seconds(work, runs=1) for _, work in works] for _ in range(3)]
    medians = np.median(timed, axis=0)
    rates = [count / s for (count, _), s in zip(works, medians, strict=True)]
    return Rates(*rates)


def _on_all_cores(work: Callable[..., object], items: Sequence[object]) -> None:
    with ThreadPoolExecutor(CORES) as pool:
        for _ in pool.map(work, items):
            pass


def _command(model: OpenedModel, folder: Path) -> Run:
    """Run the command line on a folder, and watch its memory."""
    command = ["classify", str(folder), "--model", str(model.folder), "--out"]
    begin = time.perf_counter()
    child = psutil.Popen(
        [sys.executable, "-m", "app", *command, str(folder / "results.csv")],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    peak = _peak_bytes(child)
    if child.returncode:
        sys.exit(child.stderr.read().decode())
    child.stderr.close()
    return Run(time.perf_counter() - begin, peak)


def _peak_bytes(child: psutil.Popen) -> int:
    peak = 0
    while child.poll() is None:
        try:
            memory = child.memory_info()
        except psutil.NoSuchProcess:
            break
        peak = max(peak, memory.rss, getattr(memory, "peak_wset", 0))
        time.sleep(0.01)
    child.wait()
    return peak


_LOOP = """
import json, sys, time
begin = time.perf_counter()
import keras
from benchmarks.straightforward import preprocess, read
model = keras.saving.load_model(sys.argv[1])
def answer(path):
    return model.predict(preprocess(read(path))[None].astype("float32"), verbose=0)
answer(sys.argv[2])
started = time.perf_counter()
for path in sys.argv[2:]:
    answer(path)
end = time.perf_counter()
print(json.dumps([started - begin, (end - started) / len(sys.argv[2:])]))
"""


def _yardstick(model: OpenedModel, stills: Sequence[Path]) -> tuple[float, float]:
    """Return its seconds to start, and then for each still."""
    done = subprocess.run(
        [sys.executable, "-c", _LOOP, str(model.keras_path), *map(str, stills)],
        cwd=ROOT,
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    start, each = json.loads(done.stdout.splitlines()[-1])
    return start, each


def _speed_rows(
    stills: int, yardstick: tuple[float, float], rates: Rates, command: Run
) -> list[tuple[str, ...]]:
    start, each = yardstick
    slow = 1 / each
    whole = stills / (start + stills * each)
    ours = stills / command.seconds
    return [
        ("what", "stills/s", "x yardstick", "wanted"),
        ("yardstick, once started", f"{slow:.1f}", "1.0", ""),
        ("yardstick, start counted", f"{whole:.1f}", f"{whole / slow:.1f}", ""),
        (
            "ours, once started",
            f"{rates.ours:.0f}",
            f"{rates.ours / slow:.1f}",
            ">= 20",
        ),
        ("ours, start counted", f"{ours:.0f}", f"{ours / slow:.1f}", ">= 15"),
        ("reading and preparing alone", f"{rates.preparing:.0f}", "", ""),
        ("network alone", f"{rates.network:.0f}", "", ""),
        ("the machine's limit", f"{rates.limit:.0f}", "", ""),
        ("ours of the limit", f"{rates.ours / rates.limit:.2f}", "", ">= 0.85"),
    ]


def _memory_rows(stills: int, few: Run, many: Run) -> list[tuple[str, ...]]:
    return [
        ("files", "MB", "wanted"),
        (f"{stills:,}", f"{few.peak_bytes / 2**20:.0f}", "<= 500"),
        (f"{stills * LARGE_FOLDER:,}", f"{many.peak_bytes / 2**20:.0f}", "the same"),
    ]


if __name__ == "__main__":
    main()
