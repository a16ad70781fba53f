"""A data folder as somebody leaves it who has worked with every part of the program."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from core.control import Control
from core.dataset.cache_limit import set_cache_limit
from core.jobs.events import ClassifiedStill
from core.jobs.requests import ClassifyRequest
from core.library.notes import ModelNotes
from core.paths import UserFolders
from core.review.corrections import agreed
from core.review.decisions_log import DecisionsLog
from tests.core.jobs.classify_runs import ClassifyRun, write_class_folders
from tests.small_model import write_model

OnRows = Callable[[list[ClassifiedStill], Control], None]
READER = "Dr Ada"


class UsedHome:
    """Folders with runs, reviews and a cache, and the stills that they are of."""

    def __init__(self, root: Path) -> None:
        self.folders = UserFolders(root / "home")
        self.stills = write_class_folders(root / "stills", each=4)
        (self.folders.models / "small").mkdir(parents=True)
        write_model(self.folders.models / "small", name="small")

    def classify(
        self,
        *,
        on_rows: OnRows = lambda _rows, _control: None,
        resume: Path | None = None,
        out: Path | None = None,
    ) -> Path:
        """Classify the stills and return the run's folder."""
        request = ClassifyRequest(
            folder=self.stills, model="small", threads=1, resume=resume, out=out
        )
        return ClassifyRun(request, self.folders.home, on_rows).folder

    def stop_classifying(self, resume: Path | None = None) -> Path:
        """Classify until the first rows have come, and return the run's folder."""
        return self.classify(
            on_rows=lambda _rows, control: control.cancel(), resume=resume
        )

    def review(self, count: int = 3) -> None:
        """Take down some answers."""
        review = agreed("red", reader=READER, time=datetime.now(UTC))
        with DecisionsLog(self.folders.review_log) as log:
            for number in range(count):
                log.record(digest=f"{number:064}", model="m", review=review)

    def cache(self, count: int = 3) -> None:
        """Put something that looks like prepared stills into the cache."""
        for number in range(count):
            self.write(self.folders.prepared / "key" / "00" / f"{number}.still")

    def fill(self) -> None:
        """Leave something in every place."""
        home = self.folders.home
        self.classify()
        self.stop_classifying()
        self.review()
        self.cache()
        set_cache_limit(self.folders.cache, 10**9)
        ModelNotes(self.folders.model_notes).write("0" * 64, "Trained on a Friday.")
        for name in (
            "settings.json",
            "settings.damaged-20260102-030405-000001.json",
            "session.json",
            "crash-2026-01-02T03-04-05.log",
            "review.damaged-2026-01-02T03-04-05.sqlite",
            "samples/unsorted/1.png",
            "recipes/mine.toml",
            ".lumenary-ab12_xyz",
        ):
            self.write(home / name)

    @staticmethod
    def write(path: Path, content: bytes = b"something") -> Path:
        """Write a file, with its folder."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path


def _cancel(_rows: list[ClassifiedStill], control: Control) -> None:
    control.cancel()


def files_below(*paths: Path) -> set[Path]:
    """Return all files that are at these paths or below them."""
    below = {file for path in paths for file in path.rglob("*") if file.is_file()}
    return below | {path for path in paths if path.is_file()}
