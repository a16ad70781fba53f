"""A user's home with a model and a folder that was evaluated with it, by a real job."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from core.control import Control
from core.files import sha256_of
from core.jobs.events import Finished
from core.jobs.requests import EvaluateRequest, GroupingRequest
from core.jobs.results import EvaluateResult
from core.jobs.run import new_job, run_job, save_job
from core.paths import UserFolders
from tests.app.driven_window import write_still
from tests.small_model import CLASSES

BY_NAME = GroupingRequest(group_pattern=r"^(p\d+)_")
SWAPPED = ("green/p0_blue0.png", "green/p1_blue1.png")
"""Blue stills in the folder of the green ones: the model's two errors."""


def write_labelled(root: Path, *, each: int = 8) -> Path:
    """Write stills of each colour below ``root``, the first two blue ones wrongly."""
    for label, colour in enumerate(CLASSES):
        for i in range(each):
            folder = "green" if colour == "blue" and i < 2 else colour
            path = root / folder / f"p{label * each + i}_{colour}{i}.png"
            write_still(path, colour, number=100 * label + i)
    return root


@dataclass(frozen=True)
class EvaluatedHome:
    """What a session of tests shares; read only."""

    home: Path
    stills: Path
    result: EvaluateResult

    @classmethod
    def made(cls, root: Path, model: Path) -> "EvaluatedHome":
        stills, home = write_labelled(root / "clinic"), root / "home"
        shutil.copytree(model, home / "models" / "small")
        request = EvaluateRequest(folder=stills, model="small", grouping=BY_NAME)
        job = new_job(request, UserFolders(home))
        end = run_job(job, save_job(job).parent, lambda event: None, Control())
        assert isinstance(end, Finished), end
        assert isinstance(end.result, EvaluateResult)
        return cls(home, stills, end.result)

    def lend(self, folders: UserFolders) -> Path:
        """Copy the run into another home and return where it stands there."""
        assert self.result.run is not None
        run = folders.runs / self.result.run.name
        shutil.copytree(self.result.run, run)
        return run

    def digest(self, file: str) -> str:
        return sha256_of(self.stills / file)
