"""Models as someone with bad intentions would make them: every hash is right."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import h5py
import numpy as np

from core.library.model_folder import CARD_FILE
from core.library.store import hash_files
from tests.small_model import write_model

Change = Callable[[Path], None]
LAYER = {"module": "keras.layers", "class_name": "Dense", "registered_name": None}


def plain_weights(file: h5py.File) -> None:
    """Write what Keras does for a layer."""
    file.create_dataset("layers/dense/vars/0", data=np.ones((3, 3), np.float32))


def write_keras(
    path: Path,
    *,
    layer: object = LAYER,
    weights: Callable[[h5py.File], None] = plain_weights,
    beside: dict[str, bytes] | None = None,
) -> None:
    """Write a file as Keras does, or nearly so."""
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        weights(file)
    network = {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "registered_name": "Functional",
        "config": {"layers": [layer]},
    }
    with ZipFile(path, "w", ZIP_STORED) as target:
        target.writestr("metadata.json", json.dumps({"keras_version": "3.15.1"}))
        target.writestr("config.json", json.dumps(network))
        target.writestr("model.weights.h5", stream.getvalue())
        for name, data in (beside or {}).items():
            target.writestr(name, data)


def crafted(folder: Path, change: Change | None = None, **card: object) -> Path:
    """Return an archive of a small model that was changed before it was hashed.

    ``card`` replaces what the card says; keys within keys have ``__`` between.
    """
    model = folder / "crafted"
    model.mkdir(parents=True)
    write_model(model, name="crafted")
    write_keras(model / "model.keras")
    if change is not None:
        change(model)
    content = json.loads((model / CARD_FILE).read_text(encoding="utf-8"))
    content["files"] = hash_files(model)
    for key, value in card.items():
        _put(content, key.split("__"), value)
    (model / CARD_FILE).write_text(json.dumps(content), encoding="utf-8")
    return zipped(model)


def zipped(model: Path) -> Path:
    """Return a zip file of a model's folder, beside it."""
    archive = model.with_suffix(".lumenary")
    with ZipFile(archive, "w", ZIP_DEFLATED, compresslevel=1) as target:
        for path in sorted(model.rglob("*")):
            target.write(path, f"crafted/{path.relative_to(model).as_posix()}")
    return archive


def _put(content: dict[str, Any], keys: list[str], value: object) -> None:
    for key in keys[:-1]:
        content = content[key]
    content[keys[-1]] = value
