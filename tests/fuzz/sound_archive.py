"""A sound archive of a small model, whose parts can be taken out and put back."""

import io
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import h5py
import numpy as np

from core.library.card import ModelCard
from core.library.model_folder import KERAS_FILE, hash_files, open_folder
from core.library.store import write_card
from tests.small_model import write_model

NAME: Final = "small"
WEIGHTS_MEMBER: Final = "model.weights.h5"
Members: TypeAlias = dict[str, bytes]


@cache
def sound_members() -> Members:
    """Return the members of a sound archive, by their names in it."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / NAME
        folder.mkdir()
        write_model(folder, name=NAME)
        (folder / KERAS_FILE).write_bytes(zipped(keras_members()))
        card = _card_of(folder)
        write_card(folder, card.model_copy(update={"files": hash_files(folder)}))
        files = (path for path in folder.rglob("*") if path.is_file())
        return {f"{NAME}/{path.name}": path.read_bytes() for path in files}


def _card_of(folder: Path) -> ModelCard:
    """Return the card of a folder to which a file was added."""
    (folder / KERAS_FILE).rename(added := folder.parent / KERAS_FILE)
    card = open_folder(folder).card
    added.rename(folder / KERAS_FILE)
    return card


@cache
def keras_members() -> Members:
    """Return what Keras puts into a file, few and small; it fits no network."""
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        for i in range(4):
            values = np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8)
            file.create_group(f"layers/dense_{i}/vars").create_dataset("0", data=values)
            file[f"layers/dense_{i}"].attrs["name"] = f"dense_{i}"
    layers = [{"module": "keras.layers", "class_name": "Dense"}] * 4
    description = {
        "module": "keras",
        "class_name": "Functional",
        "config": {"layers": layers},
    }
    return {
        "metadata.json": b"{}",
        "config.json": json.dumps(description).encode(),
        WEIGHTS_MEMBER: stream.getvalue(),
    }


def zipped(members: Members, *, packed: int = ZIP_DEFLATED) -> bytes:
    """Return a zip file; the same members give the same bytes."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, data in members.items():
            info = ZipInfo(name or "x", (1980, 1, 1, 0, 0, 0))
            info.compress_type = packed
            archive.writestr(info, data)
    return stream.getvalue()
