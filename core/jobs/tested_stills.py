"""Which stills an evaluation rests on, and what the model said of each.

Kept in the folder of the run, never in a model's folder or archive: it names files. A
page shows the stills behind a cell of a matrix from it, and labels can be revised.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import LumenaryError
from core.files import atomic_write, write_text
from core.library.evaluation_record import EvaluationRecord

TESTED_FILE: Final = "tested_stills.jsonl"
RECORD_FILE: Final = "evaluation.json"
REVISED_RECORD_FILE: Final = "evaluation-revised.json"
"""Stands beside ``evaluation.json`` while a label of its stills is questioned."""

_DEPTH: Final = ("*", "*/*")
"""A run's own evaluation, and the cross-validation in a folder of it."""


class TestedUnusable(LumenaryError):
    """The stills or the numbers of an evaluation are missing, damaged or too new."""


class TestedModel(BaseModel):
    """A frozen line; names that a later program added are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class TestedHeader(TestedModel):
    """The first line: which evaluation the stills belong to."""

    version: Literal[1] = 1
    folder: Path
    """What each ``file`` is relative to."""
    model: str
    """The model's name, or what was cross-validated."""
    model_key: str
    """:attr:`core.library.card.ModelCard.key`; empty for a cross-validation."""
    classes: tuple[str, ...]
    """In the order of the probabilities."""
    subset: str
    method: Literal["held_out", "cross_validation"]
    folds: int | None = None
    seed: int
    """Of the intervals' bootstrap."""
    grouping: str
    created: datetime
    """The record's own, by which the two find each other."""


class TestedStill(TestedModel):
    """One still with its label and the model's answer, whatever was decided of it."""

    file: str
    """Path relative to the evaluated folder, with forward slashes."""
    digest: str
    """SHA-256 of the file's bytes."""
    true_class: str
    """What its folder said when it was tested."""
    predicted_class: str
    """The most probable class, also where the answer was refused."""
    probabilities: tuple[float, ...]
    """Calibrated, in the header's order."""
    decision: Literal["accept", "review", "refuse"]
    group: int
    baselines: dict[str, str] = {}
    """What each baseline called it, by the baseline's kind."""

    @property
    def confidence(self) -> float:
        """The predicted class's probability."""
        return max(self.probabilities)


class PastEvaluation(NamedTuple):
    """An evaluation whose numbers stand in a run folder."""

    folder: Path
    """Holds ``evaluation.json``, and ``tested_stills.jsonl`` if it names its stills."""
    record: EvaluationRecord
    created: datetime


def write_tested(
    folder: Path,
    header: TestedHeader,
    stills: Sequence[TestedStill],
    *,
    name: str = TESTED_FILE,
) -> Path:
    """Write the tested stills into a run's folder, whole or not at all.

    Raises
    ------
    core.files.WriteFailed
        If the folder cannot be written.
    """
    path = folder / name
    with atomic_write(path, newline="\n") as stream:
        for line in (header, *stills):
            stream.write(line.model_dump_json() + "\n")
    return path


def read_tested(path: Path) -> tuple[TestedHeader, tuple[TestedStill, ...]]:
    """Return which evaluation it was, and its stills in their order.

    Raises
    ------
    TestedUnusable
        If the file is missing, damaged, or of a later program.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        header = TestedHeader.model_validate_json(lines[0] if lines else b"")
        return header, tuple(map(TestedStill.model_validate_json, lines[1:]))
    except ValidationError as error:
        raise _damaged(path, error) from error


def write_record(path: Path, record: EvaluationRecord) -> None:
    """Write an evaluation's numbers, from which pages and reports are made."""
    write_text(path, record.model_dump_json(indent=2) + "\n")


def read_evaluation(folder: Path) -> EvaluationRecord:
    """Return the numbers of a run's, or a model's, evaluation.

    Raises
    ------
    TestedUnusable
        If there are none, or they cannot be understood.
    """
    return _read_record(folder / RECORD_FILE)


def read_revised(folder: Path) -> EvaluationRecord | None:
    """Return the numbers with revised labels, if there are any; raises as above."""
    path = folder / REVISED_RECORD_FILE
    return _read_record(path) if path.exists() else None


def _read_record(path: Path) -> EvaluationRecord:
    try:
        return EvaluationRecord.model_validate_json(path.read_bytes(), extra="ignore")
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValidationError as error:
        raise _damaged(path, error) from error


def tested_of_model(runs: Path, model_key: str) -> Path | None:
    """Return the newest list of stills that a model was tested on.

    Parameters
    ----------
    runs
        The folder of all runs.
    model_key
        :attr:`core.library.card.ModelCard.key`.
    """
    return _newest(
        (header, path)
        for header, path in _headers(runs)
        if header.model_key == model_key
    )


def tested_of_record(runs: Path, record: EvaluationRecord) -> Path | None:
    """Return the list of stills that a record's numbers were measured on.

    ``None`` where no run of this workstation made them: a model that was imported, say.
    """
    if record.created is None:
        return None
    return _newest(
        (header, path)
        for header, path in _headers(runs)
        if (header.created, header.model, header.method)
        == (record.created, record.model, record.method)
    )


def evaluations(runs: Path) -> list[PastEvaluation]:
    """Return what was measured in all runs, the newest first.

    What cannot be read is passed over. A record that does not say when it was made is
    as old as its file.
    """
    return sorted(
        each_evaluation(runs),
        key=lambda past: (past.created, past.folder),
        reverse=True,
    )


def each_evaluation(runs: Path) -> Iterator[PastEvaluation]:
    """Yield what :func:`evaluations` returns, in no order, one file read at a time.

    A window reads some in each turn of its event loop.
    """
    for path in _files(runs, RECORD_FILE):
        if past := _past(path):
            yield past


def _past(path: Path) -> PastEvaluation | None:
    with suppress(OSError, LumenaryError):
        record = read_evaluation(path.parent)
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return PastEvaluation(path.parent, record, record.created or written)
    return None


def _headers(runs: Path) -> Iterator[tuple[TestedHeader, Path]]:
    for path in _files(runs, TESTED_FILE):
        with suppress(OSError, ValidationError), path.open("rb") as stream:
            yield TestedHeader.model_validate_json(stream.readline()), path


def _files(runs: Path, name: str) -> Iterator[Path]:
    for depth in _DEPTH:
        yield from runs.glob(f"{depth}/{name}")


def _newest(found: Iterator[tuple[TestedHeader, Path]]) -> Path | None:
    newest = max(found, key=lambda one: (one[0].created, one[1]), default=None)
    return newest[1] if newest else None


def _unreadable(path: Path, error: OSError) -> TestedUnusable:
    return TestedUnusable(
        f"The evaluation in “{path.parent}” can't be read: "
        f"{error.strerror or type(error).__name__}.",
        hint="Nothing was changed. Choose the folder of a run that evaluated or "
        "trained, or evaluate the model again.",
        details=f"{path.name}: {error!r}",
    )


def _damaged(path: Path, error: ValidationError) -> TestedUnusable:
    return TestedUnusable(
        f"The evaluation in “{path.parent}” is damaged or of a later Lumenary.",
        hint="Nothing was changed. Evaluate the model again.",
        details=f"{path.name}: {error}",
    )
