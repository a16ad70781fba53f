"""A training after an epoch, on the disk, so that it can be gone on with.

::

    checkpoints/checkpoint-00007.json   what is known after the epoch, with a hash of
                                        itself and of the two files that belong to it
                checkpoint-00006.json   the one before, in case the newest is damaged
                state-00007.npz         weights, dropout's random numbers, optimizer
                best-00005.npz          the weights with the lowest validation loss;
                                        written again only when they changed

The record is written last: a process that is killed at any moment leaves the checkpoint
before whole, and a file that is cut off or has a wrong bit is found by its hash.
"""

import io
import re
import shutil
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from core.files import write_bytes, write_text
from core.training.checkpoint_record import (
    CheckpointRecord,
    KeptFile,
    Sealed,
    best_epoch,
    digest,
)
from core.training.devices import Precision
from core.training.history import EpochResult
from core.training.network_state import NetworkState
from core.training.weights_reading import Values

CHECKPOINTS_FOLDER: Final = "checkpoints"
"""Where a run keeps them, in its folder."""
_KEPT: Final = 2
"""Checkpoints: the newest, and the one before should the newest be damaged."""
_RECORD: Final = re.compile(r"checkpoint-(\d+)\.json")
_OURS: Final = re.compile(r"(checkpoint|state|best)-(\d+)\.(json|npz)|\.lumenary-.*")


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """A training between two epochs.

    How long patience has waited, what was best and what was warned of follow from the
    history and are not kept a second time.
    """

    history: tuple[EpochResult, ...]
    """All epochs so far, at least one."""
    epochs_begun: int
    """Of both phases, those that diverged among them: order and augmentation of the
    next epoch follow from it."""
    batch: int
    """Stills in a batch, at most, after the memory fell short."""
    precision: Precision
    stopped: bool
    """The user has stopped training: nothing is left but to finish the model."""
    network: NetworkState
    best: Values
    """The weights after the last epoch of the history that was the best."""


def newest_record(folder: Path) -> CheckpointRecord | None:
    """Return what is known of the newest checkpoint, without reading its arrays.

    Costs some kilobytes; of the arrays only the size is looked at.
    """
    for _, record in _records(folder):
        if all(_has_its_size(folder, file) for file in (record.state, record.best)):
            return record
    return None


class Checkpoints:
    """The checkpoints of one training; :meth:`remove` may come from any thread.

    Parameters
    ----------
    folder
        Made when something is first saved; nothing else may stand in it under the names
        that are listed above.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._best: tuple[int, KeptFile] | None = None
        self._removed = False
        self._lock = threading.RLock()  # a signal may come in the middle of a save

    def save(self, checkpoint: Checkpoint) -> None:
        """Keep a training as it is; whatever ends this, the checkpoint before stands.

        After :meth:`remove` nothing is kept any more.

        Raises
        ------
        core.files.WriteFailed
            If the disk is full, say; nothing of the attempt is left.
        """
        with self._lock:
            if self._removed:
                return
            number = 1 + max((own for own, _ in _named(self._folder)), default=0)
            try:
                self._write(number, checkpoint)
            finally:
                self._prune()
                if self._removed:
                    self._delete()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to go on with."""
        return newest_record(self._folder) is None

    def newest(self) -> Checkpoint | None:
        """Return the newest checkpoint of which every byte is what was written.

        ``None`` if there is none.
        """
        for _, record in _records(self._folder):
            state = _arrays(self._folder, record.state)
            best = _arrays(self._folder, record.best)
            if state is not None and best is not None:
                self._best = record.best_epoch, record.best
                return _checkpoint(record, state, best)
        return None

    def remove(self) -> None:
        """Forget all checkpoints for good: the training is published, or discarded."""
        with self._lock:
            self._removed = True
            self._delete()

    def _write(self, number: int, checkpoint: Checkpoint) -> None:
        state = self._written(f"state-{number:05}.npz", checkpoint.network.as_arrays())
        record = CheckpointRecord(
            saved=datetime.now(UTC),
            history=checkpoint.history,
            epochs_begun=checkpoint.epochs_begun,
            batch=checkpoint.batch,
            precision=checkpoint.precision,
            stopped=checkpoint.stopped,
            state=state,
            best=self._best_of(number, checkpoint),
        )
        path = self._folder / f"checkpoint-{number:05}.json"
        write_text(path, Sealed.of(record).model_dump_json(indent=1) + "\n")

    def _best_of(self, number: int, checkpoint: Checkpoint) -> KeptFile:
        epoch = best_epoch(checkpoint.history)
        if self._best is None or self._best[0] != epoch:
            arrays = {f"best-{i:04}": own for i, own in enumerate(checkpoint.best)}
            self._best = epoch, self._written(f"best-{number:05}.npz", arrays)
        return self._best[1]

    def _written(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> KeptFile:
        stream = io.BytesIO()
        np.savez(stream, **arrays)  # type: ignore[arg-type]
        content = stream.getvalue()
        write_bytes(self._folder / name, content)
        return KeptFile(name=name, size=len(content), sha256=digest(content))

    def _prune(self) -> None:
        """Delete what no kept record needs, and what a killed process left half-done.

        The best weights are spared even if the record for them could not be written.
        """
        needed = {self._best[1].name} if self._best is not None else set()
        for path, record in list(_records(self._folder))[:_KEPT]:
            needed |= {path.name, record.state.name, record.best.name}
        with suppress(OSError):
            for path in self._folder.iterdir():
                if _OURS.fullmatch(path.name) and path.name not in needed:
                    path.unlink()

    def _delete(self) -> None:
        # records first: what is left of the rest, if anything, is no checkpoint
        with suppress(OSError):
            for path in self._folder.glob("checkpoint-*.json"):
                path.unlink()
        shutil.rmtree(self._folder, ignore_errors=True)


def _records(folder: Path) -> Iterator[tuple[Path, CheckpointRecord]]:
    """Yield the whole records, the newest first."""
    names = {number: name for number, name in _named(folder) if _RECORD.fullmatch(name)}
    for _, name in sorted(names.items(), reverse=True):
        try:
            record = Sealed.whole((folder / name).read_bytes())
        except (OSError, ValueError):
            continue
        if record is not None:
            yield folder / name, record


def _named(folder: Path) -> list[tuple[int, str]]:
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:  # nothing was kept yet
        return []
    found = [(_OURS.fullmatch(name), name) for name in names]
    return [(int(own[2]), name) for own, name in found if own and own[2]]


def _has_its_size(folder: Path, file: KeptFile) -> bool:
    try:
        return (folder / file.name).stat().st_size == file.size
    except OSError:
        return False


def _arrays(folder: Path, file: KeptFile) -> dict[str, NDArray[Any]] | None:
    """Return the arrays of a file, or ``None`` if any byte is not what was written."""
    try:
        content = (folder / file.name).read_bytes()
        if digest(content) != file.sha256:
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return dict(arrays)
    except (OSError, ValueError, zipfile.BadZipFile):
        return None


def _checkpoint(
    record: CheckpointRecord,
    state: Mapping[str, NDArray[Any]],
    best: Mapping[str, NDArray[Any]],
) -> Checkpoint:
    return Checkpoint(
        history=record.history,
        epochs_begun=record.epochs_begun,
        batch=record.batch,
        precision=record.precision,
        stopped=record.stopped,
        network=NetworkState.from_arrays(state),
        best=[best[key] for key in sorted(best)],
    )
