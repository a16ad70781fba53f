"""The states of the Train page, for ``docs/screenshots.py``."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.application import Application
    from app.learning.train_room import TrainRoom

Until = Callable[[Callable[[], bool]], None]


def training_states(
    application: "Application", folder: Path, until: Until
) -> Iterator[str]:
    """Bring the page into one state after the other, and name each.

    Work goes on while pictures are taken: some states are of work that runs.

    Parameters
    ----------
    application
        The open window.
    folder
        Where stills may be drawn.
    until
        Waits for something while the window lives on.
    """
    assert application.others is not None
    room = application.others.train
    page = room.page
    application.window.show_page(page)
    yield "train-empty"
    yield from _chosen(room, _examinations(folder), until)
    page.form.start.click()
    until(lambda: len(room.training.progress.epochs) >= _SOME)
    yield "train-running"
    page.running.folded_log.unfold()
    yield "train-log"
    page.running.folded_log.unfold(False)
    page.running.stop.click()
    yield "train-stopping"
    until(lambda: not room.training.is_busy)
    yield "train-done"
    yield from _waiting(application, room)
    yield from _interrupted(application, room, until)


_SOME = 12
"""Epochs: enough for curves of both phases."""


def _chosen(room: "TrainRoom", stills: Path, until: Until) -> Iterator[str]:
    from core.jobs.requests import GroupingRequest

    page = room.page
    page.open_with(
        stills / "labelled",
        GroupingRequest(groups_csv=stills / "groups.csv"),
        name="colonoscopies 2026",
    )
    page.form.recipes.choose("quick-tour")
    page.form.settings.epochs[1].setValue(30)
    until(lambda: room.estimating.state == "measuring")
    yield "train-measuring"
    until(lambda: room.estimating.state not in {"measuring", "later"})
    yield "train-ready"
    page.form.folded.unfold()
    yield "train-more-settings"
    page.form.folded.unfold(False)
    page.form.name.edit.setText("starter")
    yield "train-name-taken"
    page.form.name.edit.setText("colonoscopies 2026")


def _waiting(application: "Application", room: "TrainRoom") -> Iterator[str]:
    from core.jobs.requests import DrawSamplesRequest

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


def _interrupted(
    application: "Application", room: "TrainRoom", until: Until
) -> Iterator[str]:
    room.training.forget()
    until(lambda: application.line.is_idle)
    room.page.start()
    until(lambda: bool(room.training.progress.epochs))
    run = room.training.run_folder
    assert run is not None
    os.kill(_process_of(run), signal.SIGKILL)
    until(lambda: not room.training.is_busy)
    until(lambda: application.presenter.dialog is not None)
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


def _examinations(folder: Path) -> Path:
    from core.control import Control
    from core.images.sample_sets import draw_samples

    return draw_samples(
        folder / "Examinations to learn from",
        stills=180,
        seed=3,
        control=Control(),
        progress=lambda done, total: None,
    ).folder
