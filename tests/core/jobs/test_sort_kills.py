"""kill -9 in the middle of a sort or an undo: nothing is lost, and it goes on."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import IO

import pytest

from core.files import sha256_of
from core.jobs.sort_manifest import MANIFEST_FILE, read_manifest
from tests.core.jobs.classified_folder import (
    ClassifiedFolder,
    answer,
    tree,
    with_times,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork for many children"),
]

STILLS = 45
MOMENTS = 50
STEPS_OF_A_SORT = 250
"""Opening, making, naming and removing of files, with this many stills; measured."""
STEPS_OF_AN_UNDO = 150
SECONDS_OF_EITHER = 0.06
"""Likewise; where the work is over by then, another moment is tried."""

NURSERY = """
import os, signal, sys, threading
from pathlib import Path
from core.jobs import sort_stills, undo_sort
from core.jobs.requests import SortStillsRequest, UndoSortRequest
from tests.core.jobs.classified_folder import ClassifiedFolder

def die_at(step):
    steps = iter(range(step))
    def count(event, arguments):
        changes = ("open", "os.mkdir", "os.link", "os.rename", "os.remove", "os.utime")
        if event in (*changes, "os.rmdir") and next(steps, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)

while line := sys.stdin.readline():
    base, work, step = line.rstrip().split("|")
    child = os.fork()
    if not child:
        folder = ClassifiedFolder(Path(base))
        sort = SortStillsRequest(run=folder.run, out=folder.out)
        def look(event):
            if event.event == "started" and int(step):
                die_at(int(step))
        request = sort if work == "sort" else UndoSortRequest(manifest=folder.out)
        end = folder.outcome(request, emit=look)
        os._exit(end.event != "finished")
    sys.stdout.write(f"{child}\\n")
    sys.stdout.flush()
    sys.stdin.readline()
    status = os.waitpid(child, 0)[1]
    sys.stdout.write(f"{status}\\n")
    sys.stdout.flush()
"""
"""Imports once and forks for each job: a child that starts afresh takes a second."""


class Nursery:
    """Runs jobs in children of their own and kills them."""

    def __init__(self, commands: IO[str], answers: IO[str]) -> None:
        self._commands = commands
        self._answers = answers

    def killed(self, folder: ClassifiedFolder, work: str, moment: float) -> bool:
        """Kill a job before a step (from 1), or after a part of a second (below 1)."""
        step = int(moment)
        self._say(f"{folder.base}|{work}|{step}")
        child = int(self._answers.readline())
        if not step:
            time.sleep(moment)
            os.kill(child, signal.SIGKILL)  # not reaped yet: the number is its own
        self._say("reap")
        return int(self._answers.readline()) == signal.SIGKILL

    def _say(self, line: str) -> None:
        self._commands.write(line + "\n")
        self._commands.flush()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        yield Nursery(process.stdin, process.stdout)
        process.stdin.close()


@pytest.fixture(scope="module")
def classified(tmp_path_factory: pytest.TempPathFactory) -> ClassifiedFolder:
    draw = random.Random(7)
    files = {
        f"exam {i % 9}/{'still' if i % 3 else 'Still'}.{i % 4}.png": draw.randbytes(
            draw.choice([0, 10, 3_000, 100_000])
        )
        for i in range(STILLS)
    }
    stills = [
        answer(name, data, ("accept", "review", "refuse")[i % 3])
        for i, (name, data) in enumerate(files.items())
    ]
    return ClassifiedFolder.of(tmp_path_factory.mktemp("kills"), files, stills)


@pytest.fixture(scope="module")
def uninterrupted(classified: ClassifiedFolder) -> dict[str, object]:
    """The tree and the manifest's lines but the first, which has the time."""
    theirs_before(classified)
    classified.sort()
    seen = outcome_of(classified)
    shutil.rmtree(classified.out)
    return seen


def theirs_before(folder: ClassifiedFolder) -> None:
    """Leave files of someone's in every second target."""
    (folder.out / "polyp").mkdir(parents=True)
    (folder.out / "polyp" / "still.0.png").write_bytes(b"someone's")


