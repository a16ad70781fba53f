"""A folder of coloured stills that a real job classified and a reader reviewed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from core.control import Control
from core.files import sha256_of
from core.jobs.channel import Emit
from core.jobs.events import Failed, Finished, TerminalEvent
from core.jobs.findings_record import FINDINGS_FILE, read_record
from core.jobs.requests import ClassifyRequest, JobRequest
from core.jobs.results import ClassifyResult, JobResult
from core.jobs.run import new_job, run_job, save_job
from core.paths import UserFolders
from core.review.corrections import Review, Verdict
from core.review.decisions_log import DecisionsLog
from tests.small_model import CLASSES, coloured_stills, write_model

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)

Result = TypeVar("Result", bound=JobResult)


def home_with_a_model(home: Path) -> Path:
    """Put the model “colours” into the library of a user's home."""
    folder = home / "models" / "colours"
    folder.mkdir(parents=True)
    write_model(folder, name="colours")
    return home


def write_stills(root: Path, names: list[str]) -> None:
    """Write a different still under each name; their colours take turns."""
    images, _ = coloured_stills(np.random.default_rng(5), each=len(names))
    for name, image in zip(names, images, strict=False):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(cv2.imencode(".png", image[..., ::-1])[1].tobytes())


@dataclass(frozen=True)
class ReviewedFolder:
    """The folder, the run that classified it, and the way to review and to export."""

    root: Path
    home: Path
    run: Path

    @classmethod
    def of(cls, root: Path, home: Path, model: str) -> "ReviewedFolder":
        request = ClassifyRequest(folder=root, model=model)
        result = finished(outcome(request, home), ClassifyResult)
        return cls(root, home, result.run)

    def review(self, name: str, verdict: Verdict, *findings: str) -> None:
        """Record what a reader says of a still, through the program's own log."""
        header, _ = read_record(self.run / FINDINGS_FILE)
        assert set(findings) <= set(CLASSES)
        with DecisionsLog(UserFolders(self.home).review_log) as log:
            log.record(
                digest=sha256_of(self.root / name),
                model=header.model_key,
                review=Review(verdict, findings, "Dr Ё", NOW),
            )

    def outcome(
        self,
        request: JobRequest,
        control: Control | None = None,
        emit: Emit = lambda event: None,
    ) -> TerminalEvent:
        """Return how a job of this home ends."""
        return outcome(request, self.home, control, emit)


def outcome(
    request: JobRequest,
    home: Path,
    control: Control | None = None,
    emit: Emit = lambda event: None,
) -> TerminalEvent:
    job = new_job(request, UserFolders(home))
    return run_job(job, save_job(job).parent, emit, control or Control())


def finished(end: TerminalEvent, kind: type[Result]) -> Result:
    assert isinstance(end, Finished), end
    assert isinstance(end.result, kind)
    return end.result


def failed(end: TerminalEvent) -> Failed:
    assert isinstance(end, Failed), end
    assert not end.is_bug, end
    return end
