"""Which earlier classifications can be taken over, told by their run folders."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from core.errors import BadRequest
from core.jobs.findings_record import (
    FINDINGS_FILE,
    RecordHeader,
    RecordUnusable,
    read_record,
)
from core.jobs.growing_file import is_growing
from core.jobs.requests import ClassifyRequest
from core.jobs.run import EVENTS_FILE, JOB_FILE
from core.jobs.saved_jobs import classify_request_of

_TAIL_BYTES: Final = 1 << 16
"""Of ``events.jsonl``: some hundred events, the last of which tell how it ended."""
_BYTES_AT_ONCE: Final = 1 << 20
_TIME_IN_NAME: Final = len("2026-01-02T03-04-05")

_What: TypeAlias = tuple[Path, frozenset[Path], str]
"""Folder, stills and model key: whoever has finished these needs no older attempt."""


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """A classification that ``ClassifyRequest.resume`` can take over."""

    run: Path
    """Its folder."""
    request: ClassifyRequest
    header: RecordHeader
    """Of its findings: which model's, from when."""
    done: int
    """Stills that have a row, in this run or in one that it went on with."""
    total: int | None
    """Stills there were; ``None`` where the run was cut short before it could tell."""
    finished: bool = False
    """Whether it came to its end, so that only what changed since is left to do."""


@dataclass(frozen=True, slots=True)
class _Run:
    folder: Path
    request: ClassifyRequest
    header: RecordHeader
    finished: bool
    total: int | None


def unfinished_runs(runs: Path) -> tuple[EarlierRun, ...]:
    """Return the classifications that can be gone on with, the newest first.

    Left out are those without any row, those that a later one goes on with, and those
    of whose stills and model a later one has finished, and those that are at work at
    this moment (but see :func:`~core.jobs.growing_file.is_growing`). Folders that are
    damaged or of something else are passed over.

    Parameters
    ----------
    runs
        The folder of all run folders; of most, a few kilobytes are read.
    """
    known = _newest_first(runs)
    return tuple(_with_rows(_not_superseded(known), known))


def earlier_run(
    runs: Path, request: ClassifyRequest, model_key: str
) -> EarlierRun | None:
    """Return the run that spares a request most of its work, ``None`` without any.

    That is the one with the most findings among the last finished run of the same
    folder, stills, model and thresholds and all unfinished ones since then; of equals,
    the newest. A classification that was begun anew and soon stopped so never hides
    what is on the disk already.

    Parameters
    ----------
    runs, request, model_key
        As for :func:`unfinished_run`.
    """
    known = _newest_first(runs)
    wanted = _wanted(request, model_key)
    alike = [
        run for run in known if _what(run) == wanted and _same_thresholds(run, request)
    ]
    finished = next((run for run in alike if run.finished), None)
    unfinished = [run for run in _not_superseded(known) if run in alike]
    left = sorted([*unfinished, *filter(None, [finished])], key=_age, reverse=True)
    return _fullest(_with_rows(left, known))


def unfinished_run(runs: Path, request: ClassifyRequest, model_key: str) -> Path:
    """Return the folder of the unfinished run that a request would go on with.

    Of several it is the one with the most findings; of equals, the newest.

    Parameters
    ----------
    runs
        As for :func:`unfinished_runs`.
    request
        What is wanted; its model's name may be another than the run's was.
    model_key
        :attr:`core.library.card.ModelCard.key` of that model.

    Raises
    ------
    BadRequest
        If there is none of the same folder, stills, model and thresholds.
    """
    wanted = _wanted(request, model_key)
    alike = [run for run in unfinished_runs(runs) if _what(run) == wanted]
    if fullest := _fullest(run for run in alike if _same_thresholds(run, request)):
        return fullest.run
    raise BadRequest(
        f"There is no unfinished classification of “{request.folder}” by this model"
        + (" with these thresholds." if alike else "."),
        hint="Nothing was classified. To classify from the beginning, leave --resume "
        "out.",
    )


