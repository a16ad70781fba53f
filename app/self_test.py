"""``lumenary --self-test``: the real window, a real worker, one line that says how."""

import json
import os
import platform
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, qVersion

from app.application import Application, WindowOptions
from app.event_loop_watch import EventLoopWatch
from app.exit_codes import ExitCode
from app.problems.exception_hook import ExceptionHook
from app.problems.problem import Problem
from app.process_age import process_age
from app.running import qt_application
from app.settings.kept_settings import Settings, SettingsStore
from app.source import Source
from app.starting.display import display_problem
from app.worker.job_outcome import JobOutcome, OutcomeKind
from core import __version__
from core.jobs.requests import DrawSamplesRequest
from core.jobs.results import DrawSamplesResult
from core.paths import UserFolders

_STILLS = 120
"""Labelled ones to draw; a fifth as many unsorted ones are classified."""
_PATIENCE_MS = 180_000
_MODEL = "sample"


def self_test() -> int:
    """Open the window on drawn stills in a data folder of its own; print one line.

    Returns
    -------
    int
        0 if every drawn still got its row and nothing went wrong, 3 otherwise.
    """
    if problem := display_problem(os.environ):
        sys.stderr.write(f"{problem} The window is drawn in memory.\n")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qt = qt_application()
    with tempfile.TemporaryDirectory(prefix="lumenary-self-test-") as home:
        folders = UserFolders(Path(home))
        SettingsStore(folders.home).save_settings(Settings(notice_accepted=True))
        application = Application(qt, folders)
        test = _SelfTest(application)
        with ExceptionHook(test.fail) as hook:
            application.open(WindowOptions(model=_MODEL))
            QTimer.singleShot(_PATIENCE_MS, test, test.give_up)
            qt.exec()
            qt.sendPostedEvents(hook)  # what went wrong while the window closed
    sys.stdout.write(json.dumps(test.report()) + "\n")
    return ExitCode.DONE if test.passed else ExitCode.JOB_FAILED


class _SelfTest(QObject):
    """Draws stills, classifies them, closes the window; measures on the way."""

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._application = application
        self._watch = EventLoopWatch(self)
        self._first_paint_ms = 0.0
        self._begun = 0.0
        self._first_row_ms = 0.0
        self._problem = ""
        self._expected = 0
        self._complete = False
        application.presenter.presented.connect(self.fail)
        application.window.painted_first.connect(self._on_first_paint)
        application.line.ended.connect(self._on_ended)
        application.classification.grew.connect(self._on_rows)

    @property
    def passed(self) -> bool:
        """Whether every still got its row and nothing went wrong."""
        return self._complete and not self._problem

    def report(self) -> dict[str, object]:
        """Return what was measured."""
        return {
            "first_paint_ms": round(self._first_paint_ms),
            "first_row_ms": round(self._first_row_ms),
            "longest_pause_ms": round(self._watch.longest_pause_ms, 1),
            "rows": self._application.findings.total,
            "problem": self._problem,
            "versions": _versions(),
        }

    def fail(self, problem: Problem) -> None:
        """End the test: what would be shown to a person has gone wrong."""
        self._end(f"{problem.user_message}\n{problem.details}".strip())

    def give_up(self) -> None:
        """End the test, which takes far too long."""
        self._end(f"It was not done after {_PATIENCE_MS // 1000} seconds.")

    def _on_first_paint(self) -> None:
        self._first_paint_ms = process_age() * 1000
        QTimer.singleShot(0, self._draw)

    def _draw(self) -> None:
        out = self._application.folders.home / "samples"
        request = DrawSamplesRequest(out=out, stills=_STILLS)
        self._application.line.submit(request, title="Drawing stills")

    def _on_ended(self, outcome: JobOutcome) -> None:
        if outcome.kind is not OutcomeKind.FINISHED:
            self._end(outcome.sentence)
        elif isinstance(outcome.result, DrawSamplesResult):
            self._expected = outcome.result.unsorted
            QTimer.singleShot(0, self._classify)
        else:
            self._complete = self._application.findings.total == self._expected > 0
            self._end("" if self._complete else "Some stills got no row.")

    def _classify(self) -> None:
        page = self._application.page
        page.choose(Source(self._application.folders.home / "samples" / "unsorted"))
        self._watch.start()
        self._begun = time.perf_counter()
        page.start()
        if not self._application.classification.pending:
            self._end("The classification could not be started.")

    def _end(self, problem: str) -> None:
        self._problem = self._problem or problem  # closing cancels, which is none
        self._watch.stop()
        QTimer.singleShot(0, self._application.window.close_anyway)

    def _on_rows(self) -> None:
        if not self._first_row_ms:
            self._first_row_ms = (time.perf_counter() - self._begun) * 1000


def _versions() -> dict[str, str]:
    return {
        "lumenary": __version__,
        "python": platform.python_version(),
        "qt": qVersion(),
        "pyside6": version("PySide6-Essentials"),
        "onnxruntime": version("onnxruntime"),
        "platform": platform.platform(),
    }
