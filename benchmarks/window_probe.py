"""One measurement of the window in a process of its own; prints one JSON line.

usage: python -m benchmarks.window_probe {first-paint, tensorflow, classify, stop, rows}
           [--folder DIR] [--model NAME] [--rows N]

``benchmarks/window.py`` runs it.
"""

import argparse
import gc
import hashlib
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from benchmarks.event_loop import let_run, until

_MIB = 1 << 20
_SCROLL_MS = 40
"""A hand on the wheel: so often the table is scrolled on by some rows."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=sorted(_PROBES))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--model", default="starter")
    parser.add_argument("--rows", type=int, default=100_000)
    print(json.dumps(_PROBES[(arguments := parser.parse_args()).what](arguments)))


def _first_paint(arguments: argparse.Namespace) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as home:
        application = _opened(Path(home), arguments.model)
        painted: list[float] = []
        application.window.painted_first.connect(lambda: painted.append(_age_ms()))
        until(lambda: bool(painted))
        application.window.close_anyway()
    return {"ms": painted[0]}


def _tensorflow_first(arguments: argparse.Namespace) -> dict[str, float]:
    """Measure what many a program does: everything is imported, then a window shown."""
    import tensorflow  # noqa: F401
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    painted: list[float] = []

    class Window(QMainWindow):
        def event(self, event: QEvent) -> bool:
            handled = super().event(event)
            if event.type() == QEvent.Type.UpdateRequest and not painted:
                painted.append(_age_ms())
            return handled

    application = QApplication([])
    window = Window()
    window.show()
    while not painted:
        application.processEvents()
    return {"ms": painted[0]}


def _classify(arguments: argparse.Namespace) -> dict[str, float]:
    """Classify a folder while the table is scrolled; measure pauses and memory."""
    from PySide6.QtCore import QTimer

    from app.event_loop_watch import EventLoopWatch

    with tempfile.TemporaryDirectory() as home:
        application = _opened(Path(home), arguments.model, arguments.folder)
        table = application.page.views.table
        bar = table.verticalScrollBar()
        until(lambda: application.page.model_name is not None)
        let_run(2.0)
        wheel = QTimer(interval=_SCROLL_MS)
        wheel.timeout.connect(lambda: bar.setValue((bar.value() + 3) % _end_of(bar)))
        watch = EventLoopWatch()
        watch.start()
        wheel.start()
        begin = time.perf_counter()
        application.page.start()
        until(lambda: not application.is_working, seconds=600)
        seconds = time.perf_counter() - begin
        watch.stop()
        wheel.stop()
        _scroll_to_the_end(bar)
        memory = psutil.Process().memory_info().rss / _MIB
        rows = application.findings.total
        application.window.close_anyway()
    return {
        "rows": rows,
        "seconds": seconds,
        "longest_pause_ms": watch.longest_pause_ms,
        "memory_mib": memory,
    }


def _stop(arguments: argparse.Namespace) -> dict[str, float]:
    """Press Stop in the middle; measure when it shows and when the worker is gone."""
    from app.worker.job_line import TicketState

    with tempfile.TemporaryDirectory() as home:
        application = _opened(Path(home), arguments.model, arguments.folder)
        until(lambda: application.page.model_name is not None)
        application.page.start()
        until(lambda: application.findings.total >= 100)
        begin = time.perf_counter()
        ticket = application.line.current
        application.window.findChild(_job_bar_type()).stop.click()
        until(lambda: ticket.state is not TicketState.RUNNING)
        acknowledged = time.perf_counter() - begin
        until(lambda: not application.is_working)
        gone = time.perf_counter() - begin
        application.window.close_anyway()
    return {"acknowledged_ms": acknowledged * 1000, "gone_s": gone}


def _rows(arguments: argparse.Namespace) -> dict[str, float]:
    """Sort and filter many rows with table, sheet and a selection attached."""
    from app.item_models.findings_order import FindingsFilter, SortKey

    with tempfile.TemporaryDirectory() as home:
        application = _opened(Path(home), arguments.model)
        findings = application.findings
        findings.begin(("a", "b", "c"), Path(home))
        for start in range(0, arguments.rows, 1000):
            findings.append([_made_up(n) for n in range(start, start + 1000)])
        application.page.views.choose(arguments.rows // 2)
        findings.thaw()
        measured = {
            f"sort by {key}": _milliseconds(lambda k=key: findings.set_sort(k, True))
            for key in SortKey
        }
        for name, chosen in {
            "filter by finding": FindingsFilter(finding="b"),
            "filter by decision": FindingsFilter(decision="review"),
            "filter by text": FindingsFilter(text="exam17"),
            "filter by examination": FindingsFilter(examination="exam12"),
            "no filter": FindingsFilter(),
        }.items():
            measured[name] = _milliseconds(lambda c=chosen: findings.set_filter(c))
        application.window.close_anyway()
    return measured


def _made_up(number: int) -> "ClassifiedStill":  # noqa: F821
    from core.jobs.events import ClassifiedStill

    shares = hashlib.sha256(str(number).encode()).digest()
    a, b = shares[0] / 512, shares[1] / 512
    probabilities = {"a": a, "b": b, "c": 1 - a - b}
    best = max(probabilities, key=lambda name: probabilities[name])
    confidence = probabilities[best]
    decision = "accept" if confidence > 0.8 else "review"
    return ClassifiedStill(
        file=f"exam{number // 50}/still{number}.jpg",
        predicted_class=best,
        confidence=confidence,
        decision=decision,
        probabilities=probabilities,
        digest=shares.hex(),
    )


def _opened(home: Path, model: str, folder: Path | None = None) -> "Application":  # noqa: F821
    gc.disable()  # as app/__main__.py does
    from app.application import Application, WindowOptions
    from app.running import qt_application
    from app.settings.kept_settings import Settings, SettingsStore
    from core.paths import UserFolders

    SettingsStore(home).save_settings(Settings(notice_accepted=True))
    application = Application(qt_application(), UserFolders(home))
    application.open(WindowOptions(folder=folder, model=model))
    return application


def _scroll_to_the_end(bar: "QScrollBar") -> None:  # noqa: F821
    """Go through all rows as fast as thumbnails come, to fill their cache."""
    step = max(bar.maximum() // 400, 1)
    for value in range(0, bar.maximum(), step):
        bar.setValue(value)
        let_run(0.02)


def _end_of(bar: "QScrollBar") -> int:  # noqa: F821
    return max(bar.maximum(), 1)


def _job_bar_type() -> type:
    from app.widgets.job_bar import JobBar

    return JobBar


def _age_ms() -> float:
    from app.process_age import process_age

    return process_age() * 1000


def _milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


_PROBES: dict[str, Callable[[argparse.Namespace], dict[str, float]]] = {
    "first-paint": _first_paint,
    "tensorflow": _tensorflow_first,
    "classify": _classify,
    "stop": _stop,
    "rows": _rows,
}

if __name__ == "__main__":
    main()
