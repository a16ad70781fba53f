"""The real window on a screen of its own, by mouse and keyboard alone."""

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import psutil
import pytest

from app.settings import Settings, SettingsStore
from core.jobs.findings_record import FINDINGS_FILE, read_record
from core.paths import UserFolders
from core.review.decisions_log import recorded_reviews
from tests.e2e.virtual_screen import PATIENCE, WIDTH, Screen, until, virtual_screen
from tests.small_model import CLASSES, coloured_stills, write_model

ROOT = Path(__file__).resolve().parents[2]
DRAG_SOURCE = Path(__file__).with_name("drag_source.py")
MODEL = "small"
A, B, C, D = "exam 1/a.png", "exam 1/b.png", "exam 2/c.png", "exam 2/é d.png"
COLOURS = {A: "blue", B: "green", C: "red", D: "blue"}
DAMAGED = "exam 2/cut off.png"
READER = "Dr. Ø"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="needs X11"),
]

Answers: TypeAlias = dict[str, tuple[str, ...]]
"""By the still's name, the reader's verdict and findings."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data folder with the tiny model, of someone who knows what it is for."""
    home = tmp_path / "Дом"
    (home / "models" / MODEL).mkdir(parents=True)
    write_model(home / "models" / MODEL, name=MODEL)
    SettingsStore(home).save_settings(Settings(notice_accepted=True, reader=READER))
    return home


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two examinations: four stills that can be read, one that cannot."""
    folder = tmp_path / "Обследования 🔬"
    stills, labels = coloured_stills(np.random.default_rng(5), each=2)
    for number, (name, colour) in enumerate(COLOURS.items()):
        still = stills[labels == CLASSES.index(colour)][0]
        large = still.repeat(10, axis=0).repeat(10, axis=1)
        large[0, 0] = number  # no two files are the same still
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(cv2.imencode(".png", large[..., ::-1])[1].tobytes())
    (folder / DAMAGED).write_bytes(b"\x89PNG, and no more of it")
    return folder


def digests(folder: Path) -> dict[str, str]:
    """Return what is in a folder, by name."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Desk:
    """Somebody before the window, who looks into its data folder on the side."""

    def __init__(self, screen: Screen, process: psutil.Popen, home: Path) -> None:
        self.screen = screen
        self.process = process
        self.home = home
        self.main = screen.window(process.pid, "^Lumenary$")
        screen.put(self.main, 0, 0)
        screen.focus(self.main)

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
    with (home.parent / "said.txt").open("ab") as said:
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


def answers(desk: Desk, folder: Path) -> Answers:
    """Return what is on the disk of the reader's answers."""
    run = desk.run_folder("classify")
    assert run is not None
    header, _ = read_record(run / FINDINGS_FILE)
    names = {digest: name for name, digest in digests(folder).items()}
    log = recorded_reviews(UserFolders(desk.home).review_log, header.model_key)
    return {
        names[digest]: (review.verdict.value, *review.findings)
        for digest, review in log.items()
    }


def review(desk: Desk, folder: Path) -> Answers:
    """Read four stills by keyboard only; each answer is on the disk before the next."""
    given: Answers = {}

    def answer(keys: str, name: str, *expected: str) -> None:
        given.pop(name, None)
        given.update({name: expected} if expected else {})
        every = 1 if keys == "n" else 15  # digits take back what they gave
        what = f"{name} {expected}"
        desk.press(keys, what, lambda: answers(desk, folder) == given, every)

    desk.screen.key("ctrl+Home")
    answer("n", A, "cannot_judge")
    desk.screen.key("space")  # the next one that is not reviewed
    answer("1", B, "correct", "blue")
    desk.screen.key("Down")
    answer("Return", C, "agree", "red")  # goes on by itself, past the damaged one
    answer("0", D, "none_of_these")
    answer("ctrl+z", D)
    answer("2", D, "correct", "green")
    answer("3", D, "correct", "green", "red")
    return given


def export(desk: Desk, path: Path) -> list[dict[str, str]]:
    """Export the table to a place whose name is typed; return its rows."""
    screen, title = desk.screen, "^Export findings as CSV"
    pid = desk.process.pid
    desk.press("ctrl+e", title, lambda: screen.windows(pid, title))
    screen.focus(screen.window(pid, title))
    screen.key("ctrl+a")
    screen.type(str(path))
    desk.press("Return", "the dialog's end", lambda: not screen.windows(pid, title))
    desk.wait_for_job("export_findings")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_from_a_dropped_folder_to_a_table(
    tmp_path: Path, home: Path, folder: Path
) -> None:
    before = digests(folder)
    (tmp_path / "desk").mkdir()
    with (
        virtual_screen(tmp_path) as screen,
        lumenary(screen, home, "--model", MODEL) as desk,
    ):
        with dropped(desk, folder):
            screen.focus(desk.main)
            desk.press("ctrl+Return", "a job", lambda: desk.run_folder("classify"))
            desk.wait_for_job("classify")
        given = review(desk, folder)
        rows = export(desk, tmp_path / "desk" / "findings.csv")
        desk.quit()

    assert {row["file"]: row["digest"] for row in rows} == before
    for row in rows:
        told = (row["reader_verdict"], *row["reader_findings"].split(";"))
        assert [t for t in told if t] == [*given.get(row["file"], ())]
        assert row["reader"] == (READER if row["file"] in given else "")
        assert row["predicted_class"] == COLOURS.get(row["file"], "")
        assert bool(row["error"]) == (row["file"] == DAMAGED)
    assert digests(folder) == before
    session = SettingsStore(home).load().session
    assert (session.folder, session.model) == (folder, MODEL)
    assert (tmp_path / "said.txt").read_text("utf-8") == ""


def test_a_native_crash_is_told_at_the_next_start(tmp_path: Path, home: Path) -> None:
    with virtual_screen(tmp_path) as screen:
        with lumenary(screen, home) as desk:
            desk.process.send_signal(signal.SIGSEGV)
            assert desk.process.wait(60) == -signal.SIGSEGV
        with lumenary(screen, home) as desk:
            until("it is told", lambda: desk.windows() == 2)
            (log,) = home.glob("crash-*.log")
            assert "Segmentation fault" in log.read_text("utf-8")
            (told,) = set(screen.windows(desk.process.pid, ".*")) - {desk.main}
            screen.focus(told)
            desk.press("Escape", "a dialog's end", lambda: desk.windows() == 1)
            desk.quit()
        with lumenary(screen, home) as desk:
            desk.quit()
            assert list(home.glob("crash*")) == [log]
