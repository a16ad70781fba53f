"""The first hour with the program: a model retrained, and its report open.

usage: python -m benchmarks.first_hour [drawn] [real] [--display]

*drawn* begins as ``make run`` does, with stills drawn and classified, and trains the
quick tour on drawn stills; *real* trains the default recipe on the real ``gi`` set.
Both press the window's own buttons, each in a process of its own, and count clicks.
Wanted: *drawn* within three minutes and twelve clicks, *real* within forty minutes,
with a time left that is right within a quarter from the first epoch on.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.event_loop import until
from benchmarks.measure import measured_inside, print_table, real_data

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

    from app.application import Application

STILLS = "60"
"""As ``make run`` draws."""
_PATIENCE = 3600.0


@dataclass
class Visit:
    """What somebody did, and what they saw."""

    began: float
    clicks: int = 0
    estimate: float | None = None
    """What the page said before the start."""
    started: float = 0.0
    left: list[tuple[float, float]] = field(default_factory=list)
    """After each epoch: the moment, and the seconds left that the page said then."""

    def click(self, button: "QAbstractButton") -> None:
        """Press a button that can be seen and pressed."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        until(lambda: button.isVisible() and button.isEnabled())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.clicks += 1


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("which", nargs="*", default=["drawn", "real"])
    parser.add_argument("--display", action="store_true", help="Use the real display.")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        print(json.dumps(_VISITS[chosen.which[0]]()))
        return
    if not chosen.display:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for which in chosen.which:
        _print(which, measured_inside("benchmarks.first_hour", which, "--inside"))


def _drawn() -> dict[str, object]:
    """From the first line of ``make run`` to the report of a retrained model."""
    visit = Visit(time.monotonic())
    with tempfile.TemporaryDirectory() as scratch:
        samples = Path(scratch) / "samples"
        command = [sys.executable, "-m", "app", "samples"]
        command += ["--out", str(samples), "--stills", STILLS]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        application = _opened(Path(scratch) / "home", samples / "unsorted")
        page = application.others.train.page
        visit.click(_rail_button(application, "Train"))
        visit.click(page.empty.samples)
        return _trained_and_read(application, visit)


def _real() -> dict[str, object]:
    """From the window to the report of a model made from the real stills."""
    visit = Visit(time.monotonic())
    with tempfile.TemporaryDirectory() as scratch:
        application = _opened(Path(scratch) / "home", None)
        page = application.others.train.page
        visit.click(_rail_button(application, "Train"))
        page.open_with(real_data() / "gi")
        visit.clicks += (
            2  # the dialog that chooses a folder: one to open, one to end it
        )
        return _trained_and_read(application, visit)


def _trained_and_read(application: "Application", visit: Visit) -> dict[str, object]:
    from app.event_loop_watch import EventLoopWatch
    from app.learning.training import TrainingState

    room = application.others.train
    page, training = room.page, room.training
    until(lambda: page.form.isVisible() and not page.form.missing, seconds=120)
    until(lambda: room.estimating.result is not None, seconds=300)
    visit.estimate = room.estimating.result.seconds
    watch = EventLoopWatch()
    watch.start()
    visit.started = time.monotonic()
    training.progressed.connect(lambda event: _note_time_left(event, visit, training))
    visit.click(page.form.start)
    until(lambda: training.state is TrainingState.ENDED, seconds=_PATIENCE)
    ended = time.monotonic()
    watch.stop()
    if training.result is None:
        sys.exit(f"The training ended without a model: {training.outcome}")
    visit.click(page.ended.report)
    until(lambda: application.others.report.page.report is not None)
    seconds = time.monotonic() - visit.began
    application.window.close_anyway()
    return {
        "seconds": seconds,
        "clicks": visit.clicks,
        "training": ended - visit.started,
        "estimate": visit.estimate,
        "left": [(ended - moment, left) for moment, left in visit.left],
        "longest_pause_ms": watch.longest_pause_ms,
        "balanced_accuracy": training.result.balanced_accuracy,
    }


def _note_time_left(event: object, visit: Visit, training: object) -> None:
    from core.jobs.events import EpochFinished

    if isinstance(event, EpochFinished):
        now = time.monotonic()
        left = training.progress.seconds_left(now)
        if left is not None:
            visit.left.append((now, left))


def _opened(home: Path, folder: Path | None) -> "Application":
    from app.application import Application, WindowOptions
    from app.running import qt_application
    from app.settings.kept_settings import Settings, SettingsStore
    from core.paths import UserFolders

    SettingsStore(home).save_settings(Settings(notice_accepted=True))
    application = Application(qt_application(), UserFolders(home))
    model = "sample" if folder else "starter"
    application.open(
        WindowOptions(folder=folder, model=model, start=folder is not None)
    )
    until(lambda: application.others is not None)
    return application


def _rail_button(application: "Application", text: str) -> "QAbstractButton":
    from PySide6.QtWidgets import QToolButton

    buttons = application.window.findChildren(QToolButton)
    return next(button for button in buttons if button.text() == text)


def _print(which: str, measured: dict[str, object]) -> None:
    minutes, clicks = (3, "12") if which == "drawn" else (40, "")
    training, left = measured["training"], measured["left"]
    rows = [
        ("from the start to the report", "measured", "wanted"),
        ("time", f"{measured['seconds']:.0f} s", f"<= {minutes * 60} s"),
        ("clicks", f"{measured['clicks']}", f"<= {clicks}" if clicks else ""),
        ("training, of that", f"{training:.0f} s", ""),
        ("said before the start", _against(measured["estimate"], training), ""),
        ("said after the first epoch", _against(left[0][1], left[0][0]), "+-25 %"),
        ("furthest off, all epochs", _furthest(left), "+-25 %"),
        ("longest pause", f"{measured['longest_pause_ms']:.0f} ms", "<= 50 ms"),
        ("balanced accuracy", f"{measured['balanced_accuracy']:.3f}", ""),
    ]
    print_table(f"The first hour: {which} stills", rows)


def _against(said: float, was: float) -> str:
    return f"{said:.0f} s, was {was:.0f} s ({said / was - 1:+.0%})"


def _furthest(left: list[tuple[float, float]]) -> str:
    """Return where the time left was wrong most, in parts of what it was."""
    was, said = max(left, key=lambda pair: abs(pair[1] / pair[0] - 1))
    return _against(said, was)


_VISITS: dict[str, Callable[[], dict[str, object]]] = {"drawn": _drawn, "real": _real}

if __name__ == "__main__":
    main()
