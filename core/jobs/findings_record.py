"""What a run said of each still, kept in its folder, one JSON object a line.

Unlike the table, which is for people and goes where they want it, the record can be
read back as it was sent: with digests, all probabilities, and whose answers they are.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import LumenaryError
from core.files import WriteFailed
from core.jobs.events import ClassifiedStill
from core.jobs.growing_file import GrowingFile
from core.jobs.requests import Thresholds

FINDINGS_FILE: Final = "findings.jsonl"


class RecordUnusable(LumenaryError):
    """A run's findings are missing, damaged, or of a later program."""


class RecordHeader(BaseModel):
    """The first line: what was classified, and by what."""

    model_config = ConfigDict(frozen=True)

    version: Literal[1] = 1
    folder: Path
    """What each ``file`` is relative to."""
    model: str
    """The model's name."""
    model_key: str
    """:attr:`core.library.card.ModelCard.key`."""
    classes: tuple[str, ...]
    """In the card's order."""
    thresholds: Thresholds
    """What the user wanted instead of the card's."""
    with_truth: bool
    """Whether folders tell the true class of stills."""
    started: datetime
    """With its time zone."""


class FindingsRecord:
    """A context manager that writes a record as the findings come.

    Where the work ends early, the findings so far stay and can be read.
    """

    def __init__(self, run_folder: Path, header: RecordHeader) -> None:
        self._path = run_folder / FINDINGS_FILE
        self._header = header

    def __enter__(self) -> Self:
        try:
            self._file = GrowingFile(self._path)
        except OSError as error:
            raise _not_written(self._path, error) from error
        try:
            self._append([self._header])
        except WriteFailed:
            self._close_quietly()
            raise
        return self

    def write(self, stills: Sequence[ClassifiedStill]) -> None:
        """Append a line for each still and hand them to the system.

        Raises
        ------
        WriteFailed
            If the disk is full, say, or the run's folder was removed; earlier lines
            are kept, and no half of a later one.
        """
        self._append(stills)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._file.sync()
        except OSError as failure:
            raise _not_written(self._path, failure) from failure
        finally:
            self._close_quietly()  # writing has told what went wrong

    def _close_quietly(self) -> None:
        with suppress(OSError):
            self._file.close()

    def _append(self, lines: Sequence[BaseModel]) -> None:
        text = "".join(line.model_dump_json() + "\n" for line in lines)
        try:
            self._file.append(text.encode())
        except FileNotFoundError as error:
            raise _removed(self._path, error) from error
        except OSError as error:
            raise _not_written(self._path, error) from error


def read_record(path: Path) -> tuple[RecordHeader, Iterator[ClassifiedStill]]:
    """Return a record's header, and its findings, lazily and in their order.

    A last line that a kill has cut is passed over.

    Raises
    ------
    RecordUnusable
        If there is no such file or its first line is no header that this program knows;
        while iterating, if another line is damaged.
    """
    lines = _whole_lines(path)
    first = next(lines, b"")
    try:
        header = RecordHeader.model_validate_json(first)
    except ValidationError as error:
        raise _damaged(path, 1, error) from error
    return header, _findings(path, lines)


def _findings(path: Path, lines: Iterator[bytes]) -> Iterator[ClassifiedStill]:
    for number, line in enumerate(lines, start=2):
        try:
            yield ClassifiedStill.model_validate_json(line, extra="ignore")
        except ValidationError as error:
            raise _damaged(path, number, error) from error


def _whole_lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            for line in stream:
                if line.endswith(b"\n"):
                    yield line
    except OSError as error:
        raise RecordUnusable(
            f"The findings in “{path.parent}” can't be read: "
            f"{error.strerror or type(error).__name__}.",
            hint="Classify the folder again; reviews are kept and come back with it.",
            details=repr(error),
        ) from error


def _damaged(path: Path, number: int, error: ValidationError) -> RecordUnusable:
    return RecordUnusable(
        f"The findings in “{path.parent}” are damaged or of a later Lumenary.",
        hint="Classify the folder again; reviews are kept and come back with it.",
        details=f"{path.name}, line {number}: {error}",
    )


def _not_written(path: Path, error: OSError) -> WriteFailed:
    return WriteFailed(
        f"Couldn't write “{path}”: {error.strerror or error}.",
        hint="The findings written before are kept. Check the free space of your data "
        "folder, then resume the classification.",
        details=repr(error),
    )


def _removed(path: Path, error: OSError) -> WriteFailed:
    return WriteFailed(
        f"The folder of this run, “{path.parent}”, was removed while it ran.",
        hint="Originals are as they were. Classify the folder again.",
        details=repr(error),
    )
