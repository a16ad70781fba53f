"""The real window, driven as a person would: keys, buttons, and what is to be seen."""

import gc
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import cv2
import numpy as np
import psutil
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.application import Application, WindowOptions
from app.item_models.finding_row import FindingRow
from app.pages.classify_page import ClassifyPage
from app.pages.reading_desk import ReadingDesk
from app.problems.problem import Problem
from app.source import Source
from app.widgets.still_canvas import StillCanvas
from app.worker.job_line import JobTicket
from app.worker.job_outcome import JobOutcome
from core.jobs.requests import DrawSamplesRequest

PATIENCE_MS = 30_000
"""What a busy machine may take for a job of a second."""

COLOURS = {"blue": (20, 30, 190), "green": (20, 190, 30), "red": (190, 30, 20)}
"""What the small model of the tests tells apart, as RGB."""


def drawn(colour: str, *, number: int = 0, side: int = 48) -> NDArray[np.uint8]:
    """Return a noisy square of a colour, unlike that of any other number, in RGB."""
    rng = np.random.default_rng(number)
    pixels = rng.integers(0, 60, (side, side, 3)) + np.array(COLOURS[colour])
    return pixels.clip(0, 255).astype(np.uint8)


def write_still(path: Path, colour: str, *, number: int = 0, side: int = 48) -> Path:
    """Write what :func:`drawn` draws."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image = drawn(colour, number=number, side=side)[..., ::-1]
    path.write_bytes(cv2.imencode(path.suffix, image)[1].tobytes())
    return path


def write_stills(folder: Path, colours: Sequence[str]) -> Path:
    """Fill a folder with ``0.png``, ``1.png`` and so on of these colours."""
    for number, colour in enumerate(colours):
        write_still(folder / f"{number}.png", colour, number=number)
    return folder


@dataclass(frozen=True, slots=True)
class DrivenWindow:
    """One open window and what a person does with it."""

    application: Application
    qtbot: QtBot

    @property
    def page(self) -> ClassifyPage:
        """The Classify page."""
        return self.application.page

    @property
    def desk(self) -> ReadingDesk:
        """Where the chosen still is read."""
        return self.page.desk

    # what is to be seen

    @property
    def rows(self) -> list[FindingRow]:
        """All rows in the order of arrival."""
        findings = self.application.findings
        return [findings.finding(row) for row in range(findings.total)]

    @property
    def shown(self) -> list[str]:
        """The files in the order of the table."""
        model = self.application.findings
        places = range(model.shown)
        return [model.finding(model.row_at(model.index(p, 0))).file for p in places]

    @property
    def judged(self) -> str | None:
        """The file that a key would act on now."""
        row = self.desk.judged_row
        return None if row is None else self.application.findings.finding(row).file

    def row(self, file: str) -> FindingRow:
        """Return the row of a file."""
        (row,) = [row for row in self.rows if row.file == file]
        return row

    def texts(self, part: QWidget) -> str:
        """Return all words of a widget and of what is in it."""
        inside = [part, *part.findChildren(QWidget)]
        words = (getattr(widget, "text", "") for widget in inside)
        spoken = (word() if callable(word) else word for word in words)
        return "\n".join(word for word in spoken if word)

    @property
    def words_for_the_still(self) -> str:
        """What stands in place of the still, or what is said of it."""
        (canvas,) = self.desk.still_view.findChildren(StillCanvas)
        return canvas.accessibleDescription()

    def button(self, part: QWidget, name: str) -> QAbstractButton:
        """Return the visible button of this name."""
        (button,) = [
            button
            for button in part.findChildren(QAbstractButton)
            if button.isVisible() and (button.accessibleName() or button.text()) == name
        ]
        return button

    # what is done

    def open(self) -> None:
        """Open the window with the small model chosen, in front and ready."""
        self.application.open(WindowOptions(model="small"))
        self.until(lambda: self.page.model_name == "small")
        self.application.window.activateWindow()
        self.until(self.application.window.isActiveWindow)

    def choose(self, folder: Path, *stills: Path) -> None:
        """Choose what to classify."""
        self.page.choose(Source(folder, stills))

    def classify(self, folder: Path, *stills: Path) -> JobOutcome:
        """Classify a folder to its end."""
        self.choose(folder, *stills)
        return self.ended(self.page.start)

    def ended(self, start: Callable[[], object]) -> JobOutcome:
        """Start a job and wait until it has ended."""
        with self.qtbot.waitSignal(
            self.application.line.ended, timeout=PATIENCE_MS
        ) as end:
            start()
        assert end.args is not None
        outcome = end.args[0]
        assert isinstance(outcome, JobOutcome)
        return outcome

    def begun(self, start: Callable[[], object]) -> JobTicket:
        """Ask for a job and wait until it runs."""
        start()
        self.until(lambda: self.application.line.current is not None)
        ticket = self.application.line.current
        assert ticket is not None
        return ticket

    def occupy(self, title: str = "Drawing") -> JobTicket:
        """Have work of nobody's page run, long enough for others to wait for it."""
        out = self.application.folders.home / "drawn"
        request = DrawSamplesRequest(out=out, stills=100_000)
        return self.begun(lambda: self.application.line.submit(request, title=title))

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something; fail if it does not come."""
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def look_at(self, file: str) -> None:
        """Choose a still in the table and wait until it is painted."""
        self.page.views.choose(self.row(file).row)
        self.take_keyboard()
        self.until(lambda: self.judged == file)

    def take_keyboard(self) -> None:
        """Put the keyboard into the table, as a click on it does."""
        self.application.window.activateWindow()
        self.page.views.table.setFocus()
        self.until(self.page.views.table.hasFocus)

    def press(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press a key where the keyboard's focus is."""
        target = QApplication.focusWidget() or self.application.window
        QTest.keyClick(target, key, modifiers)

    def click(self, part: QWidget, name: str) -> None:
        """Click a button by its name, also in a column that is dragged shut."""
        self.button(part, name).click()

    def take_dialog(self) -> QDialog:
        """Return the one dialog on the screen."""
        self.until(lambda: bool(open_dialogs()))
        (dialog,) = open_dialogs()
        return dialog

    def take_problem(self) -> Problem:
        """Return the problem on the screen and close its dialog."""
        self.until(lambda: self.application.presenter.dialog is not None)
        dialog = self.application.presenter.dialog
        assert dialog is not None
        dialog.reject()
        return dialog.problem

    def close(self) -> None:
        """Close the window, whatever runs."""
        if self.application.window.isVisible():
            self.application.window.close_anyway()
        assert self.application.line.is_idle


OpenWindow = Callable[[], DrivenWindow]


def open_dialogs() -> list[QDialog]:
    """Return the dialogs that are on the screen."""
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog) and widget.isVisible()
    ]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a window must not leave behind."""

    widgets: frozenset[QWidget]
    threads: frozenset[threading.Thread]

    @classmethod
    def now(cls) -> Self:
        """Return the top-level widgets and threads of this moment."""
        return cls(
            frozenset(QApplication.topLevelWidgets()), frozenset(threading.enumerate())
        )

    @staticmethod
    def settle() -> None:
        """Delete what is to be deleted later."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()

    def beyond(self, before: Self) -> list[QWidget | threading.Thread]:
        """Return what is here and was not before."""
        return [*self.widgets - before.widgets, *self.threads - before.threads]


def workers() -> list[psutil.Process]:
    """Return the worker processes of this one."""
    return [
        child
        for child in psutil.Process().children(recursive=True)
        if _is_worker(child)
    ]


def _is_worker(process: psutil.Process) -> bool:
    try:
        return process.is_running() and "worker" in process.cmdline()
    except psutil.NoSuchProcess:  # it ended meanwhile, and is a zombie perhaps
        return False


def in_a_process(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Run some lines in a process of their own, in the same home."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
