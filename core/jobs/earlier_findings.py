"""What an earlier classification found, offered to the one that takes it over."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Self, TypeAlias

from core.dataset.walking import normalised
from core.errors import BadRequest
from core.jobs.chosen_stills import ChosenStills, relative_name
from core.jobs.events import ClassifiedStill
from core.jobs.findings_record import (
    FINDINGS_FILE,
    RecordHeader,
    RecordUnusable,
    read_record,
)
from core.jobs.growing_file import is_growing
from core.jobs.requests import ClassifyRequest
from core.jobs.saved_jobs import classify_request_of

StillToDo: TypeAlias = tuple[Path, ClassifiedStill | None]
"""A file, and what was found in it before, if anything."""

_Place: TypeAlias = tuple[str, ...]
"""Where a walk through a folder comes to a still: walks sort by names, not paths."""

_LONGEST_CHAIN: Final = 1000
"""Runs that go on with one another; more are a circle."""


@dataclass(frozen=True, slots=True)
class EarlierFindings:
    """The findings of a run, and of those that it went on with itself.

    A resumed run that was stopped early may hold less than the run before it: what lies
    beyond its end is taken from that one, so that nothing is lost however often work is
    interrupted.
    """

    runs: tuple[Path, ...] = ()
    """Run folders, the latest first."""
    started: datetime | None = None
    """When the latest of them began."""

    @classmethod
    def of(cls, request: ClassifyRequest, header: RecordHeader, own: Path) -> Self:
        """Return what ``request.resume`` and the runs before it found.

        Parameters
        ----------
        request
            What is to be classified now.
        header
            Of the record that is to be written.
        own
            The folder of the run that asks.

        Raises
        ------
        BadRequest
            If that run looked at another folder or other stills, by another model or
            other thresholds, is still at work, or has no findings that can be read.
        """
        if request.resume is None:
            return cls()
        if request.resume == own:
            raise _not_fitting("A run can't go on with itself.")
        if is_growing(request.resume / FINDINGS_FILE):
            raise _not_fitting("That run is still at work.")
        earlier = _header_of(request.resume)
        if difference := _difference(request, header, request.resume, earlier):
            raise _not_fitting(difference)
        return cls(tuple(_chain(request, header, own)), earlier.started)

    def count(self) -> int:
        """Return for how many stills there is a finding, and not a reason for none."""
        return sum(not row.error for row in self._rows())

    def beside(self, files: Iterable[Path], root: Path) -> Iterator[StillToDo]:
        """Yield each file with its earlier row; lazily, both in the order of a walk.

        A row of which there is no file any more is passed over, and so is what follows
        a damaged line. Whether a file is still what it was is not looked at.
        """
        rows = self._rows()
        row = next(rows, None)
        for file in files:
            place = _place(relative_name(file, root))
            while row is not None and _place(row.file) < place:
                row = next(rows, None)
            if row is not None and _place(row.file) == place:
                yield file, row
                row = next(rows, None)
            else:
                yield file, None

    def _rows(self) -> Iterator[ClassifiedStill]:
        end: _Place = ()
        for run in self.runs:
            beyond = end
            for row in _whole_rows(run):
                if (place := _place(row.file)) > beyond:
                    end = max(end, place)
                    yield row


def _chain(request: ClassifyRequest, header: RecordHeader, own: Path) -> Iterator[Path]:
    seen = {own}
    run = request.resume
    while run is not None and run not in seen and len(seen) < _LONGEST_CHAIN:
        seen.add(run)
        with suppress(BadRequest):  # one that has no findings may have gone on, too
            if _difference(request, header, run, _header_of(run)):
                return
            yield run
        before = classify_request_of(run)
        run = before.resume if before is not None else None


def _difference(
    request: ClassifyRequest, header: RecordHeader, run: Path, earlier: RecordHeader
) -> str:
    """Return in a sentence why findings of a run can't be taken over; empty if not."""
    before = classify_request_of(run)
    if before is None:
        return f"What the run in “{run}” was asked for can't be read."
    if header.folder != earlier.folder:
        return f"That run classified another folder, “{earlier.folder}”."
    if ChosenStills.of(before) != ChosenStills.of(request):
        return "That run classified other stills of the folder."
    if (header.model_key, header.classes) != (earlier.model_key, earlier.classes):
        return f"That run was made with another model, “{earlier.model}”."
    if header.thresholds != earlier.thresholds:
        return "That run was made with other thresholds."
    return ""


def _header_of(run: Path) -> RecordHeader:
    try:
        return read_record(run / FINDINGS_FILE)[0]
    except RecordUnusable as error:
        raise BadRequest(
            f"The run in “{run}” has no findings that can be taken over.",
            hint="Classify the folder from the beginning.",
            details=str(error),
        ) from error


def _whole_rows(run: Path) -> Iterator[ClassifiedStill]:
    # what follows damage is classified anew: that is sure, and quicker than asking
    with suppress(RecordUnusable):
        yield from read_record(run / FINDINGS_FILE)[1]


def _place(name: str) -> _Place:
    return tuple(normalised(name).split("/"))


def _not_fitting(reason: str) -> BadRequest:
    return BadRequest(
        f"The earlier findings can't be taken over. {reason}",
        hint="Nothing was classified. Choose what that run was asked for, or classify "
        "from the beginning.",
    )
