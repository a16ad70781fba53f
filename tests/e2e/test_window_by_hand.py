"""The real window on a screen of its own, by mouse and keyboard alone."""

import csv
import hashlib
import signal
import sys
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
import pytest

from app.settings.kept_settings import Settings, SettingsStore
from core.jobs.findings_record import FINDINGS_FILE, read_record
from core.paths import UserFolders
from core.review.decisions_log import recorded_reviews
from tests.e2e.desk import SAID, Desk, dropped, lumenary
from tests.e2e.virtual_screen import until, virtual_screen
from tests.small_model import CLASSES, coloured_stills, write_model

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
    assert (tmp_path / SAID).read_text("utf-8") == ""


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
