"""A classification killed at fifty random moments ends as if it had never been."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.errors import BadRequest
from core.jobs.requests import ClassifyRequest
from core.jobs.resuming import unfinished_run
from core.jobs.run import new_job, save_job
from core.library.model_folder import open_folder
from core.paths import UserFolders
from tests.core.jobs.classify_runs import ClassifyRun, digests, write_class_folders
from tests.small_model import write_model

KILLS = 50
STILLS = 103
BY_THE_CLOCK = 0.4
"""Of the kills; the others come once a random number of rows is on the disk.

By the clock alone most would fall before the first row: a worker loads longer than it
classifies, the more so the busier the machine is.
"""
SIDE = 400
"""Of the stills, in pixels: a hundred are read in about as long as a worker starts."""


class Killer:
    """Starts real workers on one folder and kills them, then goes on where they were.

    Parameters
    ----------
    folder, model
        What is classified, by what.
    home
        Where the runs are kept.
    seed
        Of the moments.
    """

    def __init__(self, folder: Path, model: Path, home: Path, *, seed: int) -> None:
        self._folder = folder
        self._model = model
        self._key = open_folder(model).card.key
        self._home = UserFolders(home)
        self._random = random.Random(seed)
        self._span = 0.0
        self.kills = 0
        self.taken_over: list[int] = []
        """Rows that each kill left."""

    def request(self) -> ClassifyRequest:
        """Return what is to be done now: from the beginning, or where it stopped."""
        wanted = ClassifyRequest(folder=self._folder, model=str(self._model))
        try:
            run = unfinished_run(self._home.runs, wanted, self._key)
        except BadRequest:
            return wanted
        return wanted.model_copy(update={"resume": run})

    def kill_one(self) -> None:
        """Kill a worker at a random moment from its first event to its last."""
        with self._worker(self.request(), self._home) as (job, worker):
            record = job.parent / "findings.jsonl"
            if self._random.random() < BY_THE_CLOCK:
                time.sleep(self._random.uniform(0, self._span))
            else:
                rows = self._random.randrange(STILLS)
                while rows_in(record) < rows and worker.poll() is None:
                    time.sleep(0.001)
            worker.kill()
        self.kills += 1
        self.taken_over.append(rows_in(record))

    def measure(self, elsewhere: Path) -> None:
        """Take how long a worker is at it from its first event to its last."""
        wanted = ClassifyRequest(folder=self._folder, model=str(self._model))
        with self._worker(wanted, UserFolders(elsewhere)) as (_, worker):
            begin = time.monotonic()
            worker.communicate()
            self._span = time.monotonic() - begin

    @contextmanager
    def _worker(
        self, wanted: ClassifyRequest, home: UserFolders
    ) -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
        """Start a worker and give it over at its first event."""
        job = save_job(new_job(wanted, home))
        with subprocess.Popen(
            [sys.executable, "-m", "app", "worker", str(job)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        ) as worker:
            assert worker.stdout is not None
            worker.stdout.readline()
            yield job, worker

    def finish(self) -> ClassifyRun:
        return ClassifyRun(self.request(), self._home.home)


def rows_in(record: Path) -> int:
    lines = record.read_bytes().count(b"\n") if record.exists() else 0
    return max(lines - 1, 0)


@pytest.mark.slow
@pytest.mark.timeout(1200)  # some eighty workers, each started afresh
@pytest.mark.skipif(os.name != "posix", reason="killed by a signal")
def test_killed_at_fifty_random_moments_nothing_finished_is_lost(
    tmp_path: Path,
) -> None:
    model = tmp_path / "model"
    model.mkdir()
    write_model(model, name="colours")
    stills = write_class_folders(tmp_path / "stills", each=34, size=SIDE)
    (stills / "green" / "notes.jpg").write_text("no image")
    before = digests(stills)
    request = ClassifyRequest(folder=stills, model=str(model))
    whole = ClassifyRun(request, tmp_path / "undisturbed").outcome

    killer = Killer(stills, model, tmp_path / "home", seed=4)
    killer.measure(tmp_path / "measured")
    dice = random.Random(5)
    while killer.kills < KILLS:
        killer.kill_one()
        if dice.random() < 0.6:  # else what goes on is killed as well
            assert killer.finish().outcome == whole
    assert killer.finish().outcome == whole
    assert digests(stills) == before
    cut_short = [rows for rows in killer.taken_over if 0 < rows < STILLS]
    assert len(cut_short) > KILLS / 5, "most kills came too early or too late"
