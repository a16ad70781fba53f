"""The CSV of findings: written as they come, named as wanted once complete."""

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from core.files import WriteFailed, rename
from core.jobs.events import ClassifiedStill
from core.jobs.growing_file import GrowingFile
from core.review.spreadsheet import safe_path, safe_text

_FIXED_BEFORE = ("file", "predicted_class", "confidence", "decision")


class FindingsTable:
    """A context manager that writes rows beside ``path`` and renames when complete.

    Until then, and for good when the work is cancelled or fails, the rows so far stand
    in ``<name>.partial.csv`` beside it, until the next run to the same ``path``. A
    refused still has no class and no confidence. Columns: file, predicted_class,
    confidence, decision, one for each class, error, and true_class where folders tell.
    A spreadsheet takes no cell for a formula, whatever files and classes are called.
    """

    def __init__(
        self, path: Path, classes: Sequence[str], *, with_truth: bool = False
    ) -> None:
        self._path = path
        self._partial = path.with_name(f"{path.stem}.partial.csv")
        self._classes = tuple(classes)
        self._with_truth = with_truth
        self._written = 0

    def __enter__(self) -> Self:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = GrowingFile(self._partial)
        except OSError as error:
            raise _not_begun(self._path, error) from error
        try:
            self._file.append(_lines([self._header()]))
        except OSError as error:
            with suppress(OSError):
                self._file.close()
                self._partial.unlink(missing_ok=True)
            raise _not_begun(self._path, error) from error
        return self

    def write(self, stills: Sequence[ClassifiedStill]) -> None:
        """Append a row for each still and hand them to the system.

        Raises
        ------
        WriteFailed
            If the disk is full, say; earlier rows are kept, and no half of a later one.
        """
        try:
            self._file.append(_lines([self._row(still) for still in stills]))
        except OSError as error:
            raise self._failed(error) from error
        self._written += len(stills)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is not None:
            with suppress(OSError):
                self._file.close()
            return
        try:
            self._file.sync()
            self._file.close()
            rename(self._partial, self._path)
        except OSError as failure:
            with suppress(OSError):
                self._file.close()
            raise self._failed(failure) from failure

    @property
    def partial(self) -> Path:
        """Where the rows stand until the table is complete."""
        return self._partial

    @property
    def in_place(self) -> bool:
        """Whether these rows can still be found there."""
        return self._file.in_place

    def _header(self) -> tuple[str, ...]:
        truth = ("true_class",) if self._with_truth else ()
        classes = map(safe_text, self._classes)
        return (*_FIXED_BEFORE, *classes, "error", *truth)

    def _row(self, still: ClassifiedStill) -> tuple[str, ...]:
        values = [still.probabilities.get(name) for name in self._classes]
        truth = (safe_text(still.true_class or ""),) if self._with_truth else ()
        return (
            safe_path(still.file),
            safe_text(still.predicted_class or ""),
            _number(still.confidence),
            still.decision or "",
            *(_number(value) for value in values),
            still.error,
            *truth,
        )

    def _failed(self, error: OSError) -> WriteFailed:
        return WriteFailed(
            f"Couldn't write “{self._path}”: {error.strerror or error}.",
            hint=f"{self._kept()} Check the free space and your permissions, or choose "
            "another place; then resume the classification.",
            details=repr(error),
        )

    def _kept(self) -> str:
        if not self._partial.is_file():
            return "The rows so far went with it."
        return f"{self._written} rows are kept in “{self._partial}”."


def _not_begun(path: Path, error: OSError) -> WriteFailed:
    return WriteFailed(
        f"Couldn't write “{path}”: {error.strerror or error}.",
        hint="Nothing was classified. Check the free space and your permissions, or "
        "choose another place.",
        details=repr(error),
    )


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"
