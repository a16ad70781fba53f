"""What the steps of the walk share: room, screen, program, what is proven."""

import csv
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

from build_spec.proof.proving import Proof, Unproven
from build_spec.proof.screen import Screen
from build_spec.proof.sealed_room import HOME, Ran, SealedRoom

DATA: Final = f"{HOME}/.local/share/Lumenary"
"""Where the program keeps what is the user's."""
STILLS: Final = f"{HOME}/Снимки 🔬"
"""A path that is neither Latin nor of the first 65,536 characters."""
DRAWN: Final = f"{STILLS}/нарисовано"
LABELLED: Final = f"{DRAWN}/labelled"
GROUPS: Final = f"{DRAWN}/groups.csv"
UNSORTED: Final = f"{DRAWN}/unsorted"
_DRAWN_STILLS: Final = 120


@dataclass(frozen=True, slots=True)
class Program:
    """The installed program: its window and its command line."""

    window: str
    command: str
    folder: str
    """Where it lies."""


INSTALLED: Final = Program(
    "/usr/bin/lumenary", "/usr/bin/lumenary-cli", "/opt/lumenary"
)


@dataclass(frozen=True, slots=True)
class Walk:
    """Goes through a room with a program and takes down what it sees."""

    room: SealedRoom
    screen: Screen
    proof: Proof
    program: Program
    out: Path
    """For pictures, reports and traces that a person may want to look at."""

    def using(self, program: Program) -> "Walk":
        """Return the same walk with another program."""
        return replace(self, program=program)

    def lumenary(
        self, *arguments: str, statuses: Sequence[int] = (0,), seconds: float = 900
    ) -> Ran:
        """Run the command line as the user."""
        command = (self.program.command, *arguments)
        return self.room.as_user(*command, seconds=seconds).must_be(*statuses)

    def answer(self, *arguments: str, statuses: Sequence[int] = (0,)) -> Any:
        """Run a command with ``--json`` and return its last answer."""
        ran = self.lumenary(*arguments, "--json", statuses=statuses)
        return json.loads(ran.out.strip().splitlines()[-1])

    def table(self, path: str) -> list[dict[str, str]]:
        """Return the rows of a CSV in the room."""
        with self.room.path(path).open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    def keep(self, path: str, name: str) -> Path:
        """Copy a file out of the room, for a person to look at."""
        self.out.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(self.room.path(path), self.out / name))

    def runs(self, kind: str) -> list[Path]:
        """Return the run folders of a kind of job, the oldest first."""
        return sorted(self.room.path(f"{DATA}/runs").glob(f"*-{kind}-*"))

    def draw_stills(self) -> None:
        """Draw what the walk works on, once."""
        if self.room.path(LABELLED).is_dir():
            return
        self.room.as_user("mkdir", "-p", STILLS).must_be()
        self.lumenary("samples", "--out", DRAWN, "--stills", str(_DRAWN_STILLS))


Step: TypeAlias = Callable[[Walk], None]


def go(walk: Walk, steps: Sequence[Step]) -> None:
    """Take all steps; one that fails is told, and the others are taken all the same."""
    for step in steps:
        subject = (step.__doc__ or step.__name__).partition(".\n")[0].rstrip(".")
        try:
            step(walk)
        except (Unproven, OSError, ValueError, KeyError, IndexError) as error:
            picture = walk.out / f"failed-{step.__name__}.png"
            walk.screen.keep(picture)
            walk.proof.failed(subject, f"{error}\nThe screen then: {picture}")
            close_windows(walk)


def close_windows(walk: Walk) -> None:
    """End what a step that failed left running, so that the next one can begin."""
    for process in walk.room.processes("lumenary"):
        walk.room.as_user("/bin/sh", "-c", f"kill -9 {process}")


def events_of(run: Path) -> list[dict[str, Any]]:
    """Return the events of a run; a line that was cut off is none."""
    events = []
    lines = (run / "events.jsonl").read_bytes().splitlines()
    for line in lines:
        try:
            events.append(json.loads(line))
        except ValueError:
            continue
    return events
