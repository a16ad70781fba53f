"""What a training leaves in its run folder so that it can be retraced."""

import csv
import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from core import __version__
from core.dataset.scanning import Part
from core.distributions import installed
from core.files import atomic_write, write_text
from core.jobs.curation import ReadableFolder
from core.jobs.material import Material

SPLIT_FILE = "split.csv"
FOLDS_FILE = "folds.csv"
UNREADABLE_FILE = "unreadable.csv"
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
        if package := installed(name):
            versions[name] = package.version
    return versions


def data_fingerprint(material: Material, parts: Sequence[Part]) -> str:
    """Return a SHA-256 of digests, labels, parts and groups, whatever their order.

    What readers decided is in it: a still left out is none of the digests, and a group
    is known by the least of its own.
    """
    readable, groups = material.readable, material.grouping.ids
    least: dict[int, str] = {}
    for digest, group in zip(readable.digests, groups, strict=True):
        least[group] = min(digest, least.get(group, digest))
    lines = sorted(
        f"{digest} {still.label} {part.value} {least[group]}"
        for digest, still, part, group in zip(
            readable.digests, readable.stills, parts, groups, strict=True
        )
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def write_split(folder: Path, material: Material, parts: Sequence[Part]) -> None:
    """Write which still went where, with its name, for the run folder."""
    column = [part.value for part in parts]
    _write_table(folder / SPLIT_FILE, _columns(material, "part", column))


def write_folds(folder: Path, material: Material, fold_of: Sequence[int]) -> None:
    """Write in which fold each still was tested, from 1, for the run folder."""
    column = [str(fold + 1) for fold in fold_of]
    _write_table(folder / FOLDS_FILE, _columns(material, "fold", column))


def write_unreadable(folder: Path, readable: ReadableFolder) -> None:
    """Write which stills were left out, and why; nothing if all could be read."""
    if readable.unreadable:
        _write_table(
            folder / UNREADABLE_FILE,
            {
                "file": [one.still.name for one in readable.unreadable],
                "error": [one.error.user_message for one in readable.unreadable],
            },
        )


def _columns(
    material: Material, name: str, values: Sequence[str]
) -> dict[str, Sequence[str]]:
    readable = material.readable
    return {
        "file": [still.name for still in readable.stills],
        "class": readable.labels,
        name: values,
        "group": [str(own) for own in material.grouping.ids],
        "digest": readable.digests,
    }


def _write_table(path: Path, columns: Mapping[str, Sequence[str]]) -> None:
    with atomic_write(path, newline="") as stream:
        table = csv.writer(stream)
        table.writerow(columns)
        table.writerows(zip(*columns.values(), strict=True))


def write_environment(
    folder: Path, *, seed: int, fingerprint: str, device: str = ""
) -> None:
    """Write seed, versions, data fingerprint and device of a run.

    ``device`` is empty until training has found out which one it gets.
    """
    facts = {
        "seed": seed,
        "data_fingerprint": fingerprint,
        "device": device,
        "platform": platform.platform(),
        "libraries": library_versions(),
    }
    write_text(folder / ENVIRONMENT_FILE, json.dumps(facts, indent=2) + "\n")
