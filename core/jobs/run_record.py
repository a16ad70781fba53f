"""What a training leaves in its run folder so that it can be retraced."""

import csv
import hashlib
import json
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from core import __version__
from core.dataset.scanning import Part
from core.files import atomic_write, write_text
from core.jobs.material import Material

SPLIT_FILE = "split.csv"
FOLDS_FILE = "folds.csv"
TRAINING_STILLS_FILE = "training_stills.csv"
ENVIRONMENT_FILE = "environment.json"

_LIBRARIES = (
    "tensorflow",
    "keras",
    "onnxruntime",
    "tf2onnx",
    "opencv-python-headless",
    "albumentations",
    "imagehash",
    "numpy",
    "scikit-learn",
    "pydantic",
)


def library_versions() -> dict[str, str]:
    """Return the versions of what a model's numbers depend on."""
    versions = {"lumenary": __version__, "python": platform.python_version()}
    for name in _LIBRARIES:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


def data_fingerprint(material: Material, parts: Sequence[Part]) -> str:
    """Return a SHA-256 of all digests with labels and parts, whatever their order."""
    lines = sorted(
        f"{digest} {still.label} {part.value}"
        for digest, still, part in zip(
            material.readable.digests, material.readable.stills, parts, strict=True
        )
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def write_split(folder: Path, material: Material, parts: Sequence[Part]) -> None:
    """Write which still went where, with its name, for the run folder."""
    with atomic_write(folder / SPLIT_FILE, newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("file", "class", "part", "group", "digest"))
        table.writerows(
            (still.name, still.label, part.value, group, digest)
            for still, part, group, digest in zip(
                material.readable.stills,
                parts,
                material.grouping.ids,
                material.readable.digests,
                strict=True,
            )
        )


def write_folds(folder: Path, material: Material, fold_of: Sequence[int]) -> None:
    """Write in which fold each still was tested, for the run folder."""
    with atomic_write(folder / FOLDS_FILE, newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("file", "class", "fold", "group", "digest"))
        table.writerows(
            (still.name, still.label, fold + 1, group, digest)
            for still, fold, group, digest in zip(
                material.readable.stills,
                fold_of,
                material.grouping.ids,
                material.readable.digests,
                strict=True,
            )
        )


def write_training_stills(
    folder: Path, material: Material, parts: Sequence[Part]
) -> None:
    """Write the digests that a model was made from, without names, beside its card."""
    rows = sorted(
        (digest, still.label, part.value, str(group))
        for digest, still, part, group in zip(
            material.readable.digests,
            material.readable.stills,
            parts,
            material.grouping.ids,
            strict=True,
        )
    )
    with atomic_write(folder / TRAINING_STILLS_FILE, newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("digest", "label", "part", "group"))
        table.writerows(rows)


def digests_learnt_from(model_folder: Path) -> frozenset[str]:
    """Return the digests of the stills that fitted a model or its thresholds.

    Stills of its test part are not among them.
    """
    path = model_folder / TRAINING_STILLS_FILE
    if not path.is_file():
        return frozenset()
    with path.open(encoding="utf-8", newline="") as stream:
        return frozenset(
            row["digest"]
            for row in csv.DictReader(stream)
            if row["part"] != Part.TEST.value
        )


def write_environment(
    folder: Path, *, seed: int, fingerprint: str, device: str
) -> None:
    """Write seed, versions, data fingerprint and device of a run."""
    facts = {
        "seed": seed,
        "data_fingerprint": fingerprint,
        "device": device,
        "platform": platform.platform(),
        "libraries": library_versions(),
    }
    write_text(folder / ENVIRONMENT_FILE, json.dumps(facts, indent=2) + "\n")
