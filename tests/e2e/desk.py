"""Somebody before the real window: opens it, drops a folder, presses keys, leaves."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.e2e.virtual_screen import PATIENCE, WIDTH, Screen, until

ROOT = Path(__file__).resolve().parents[2]
DRAG_SOURCE = Path(__file__).with_name("drag_source.py")
SAID = "said.txt"
"""What the program writes to standard output and error, beside its data folder."""


class Desk:
    """Somebody before the window, who looks into its data folder on the side."""

    def __init__(self, screen: Screen, process: psutil.Popen, home: Path) -> None:
        self.screen = screen
        self.process = process
        self.home = home
        self.main = until("the window", self._shown)[0]
        screen.put(self.main, 0, 0)
        screen.focus(self.main)

    def _shown(self) -> list[str]:
        said = (self.home.parent / SAID).read_text("utf-8")
        assert self.process.poll() is None, f"It ended by itself: {said}"
        return self.screen.windows(self.process.pid, "^Lumenary$")

    def press(
        self, keys: str, what: str, happened: Callable[[], object], every: float = 15
    ) -> None:
        """Press keys until they have their effect: a still may not be painted yet.

        ``every`` so many seconds, for a key may mean something else the second time.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.screen.key(keys)
            if happens(happened, every):
                return
        pytest.fail(f"{keys}: {what} never came about")

    def windows(self) -> int:
        """Return how many windows the program shows."""
        return len(self.screen.windows(self.process.pid, ".*"))

    def run_folder(self, kind: str) -> Path | None:
        """Return the folder of the one job of this kind, if there is one."""
        found = list(self.home.glob("runs/*/job.json"))
        runs = [p.parent for p in found if f'"{kind}"' in p.read_text("utf-8")]
        assert len(runs) <= 1
        return runs[0] if runs else None

    def wait_for_job(self, kind: str) -> Path:
        """Return a job's folder once it has ended well and its process is gone."""
        run = until(f"{kind} begins", lambda: self.run_folder(kind))
        events = run / "events.jsonl"
        terminal = until(f"{kind} ends", lambda: terminal_event(events))
        assert terminal["event"] == "finished", terminal
        until("its process is gone", lambda: not self.process.children())
        return run

    def quit(self) -> None:
        """Close the window by its keys and see that nothing of it is left."""
        self.screen.focus(self.main)
        self.press("ctrl+q", "the end", lambda: self.process.poll() is not None)
        assert self.process.returncode == 0
        until("no process is left", lambda: not processes_of(self.home))


def happens(what: Callable[[], object], seconds: float) -> bool:
    """Tell whether something comes about in a while."""
    try:
        until("it", what, seconds)
    except pytest.fail.Exception:
        return False
    return True


def terminal_event(events: Path) -> dict[str, object] | None:
    """Return the last event of a job, once it has been told."""
    lines = events.read_text("utf-8").splitlines(True) if events.exists() else []
    whole = [json.loads(line) for line in lines if line.endswith("\n")]
    ends = "finished", "cancelled", "failed"
    return next((event for event in whole if event["event"] in ends), None)


def processes_of(home: Path) -> list[psutil.Process]:
    """Return all processes that work in a data folder, whoever is their parent."""
    return [p for p in psutil.process_iter() if home_of(p) == str(home)]


def home_of(process: psutil.Process) -> str | None:
    try:
        own = process.pid == os.getpid()
        return None if own else process.environ().get("LUMENARY_HOME")
    except psutil.Error:
        return None


@contextmanager
def lumenary(screen: Screen, home: Path, *arguments: str) -> Iterator[Desk]:
    """Open the window as a user does, with what it says in a file."""
    with (home.parent / SAID).open("ab") as said:
        process = psutil.Popen(
            [sys.executable, "-m", "app", "window", *arguments],
            env={**screen.environment, "LUMENARY_HOME": str(home)},
            cwd=ROOT,
            stdout=said,
            stderr=said,
        )
        try:
            with screen.pictured_on_failure(home.parent / "screen.png"):
                yield Desk(screen, process, home)
        finally:
            for left in [*processes_of(home), process]:
                if left.is_running():
                    left.kill()
            process.wait()


@contextmanager
def dropped(desk: Desk, folder: Path) -> Iterator[None]:
    """Carry a folder over from another window and let it go in the middle.

    The other window stays: what was dropped is asked for afterwards.
    """
    screen = desk.screen
    command = [sys.executable, str(DRAG_SOURCE), str(folder)]
    with subprocess.Popen(
        command, env=screen.environment, stdout=subprocess.PIPE, text=True
    ) as source:
        assert source.stdout is not None
        try:
            window = screen.window(source.pid, "^Drag source$")
            screen.put(window, WIDTH - screen.place(window).width, 0)
            screen.drag(screen.place(window).centre, screen.place(desk.main).centre)
            assert source.stdout.readline() == "CopyAction\n"
            yield
        finally:
            source.kill()
