"""Refusal: what share of each kind of image a model refuses or sends to review.

usage: python -m benchmarks.refusal [MODEL_FOLDER] [--each 400]

The test stills are those that the model's own ``training_stills.csv`` names as such.
"""

import argparse
import csv
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from benchmarks.measure import ROOT, print_table, real_data
from core.control import Control
from core.files import sha256_of
from core.images.reading import STILL_SUFFIXES
from core.inference.classifier import Classifier
from core.inference.decisions import Decision
from core.library.model_folder import OpenedModel, open_folder

UNLIKE = ">= 95 %"
OWN = "<= 10 %"


def main() -> None:
    arguments = _arguments()
    model = open_folder(arguments.model.resolve())
    classifier = Classifier(model)
    rows = [
        ("images", "n", "refused", "review", "accepted", "unread", "refused wanted")
    ]
    with tempfile.TemporaryDirectory() as scratch:
        for title, paths, wanted in _sources(model, real_data(), Path(scratch)):
            chosen = _some_of(list(paths), arguments.each)
            rows.append((title, *_shares(classifier, chosen), wanted))
    print_table(f"Refusal by {model.card.name}", rows)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", nargs="?", type=Path, default=ROOT / "models/starter")
    parser.add_argument("--each", type=int, default=400, help="stills of each kind")
    return parser.parse_args()


def _sources(
    model: OpenedModel, data: Path, scratch: Path
) -> Iterator[tuple[str, Iterator[Path], str]]:
    import skimage.data
    import sklearn.datasets

    for label in model.card.classes:
        yield f"gi/{label}, test part", _test_stills(model, data / "gi" / label), ""
    yield "gi, test part", _test_stills(model, data / "gi"), OWN
    yield "gi_other", _stills(data / "gi_other"), "as many as can be"
    yield "capsule", _stills(data / "capsule"), ""
    for name in ("chest_xray", "brain_mri"):
        yield name, _stills(data / name), UNLIKE
    for title, module in (
        ("scikit-learn", sklearn.datasets),
        ("scikit-image", skimage.data),
    ):
        yield f"{title}'s samples", _stills(Path(module.__file__).parent), UNLIKE
    _draw_blank_frames(scratch)
    yield "blank frames", _stills(scratch), UNLIKE


def _stills(folder: Path) -> Iterator[Path]:
    files = sorted(folder.rglob("*"))
    return (path for path in files if path.suffix.lower() in STILL_SUFFIXES)


def _test_stills(model: OpenedModel, folder: Path) -> Iterator[Path]:
    with (model.folder / "training_stills.csv").open(encoding="utf-8") as file:
        parts = {row["digest"]: row["part"] for row in csv.DictReader(file)}
    return (path for path in _stills(folder) if parts.get(sha256_of(path)) == "test")


def _some_of(paths: Sequence[Path], wanted: int) -> list[Path]:
    chosen = np.linspace(0, len(paths) - 1, min(wanted, len(paths))).round()
    return [paths[int(i)] for i in chosen]


def _draw_blank_frames(folder: Path) -> None:
    rng = np.random.default_rng(0)
    shape = (480, 640, 3)
    frames = {
        "black": np.zeros(shape),
        "almost black": np.full(shape, 12),
        "grey": np.full(shape, 128),
        "white": np.full(shape, 255),
        "red": np.full(shape, (60, 60, 190)),
        "pink": np.full(shape, (130, 150, 220)),
        "colour noise": rng.integers(0, 256, shape),
        "grey noise": rng.integers(0, 256, (*shape[:2], 1)).repeat(3, axis=2),
        "faint noise": rng.normal(128, 10, shape),
        "dark noise": rng.integers(0, 40, shape),
    }
    for name, frame in frames.items():
        pixels = frame.clip(0, 255).astype(np.uint8)
        (folder / f"{name}.png").write_bytes(cv2.imencode(".png", pixels)[1].tobytes())


def _shares(classifier: Classifier, paths: Sequence[Path]) -> tuple[str, ...]:
    threads = os.cpu_count() or 1
    findings = classifier.classify_files(paths, threads=threads, control=Control())
    counts = Counter(finding.decision for finding in findings)
    unread = counts.pop(None, 0)
    total = counts.total()
    shares = [
        f"{counts[decision] / total:.1%}" if total else "-"
        for decision in (Decision.REFUSE, Decision.REVIEW, Decision.ACCEPT)
    ]
    return str(total), *shares, str(unread)


if __name__ == "__main__":
    main()
