"""A folder with faults that was checked by a real job, to be lent to many tests."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from core.control import Control
from core.jobs.events import Finished
from core.jobs.requests import CheckDatasetRequest
from core.jobs.results import CheckDatasetResult
from core.jobs.run import new_job, run_job, save_job
from core.paths import UserFolders
from tests.app.curating.written_check import faulty_folder


@dataclass(frozen=True)
class CheckedHome:
    """What a session of tests shares; read only."""

    folder: Path
    run: Path

    @classmethod
    def made(cls, root: Path) -> "CheckedHome":
        folder = faulty_folder(root, stills=36)
        job = new_job(CheckDatasetRequest(folder=folder), UserFolders(root / "home"))
        run = save_job(job).parent
        end = run_job(job, run, lambda event: None, Control())
        assert isinstance(end, Finished), end
        assert isinstance(end.result, CheckDatasetResult)
        return cls(folder, run)

    def lend(self, folders: UserFolders) -> Path:
        """Copy the run into another home and return where it stands there."""
        run = folders.runs / self.run.name
        shutil.copytree(self.run, run)
        return run
