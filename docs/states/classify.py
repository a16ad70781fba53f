"""The states of the Classify page."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from states.stage import Stage

_LONG = "Patientenuntersuchung mit einem sehr langen Namen, Великий Новгород 🩺 " * 3
_SOME = 96
"""Rows: enough for a page that is at work."""


def classify_states(stage: Stage) -> Iterator[str]:
    """From the first start to the review, and what can go wrong."""
    yield "empty"
    _classify(stage, stage.examinations)
    stage.until(lambda: stage.application.findings.total >= _SOME)
    yield "running"
    stage.until_idle()
    yield "done"
    views = stage.application.page.views
    views.sheet_action.trigger()
    yield "done-sheet"
    views.table_action.trigger()
    yield from _filtered(stage)
    yield from _reviewing(stage)
    yield from _sorting(stage)
    yield from _error(stage)
    yield from _resuming(stage)
    yield from _long_names(stage)


def _filtered(stage: Stage) -> Iterator[str]:
    from app.item_models.findings_order import FindingsFilter

    bar = stage.application.page.filter_bar
    for chosen in FindingsFilter(decision="review"), FindingsFilter():
        bar.set_filter(chosen)
        bar.filter_changed.emit(chosen)
        if chosen.decision:
            yield "filtered"


def _reviewing(stage: Stage) -> Iterator[str]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    page = stage.application.page
    page.views.choose(0)
    for key in ("1", "\r", "\r", "2", "3", " ", "N", " "):
        stage.until(lambda: page.desk.judged_row is not None)
        pressed = Qt.Key.Key_Return if key == "\r" else key
        QTest.keyClick(page.views.table, pressed)
        stage.settle()
    stage.until(lambda: page.desk.judged_row is not None)
    yield "reviewing"
    view = page.desk.still_view
    view.outlines_action.setChecked(True)
    yield "reviewing-outlines"
    view.network_action.setChecked(True)
    yield "reviewing-network"
    view.network_action.setChecked(False)
    view.outlines_action.setChecked(False)


def _sorting(stage: Stage) -> Iterator[str]:
    target = stage.folder / "Examinations 2026 sorted"
    stage.application.sorting.plan(target)
    stage.until_idle()
    yield "sort-dry-run"
    stage.application.sort_undoing.remember(target / "manifest.jsonl")
    stage.application.sort_undoing.ask()
    yield "sort-undo"


def _error(stage: Stage) -> Iterator[str]:
    nothing = stage.folder / "no stills here"
    nothing.mkdir()
    _classify(stage, nothing)
    stage.until_idle()
    yield "error"
    yield "error-page"


def _resuming(stage: Stage) -> Iterator[str]:
    # in a place of its own: findings that were finished would be shown again
    stills = stage.examinations
    _classify(stage, shutil.copytree(stills, stage.folder / "stopped" / stills.name))
    stage.until(lambda: stage.application.findings.total >= _SOME)
    work = stage.application.line.current
    assert work is not None
    work.cancel()
    stage.until_idle()
    stage.until(stage.application.page.resume_banner.isVisible)
    yield "resume-offer"


def _long_names(stage: Stage) -> Iterator[str]:
    deep = stage.folder / "long" / _LONG[:80] / _LONG[:60]
    deep.mkdir(parents=True)
    for number, still in enumerate(sorted(stage.examinations.rglob("*.jpg"))[:12]):
        shutil.copy(still, deep / f"={number} {_LONG[:80]}.jpg")
    _classify(stage, stage.folder / "long")
    stage.until_idle()
    stage.application.page.views.choose(2)
    yield "long-names"


def _classify(stage: Stage, folder: Path) -> None:
    from app.source import Source

    stage.application.page.choose(Source(folder))
    stage.application.page.start()
