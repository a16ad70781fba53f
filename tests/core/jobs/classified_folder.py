"""A folder of small files with the record of a run that classified them."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import pytest

from core.control import Control
from core.jobs.channel import Emit
from core.jobs.events import ClassifiedStill, TerminalEvent
from core.jobs.findings_record import FindingsRecord, RecordHeader
from core.jobs.requests import (
    JobRequest,
    SortStillsRequest,
    Thresholds,
    UndoSortRequest,
)
from core.jobs.results import SortStillsResult, UndoSortResult
from tests.core.jobs.reviewed_folder import finished, outcome

CLASSES = ("polyp", "ulcer", "review")
PLAIN = Thresholds()
STARTED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

Decision = Literal["accept", "review", "refuse"]


def answer(
    file: str, data: bytes, decision: Decision | None, label: str = "polyp"
) -> ClassifiedStill:
    """Return what a run says of a file with these bytes; ``None``: unreadable."""
    return ClassifiedStill(
        file=file,
        predicted_class=label if decision in ("accept", "review") else None,
        confidence=0.9 if decision in ("accept", "review") else None,
        decision=decision,
        error="" if decision else "The file is damaged.",
        digest=hashlib.sha256(data).hexdigest(),
    )


def write_run(
    run: Path,
    folder: Path,
    stills: Iterable[ClassifiedStill],
    started: datetime = STARTED,
    thresholds: Thresholds = PLAIN,
) -> None:
    run.mkdir(parents=True)
    header = RecordHeader(
        folder=folder,
        model="colours",
        model_key="k",
        classes=CLASSES,
        thresholds=thresholds,
        with_truth=False,
        started=started,
    )
    with FindingsRecord(run, header) as record:
        record.write(list(stills))


@dataclass(frozen=True)
class ClassifiedFolder:
    """Files and their run, below a folder of the test's own."""

    base: Path

    @property
    def root(self) -> Path:
        return self.base / "снимки"

    @property
    def run(self) -> Path:
        return self.base / "run"

    @property
    def out(self) -> Path:
        return self.base / "sorted"

    @classmethod
    def of(
        cls, base: Path, files: Mapping[str, bytes], stills: Iterable[ClassifiedStill]
    ) -> "ClassifiedFolder":
        folder = cls(base)
        folder.root.mkdir(parents=True)
        for number, (name, data) in enumerate(files.items()):
            path = folder.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, ns=(10**18 + number, 10**18 + 10**9 * number))
        write_run(folder.run, folder.root, stills, STARTED)
        return folder

    def outcome(
        self,
        request: JobRequest,
        control: Control | None = None,
        emit: Emit = lambda event: None,
    ) -> TerminalEvent:
        return outcome(request, self.base / "home", control, emit)

    def sort(self, *, dry_run: bool = False) -> SortStillsResult:
        request = SortStillsRequest(run=self.run, out=self.out, dry_run=dry_run)
        return finished(self.outcome(request), SortStillsResult)

    def undo(self) -> UndoSortResult:
        request = UndoSortRequest(manifest=self.out)
        return finished(self.outcome(request), UndoSortResult)


def skip_where_nothing_is_forbidden(folder: Path) -> None:
    """Skip for an administrator, whom permissions do not hold."""
    closed = folder / "closed"
    closed.mkdir(mode=0o555)
    try:
        (closed / "file").touch()
    except PermissionError:
        closed.rmdir()
    else:
        pytest.skip("nothing is forbidden to this user")


def tree(folder: Path) -> dict[str, bytes | str | None]:
    """Return everything below a folder: bytes of files, links' targets, folders."""
    return {
        str(path.relative_to(folder)): (
            str(path.readlink())
            if path.is_symlink()
            else None
            if path.is_dir()
            else path.read_bytes()
        )
        for path in sorted(folder.rglob("*"))
    }


def with_times(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Return the files below a folder: bytes, permissions, time of change."""
    return {
        str(path.relative_to(folder)): (
            path.read_bytes(),
            path.stat().st_mode,
            path.stat().st_mtime_ns,
        )
        for path in folder.rglob("*")
        if path.is_file()
    }