def outcome_of(folder: ClassifiedFolder) -> dict[str, object]:
    seen: dict[str, object] = dict(tree(folder.out))
    manifest = folder.out / MANIFEST_FILE
    seen[MANIFEST_FILE] = manifest.read_bytes().splitlines()[1:]
    seen["times"] = {
        name: times
        for name, (_, _, times) in with_times(folder.out).items()
        if name not in {MANIFEST_FILE, "polyp/still.0.png"}
    }
    return seen


def moments(steps: int, seed: int) -> Iterator[float]:
    """Yield random steps and, between them, random parts of a second."""
    draw = random.Random(seed)
    for _ in range(MOMENTS):
        yield float(draw.randrange(1, steps))
        yield float(draw.randrange(1, steps))
        yield draw.uniform(0.002, SECONDS_OF_EITHER)


def assert_nothing_half_written(folder: ClassifiedFolder) -> int:
    """Return how many copies there are; each is whole and the manifest knows it."""
    if not folder.out.exists() or not (folder.out / MANIFEST_FILE).exists():
        whole = {"polyp", os.path.join("polyp", "still.0.png")}  # noqa: PTH118
        visible = {n for n in tree(folder.out) if ".lumenary-" not in n}
        assert visible <= whole
        return 0
    known = read_manifest(folder.out / MANIFEST_FILE).copies
    copies = 0
    for path in folder.out.glob("*/*"):
        place = path.relative_to(folder.out).as_posix()
        if path.name.startswith(".lumenary-") or path.read_bytes() == b"someone's":
            continue
        assert sha256_of(path) == known[place].digest
        copies += 1
    return copies


def test_a_killed_sort_goes_on_and_equals_one_that_was_not(
    nursery: Nursery, classified: ClassifiedFolder, uninterrupted: dict[str, object]
) -> None:
    originals = with_times(classified.root)
    killed, partial = 0, 0
    for moment in moments(STEPS_OF_A_SORT, seed=1):
        theirs_before(classified)
        killed += nursery.killed(classified, "sort", moment)
        copies = assert_nothing_half_written(classified)
        partial += 0 < copies < STILLS
        result = classified.sort()
        assert result.already >= copies
        assert outcome_of(classified) == uninterrupted
        shutil.rmtree(classified.out)
        if killed == MOMENTS:
            break
    assert with_times(classified.root) == originals
    assert killed == MOMENTS
    assert partial > 0.4 * MOMENTS


def test_a_sort_killed_twice_into_a_new_folder_can_be_undone(
    nursery: Nursery, classified: ClassifiedFolder
) -> None:
    originals = with_times(classified.root)
    draw = random.Random(3)
    before = set(classified.base.iterdir()) | {classified.base / "home"}
    for _ in range(15):
        for _ in range(2):
            nursery.killed(classified, "sort", draw.randrange(1, 300))
            assert_nothing_half_written(classified)
        if (classified.out / MANIFEST_FILE).exists():
            classified.undo()
        else:
            classified.sort()
            classified.undo()
        assert set(classified.base.iterdir()) == before
    assert with_times(classified.root) == originals


def test_a_killed_undo_goes_on_and_leaves_what_others_made(
    nursery: Nursery, classified: ClassifiedFolder
) -> None:
    originals = with_times(classified.root)
    theirs_before(classified)
    before = tree(classified.out)
    classified.sort()
    shutil.copytree(classified.out, classified.base / "kept")
    killed = 0
    for moment in moments(STEPS_OF_AN_UNDO, seed=2):
        killed += nursery.killed(classified, "undo", moment)
        assert_nothing_half_written(classified)
        if (classified.out / MANIFEST_FILE).exists():
            assert classified.undo().kept == {}
        assert tree(classified.out) == before
        shutil.rmtree(classified.out)
        shutil.copytree(classified.base / "kept", classified.out)
        if killed == MOMENTS:
            break
    shutil.rmtree(classified.out)
    shutil.rmtree(classified.base / "kept")
    assert with_times(classified.root) == originals
    assert killed == MOMENTS
