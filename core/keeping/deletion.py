"""Deletes what is kept in one place, never what is in use, and says what stayed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from core.control import Control
from core.errors import BadRequest, LumenaryError
from core.files import remove_folder
from core.keeping.disk_use import delete_files, disk_use, reason
from core.keeping.kept_runs import KeptRun, is_among, kept_runs, with_what_they_use
from core.keeping.leftovers import sweep
from core.keeping.places import PlaceKey, kept_paths, measured
from core.paths import UserFolders
from core.review.erasing import erase_log

BY_AGE: Final = frozenset({PlaceKey.RUNS, PlaceKey.UNFINISHED})
"""Of these, those older than some days can be deleted alone."""


class StillNeeded(LumenaryError):
    """What should be deleted is used by a job at this moment."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """What is gone, and what stayed."""

    bytes: int
    count: int
    counted: str
    """What the count is of, in the singular: ``run``, ``file``."""
    left: tuple[str, ...] = ()
    """A sentence for each thing that was not deleted, with the reason."""


def delete(
    folders: UserFolders,
    key: PlaceKey,
    *,
    older_than: timedelta | None = None,
    in_use: Collection[Path] = (),
    control: Control | None = None,
) -> Deleted:
    """Delete what is kept in one place.

    Originals, sorted copies, exports and models are in none of these places. Runs that
    are at work, and runs that those read, stay, and so do those that could be gone on
    with: they are a place of their own.

    Parameters
    ----------
    folders
        The user's own.
    key
        Which place.
    older_than
        Only runs that began before this; for runs alone.
    in_use
        Run folders that a window shows or that a waiting job needs.
    control
        Checked between two files or runs.

    Raises
    ------
    BadRequest
        If this place is not deleted from here, or has no age.
    StillNeeded
        If a job that is at work may need it.
    core.review.log_errors.ReviewLogUnusable
        If the reviews could not be deleted; they are whole then.
    core.control.Cancelled
        If asked to cancel; what is gone by then is gone.
    """
    control = control or Control()
    if older_than is not None and key not in BY_AGE:
        raise BadRequest(
            f"Only runs are deleted by their age, not “{key}”.",
            hint="Nothing was deleted. Leave the age out to delete all of it.",
        )
    if key in BY_AGE:
        return _delete_runs(folders, key, older_than, in_use, control)
    if key is PlaceKey.REVIEWS:
        return _erase_reviews(folders, control)
    if key is PlaceKey.LEFTOVERS:
        gone = sweep(folders, elsewhere=True, control=control)
        return Deleted(gone.bytes, gone.files, "file", tuple(gone.failures))
    return _delete_files(folders, key, control)


def _delete_files(folders: UserFolders, key: PlaceKey, control: Control) -> Deleted:
    place = measured(folders, key, control)
    if not place.deletable:
        raise BadRequest(f"“{place.title}” is not deleted here.", hint=place.why_not)
    if key is PlaceKey.PREPARED and any(run.at_work for run in kept_runs(folders.runs)):
        raise StillNeeded(
            "A job is at work that may need the prepared stills.",
            hint="Nothing was deleted. Wait until it has ended, then delete them.",
        )
    gone = delete_files(kept_paths(folders, key), control)
    return Deleted(gone.bytes, gone.files, "file", tuple(gone.failures))


def _erase_reviews(folders: UserFolders, control: Control) -> Deleted:
    before = measured(folders, PlaceKey.REVIEWS, control)
    erase_log(folders.review_log)
    after = measured(folders, PlaceKey.REVIEWS, control)
    return Deleted(max(before.bytes - after.bytes, 0), before.count, "answer")


def _delete_runs(
    folders: UserFolders,
    key: PlaceKey,
    older_than: timedelta | None,
    in_use: Collection[Path],
    control: Control,
) -> Deleted:
    runs = kept_runs(folders.runs)
    at_work = [run.folder for run in runs if run.at_work]
    needed = with_what_they_use([*at_work, *in_use])
    before = datetime.now() - (older_than or timedelta(0))
    size = count = 0
    left: list[str] = []
    for run in runs:
        control.check()
        if run.unfinished is (key is PlaceKey.UNFINISHED) and run.began <= before:
            gone, why = _delete_run(run, needed, control)
            left += [why] if why else []
            size, count = size + gone, count + (not why)
    return Deleted(size, count, "run", tuple(left))


def _delete_run(
    run: KeptRun, needed: Collection[str], control: Control
) -> tuple[int, str]:
    """Return the bytes that are gone, and why the run stayed; empty if it did not."""
    name = run.folder.name
    if run.at_work:
        return 0, f"The run “{name}” is at work."
    if is_among(run.folder, needed):
        return 0, f"The run “{name}” is shown or needed by a job."
    size = disk_use([run.folder], control).bytes
    try:
        remove_folder(run.folder)
    except OSError as error:
        return 0, f"The run “{name}” could not be deleted: {reason(error)}."
    return size, ""
