"""Folds of a cross-validation that are done, so that none is trained a second time."""

import hashlib
import io
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.files import WriteFailed, write_bytes
from core.inference.decisions import Decision
from core.jobs.answers import Answers
from core.jobs.material import Material
from core.jobs.measuring import TestedStills

_DIGEST_BYTES = 32


class KeptFolds:
    """The answers of finished folds, beside the checkpoints of the training.

    A fold that was cut short in its midst is trained anew.

    Parameters
    ----------
    folder
        Made when the first fold is done.
    material
        The stills; of other ones, or in another order, no fold is taken.
    """

    def __init__(self, folder: Path, material: Material) -> None:
        self._folder = folder
        self._stills = "\n".join(material.readable.keys)

    def get(self, fold: int, tested: NDArray[np.int64]) -> TestedStills | None:
        """Return the answers of a fold that tested these stills, if it was done."""
        try:
            content = self._path(fold).read_bytes()
        except OSError:
            return None
        digest, arrays = content[:_DIGEST_BYTES], content[_DIGEST_BYTES:]
        if digest != self._digest(arrays):
            return None
        with suppress(ValueError, KeyError, zipfile.BadZipFile):
            kept = _loaded(arrays)
            if np.array_equal(kept.indices, tested):
                return kept
        return None

    def keep(self, fold: int, tested: TestedStills) -> None:
        """Keep the answers of a fold; where the disk is full it is done again."""
        arrays = _saved(tested)
        with suppress(WriteFailed):
            write_bytes(self._path(fold), self._digest(arrays) + arrays)

    def _path(self, fold: int) -> Path:
        return self._folder / f"fold-{fold}"

    def _digest(self, arrays: bytes) -> bytes:
        return hashlib.sha256(arrays + self._stills.encode()).digest()


def _saved(tested: TestedStills) -> bytes:
    arrays: dict[str, NDArray[Any]] = {
        "indices": tested.indices,
        "probabilities": tested.answers.probabilities,
        "decisions": np.array([each.value for each in tested.answers.decisions]),
    }
    for name in ("by_files", "by_features"):
        if (calls := getattr(tested, name)) is not None:
            arrays[name] = calls
    stream = io.BytesIO()
    np.savez(stream, **arrays)  # type: ignore[arg-type]
    return stream.getvalue()


def _loaded(content: bytes) -> TestedStills:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return TestedStills(
            arrays["indices"],
            Answers(
                arrays["probabilities"],
                tuple(Decision(value) for value in arrays["decisions"].tolist()),
            ),
            arrays.get("by_files"),
            arrays.get("by_features"),
        )