def _runs(runs: Path) -> Iterator[_Run]:
    try:
        folders = [Path(entry.path) for entry in os.scandir(runs) if entry.is_dir()]
    except OSError:  # nothing was run yet, or the disk is away: then there is nothing
        return
    for folder in folders:
        if (request := classify_request_of(folder)) is None:
            continue
        try:
            header, _ = read_record(folder / FINDINGS_FILE)
        except RecordUnusable:
            continue
        yield _Run(folder, request, header, *_how_it_ended(folder / EVENTS_FILE))


def _newest_first(runs: Path) -> list[_Run]:
    return sorted(_runs(runs), key=_age, reverse=True)


def _with_rows(some: Iterable[_Run], known: Sequence[_Run]) -> Iterator[EarlierRun]:
    """Yield those that have any row and are not at work."""
    by_folder = {run.folder: run for run in known}
    for run in some:
        done = _done(run, by_folder)
        if done and not is_growing(run.folder / FINDINGS_FILE):
            yield EarlierRun(
                run.folder, run.request, run.header, done, run.total, run.finished
            )


def _fullest(newest_first: Iterable[EarlierRun]) -> EarlierRun | None:
    return max(newest_first, key=lambda run: run.done, default=None)


def _age(run: _Run) -> tuple[str, int]:
    # names tell the second; a copied home has other times, but still those names
    try:
        written = (run.folder / JOB_FILE).stat().st_mtime_ns
    except OSError:
        written = 0
    return run.folder.name[:_TIME_IN_NAME], written


def _not_superseded(newest_first: Iterable[_Run]) -> Iterator[_Run]:
    finished: set[_What] = set()
    gone_on_with: set[Path | None] = set()
    for run in newest_first:
        if run.finished:
            finished.add(_what(run))
        elif _what(run) not in finished and run.folder not in gone_on_with:
            yield run
        gone_on_with.add(run.request.resume)


def _what(run: _Run | EarlierRun) -> _What:
    return _wanted(run.request, run.header.model_key)


def _wanted(request: ClassifyRequest, model_key: str) -> _What:
    return request.folder, frozenset(request.stills), model_key


def _same_thresholds(run: _Run | EarlierRun, request: ClassifyRequest) -> bool:
    return run.request.thresholds == request.thresholds


def _done(run: _Run, by_folder: Mapping[Path, _Run]) -> int:
    """Return the most rows that a run or one of those before it has.

    A finished one has all rows itself; what it went on with may have had more files.
    """
    if run.finished:
        return _rows(run.folder / FINDINGS_FILE)
    most = 0
    seen: set[Path] = set()
    before: _Run | None = run
    while before is not None and before.folder not in seen:
        seen.add(before.folder)
        most = max(most, _rows(before.folder / FINDINGS_FILE))
        resumed = before.request.resume
        before = by_folder.get(resumed) if resumed is not None else None
    return most


def _rows(record: Path) -> int:
    lines = 0
    try:
        with record.open("rb") as stream:
            while piece := stream.read(_BYTES_AT_ONCE):
                lines += piece.count(b"\n")
    except OSError:
        return 0
    return max(lines - 1, 0)


def _how_it_ended(events: Path) -> tuple[bool, int | None]:
    """Return whether a run has finished, and of how many stills it had told."""
    lines = list(_last_events(events))
    finished = bool(lines) and lines[0].get("event") == "finished"
    totals = (line.get("total") for line in lines)
    return finished, next((one for one in totals if isinstance(one, int)), None)


def _last_events(events: Path) -> Iterator[dict[str, object]]:
    """Yield the events at the end of the stream, the last one first."""
    try:
        with events.open("rb") as stream:
            stream.seek(max(stream.seek(0, os.SEEK_END) - _TAIL_BYTES, 0))
            lines = stream.read().split(b"\n")
    except OSError:
        return
    for line in reversed(lines):
        try:
            event = json.loads(line)
        except ValueError:  # cut by the kill, or by where the tail begins
            continue
        if isinstance(event, dict):
            yield event
