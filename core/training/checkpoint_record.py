"""What is known of a checkpoint beside its arrays: a record, sealed by its own hash."""

import hashlib
from datetime import datetime
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import from_json, to_json

from core.training.devices import Precision
from core.training.history import EpochResult

_NO_LONGER_KEPT: Final = "seconds_left"
"""Each epoch once had it; checkpoints with it are still gone on with."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeptFile(_Model):
    """A file beside a record, and how to tell that it is whole."""

    name: str
    size: int
    sha256: str


class CheckpointRecord(_Model):
    """All of a checkpoint but its arrays."""

    format: Literal[1] = 1
    saved: datetime
    history: tuple[EpochResult, ...] = Field(min_length=1)
    epochs_begun: int
    batch: int
    precision: Precision
    stopped: bool
    state: KeptFile
    best: KeptFile

    @field_validator("history", mode="before")
    @classmethod
    def _known_numbers(cls, history: object) -> object:
        """Leave out what is no longer kept."""
        if not isinstance(history, list):
            return history
        return [
            {key: own for key, own in epoch.items() if key != _NO_LONGER_KEPT}
            if isinstance(epoch, dict)
            else epoch
            for epoch in history
        ]

    @property
    def best_epoch(self) -> int:
        """Where in the history the best epoch stands."""
        return best_epoch(self.history)


class Sealed(_Model):
    """A record, and the hash by which a damaged one is found."""

    sha256: str
    record: CheckpointRecord

    @classmethod
    def of(cls, record: CheckpointRecord) -> Self:
        """Seal a record."""
        return cls(sha256=digest(record.model_dump_json().encode()), record=record)

    @classmethod
    def whole(cls, content: bytes) -> CheckpointRecord | None:
        """Return the record if every byte of it is what was once written.

        The seal is that of the bytes: another version may have kept other numbers.

        Raises
        ------
        ValueError
            If it is no record.
        """
        sealed = cls.model_validate_json(content)
        as_written = to_json(from_json(content)["record"])
        return sealed.record if sealed.sha256 == digest(as_written) else None


def best_epoch(history: tuple[EpochResult, ...]) -> int:
    """Return where in a history the best epoch stands: the last one marked."""
    return max(i for i, epoch in enumerate(history) if epoch.best)


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
