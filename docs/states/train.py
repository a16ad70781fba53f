"""The states of the Train page."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

from states.stage import Stage, drawn

_SOME = 12
"""Epochs: enough for curves of both phases."""


def train_states(stage: Stage) -> Iterator[str]:
    """Choose and measure a training, run, stop, queue and interrupt it.

    Work goes on while pictures are taken: some states are of work that runs.
    """
    room = stage.others.train
    page = room.page
    stage.application.window.show_page(page)
    yield "train-empty"
    yield from _chosen(stage)
    page.form.start.click()
    stage.until(lambda: len(room.training.progress.epochs) >= _SOME)
    yield "train-running"
    page.running.folded_log.unfold()
    yield "train-log"
    page.running.folded_log.unfold(False)
    page.running.stop.click()
    yield "train-stopping"
    stage.until(lambda: not room.training.is_busy)
    yield "train-done"
    yield from _waiting(stage)
    yield from _interrupted(stage)


def _chosen(stage: Stage) -> Iterator[str]:
    from core.jobs.requests import GroupingRequest

    room = stage.others.train
    page = room.page
    stills = drawn(stage.folder / "Examinations to learn from", stills=180, seed=3)
    page.open_with(
        stills / "labelled",
        GroupingRequest(groups_csv=stills / "groups.csv"),
        name="colonoscopies 2026",
    )
    page.form.recipes.choose("quick-tour")
    page.form.settings.epochs[1].setValue(30)
    stage.until(lambda: room.estimating.state == "measuring")
    yield "train-measuring"
    stage.until(lambda: room.estimating.state not in {"measuring", "later"})
    yield "train-ready"
    page.form.folded.unfold()
    yield "train-more-settings"
    page.form.folded.unfold(False)
    page.form.name.edit.setText("starter")
    yield "train-name-taken"
    page.form.name.edit.setText("colonoscopies 2026")


def _waiting(stage: Stage) -> Iterator[str]:
    from core.jobs.requests import DrawSamplesRequest

    application, room = stage.application, stage.others.train
    out = application.folders.home / "many"
    request = DrawSamplesRequest(out=out, stills=100_000)
    work = application.line.submit(request, title="Drawing sample stills")
    room.training.forget()
    room.page.form.name.edit.setText("colonoscopies 2027")
    room.page.start()
    yield "train-waiting"
    room.page.running.discard.click()
    yield "train-cancelled"
    work.cancel()


def _interrupted(stage: Stage) -> Iterator[str]:
    application, room = stage.application, stage.others.train
    room.training.forget()
    stage.until(lambda: application.line.is_idle)
    room.page.start()
    stage.until(lambda: bool(room.training.progress.epochs))
    run = room.training.run_folder
    assert run is not None
    os.kill(_process_of(run), signal.SIGKILL)
    stage.until(lambda: not room.training.is_busy)
    stage.until(lambda: application.presenter.dialog is not None)
    if application.presenter.dialog is not None:
        application.presenter.dialog.reject()
    yield "train-failed"
    room.training.forget()
    yield "train-offer"
    left = room.interrupted.of_run(run)
    if left is not None:
        room.interrupted.discard(left)


def _process_of(run: Path) -> int:
    import psutil

    job = str(run / "job.json")
    children = psutil.Process().children(recursive=True)
    return next(child.pid for child in children if job in child.cmdline())
