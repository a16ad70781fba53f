"""A folder of stills classified by a real job, as often and as far as a test wants."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from core.control import Control
from core.jobs.events import ClassifiedStill, Event, Failed, Finished, StillsClassified
from core.jobs.findings_record import FINDINGS_FILE
from core.jobs.requests import ClassifyRequest
from core.jobs.results import ClassifyResult
from core.jobs.run import new_job, run_job, save_job
from core.paths import UserFolders
from tests.small_model import CLASSES, coloured_stills

Kind = TypeVar("Kind", bound=Event)


class ClassifyRun:
    """A job that was run in this process, and all that it said.

    Parameters
    ----------
    request
        What to do.
    home
        The user's data folder.
    on_rows
        Called with all rows so far and the job's control after each batch that was
        sent: to disturb the work.
    """

    def __init__(
        self,
        request: ClassifyRequest,
        home: Path,
        on_rows: Callable[[list[ClassifiedStill], Control], None] = lambda _r, _c: None,
    ) -> None:
        control = Control()
        self.events: list[Event] = []

        def receive(event: Event) -> None:
            self.events.append(event)
            if isinstance(event, StillsClassified):
                on_rows(self.rows, control)

        job = new_job(request, UserFolders(home))
        self.folder = save_job(job).parent
        self.end = run_job(job, self.folder, receive, control)

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def rows(self) -> list[ClassifiedStill]:
        return [still for event in self.all(StillsClassified) for still in event.stills]

    @property
    def result(self) -> ClassifyResult:
        assert isinstance(self.end, Finished), self.end
        assert isinstance(self.end.result, ClassifyResult)
        return self.end.result

    @property
    def failure(self) -> Failed:
        assert isinstance(self.end, Failed), self.end
        return self.end

    @property
    def outcome(self) -> tuple[bytes, bytes]:
        """The table, and the findings without the line that tells the time."""
        return self.result.table.read_bytes(), findings_of(self.folder)


def findings_of(run: Path) -> bytes:
    """Return a record without its header."""
    return (run / FINDINGS_FILE).read_bytes().partition(b"\n")[2]


def digests(folder: Path) -> dict[Path, str]:
    """Return what every file below a folder holds."""
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def write_class_folders(root: Path, *, each: int, size: int = 32) -> Path:
    """Write different stills into a folder for each class and return ``root``."""
    images, labels = coloured_stills(np.random.default_rng(3), each=each, size=size)
    for number, (image, label) in enumerate(zip(images, labels, strict=True)):
        path = root / CLASSES[label] / f"{number:03}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
        path.write_bytes(cv2.imencode(".png", pixels)[1].tobytes())
    return root
