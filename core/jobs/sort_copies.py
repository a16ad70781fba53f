"""The copies of a sort: what is to be made, made, and written down before."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.control import Cancelled
from core.dataset.walking import path_of_name
from core.files import WriteFailed
from core.inference.sorting import LeftOut, PlannedCopy, SortPlan
from core.jobs.context import JobContext
from core.jobs.sort_failures import not_written, what_is_kept
from core.jobs.sort_journal import SortJournal, begin_manifest, discard_unfinished
from core.jobs.sort_manifest import MadeFolder, Manifest, SortedCopy, SortHeader
from core.jobs.sort_target import is_real_folder, lies_within
from core.jobs.verified_copy import (
    Looked,
    copy_verified,
    discard_unfinished_copy,
    is_same_file,
    look_at,
)

COPIES_OF_A_BATCH: Final = 32
"""Announced together: one wait for the disk more in 32, 3 %, and a kill leaves no more
lines than that without a copy."""
COPIES_AT_ONCE: Final = 8
"""Threads; they wait for the disk together, which writes its journal once for all."""


@dataclass(frozen=True, slots=True)
class SortWork:
    """From where to where, and whom to tell."""

    root: Path
    """The classified folder."""
    out: Path
    originals: Sequence[Path]
    """Real paths of the folders that hold classified stills."""
    context: JobContext

    def takes(self, folder: str) -> bool:
        """Return whether copies may go into a folder of the target."""
        path = self.out.resolve() / folder
        if not os.path.lexists(path):
            return True
        return is_real_folder(path) and not lies_within(path, self.originals)


@dataclass(frozen=True, slots=True)
class ToCopy:
    """A still that has no copy yet."""

    planned: PlannedCopy
    source: Path
    looked: Looked

    def line(self, looked: Looked) -> SortedCopy:
        """Return what the manifest says of the copy."""
        return SortedCopy(
            place=self.planned.place,
            source=self.planned.file,
            digest=self.planned.digest,
            size=looked.size,
            mtime_ns=looked.mtime_ns,
        )


@dataclass(slots=True)
class Survey:
    """What of a plan is done, and what is to be done."""

    todo: list[ToCopy] = field(default_factory=list)
    standing: dict[str, SortedCopy] = field(default_factory=dict)
    """By place; as an earlier sort made them."""
    changed: dict[str, SortedCopy] = field(default_factory=dict)
    """By place; somebody has worked with them, and they stay."""
    left_out: Counter[LeftOut] = field(default_factory=Counter)


def survey(plan: SortPlan, manifest: Manifest | None, work: SortWork) -> Survey:
    """Look at all stills, and at the copies that are there already; write nothing.

    Raises
    ------
    Cancelled
        If asked for.
    """
    found = Survey()
    known = manifest.copies if manifest else {}
    folders = {copy.folder for copy in plan.copies}
    usable = {folder for folder in folders if work.takes(folder)}
    progress = work.context.report.activity("Looking at stills")
    for done, planned in enumerate(plan.copies, start=1):
        work.context.control.check()
        if planned.folder not in usable:
            found.left_out[LeftOut.TAKEN] += 1
        elif not _is_known(planned, known, found, work.out):
            _look(planned, found, work.root)
        progress(done, len(plan.copies))
    return found


def _is_known(
    planned: PlannedCopy, known: Mapping[str, SortedCopy], found: Survey, out: Path
) -> bool:
    copy = known.get(planned.place)
    if copy is None or not os.path.lexists(out / planned.place):
        return False
    same = False
    with suppress(OSError):
        same = is_same_file(out / planned.place, copy.size, planned.digest)
    if same:
        found.standing[copy.place] = copy
    else:
        found.changed[copy.place] = copy
        found.left_out[LeftOut.COPY_CHANGED] += 1
    return True


def _look(planned: PlannedCopy, found: Survey, root: Path) -> None:
    source = path_of_name(root, planned.file)
    looked = look_at(source)
    if isinstance(looked, LeftOut):
        found.left_out[looked] += 1
    else:
        found.todo.append(ToCopy(planned, source, looked))


def copy_sorted(
    plan: SortPlan, found: Survey, manifest: Manifest | SortHeader, work: SortWork
) -> Mapping[str, SortedCopy]:
    """Make the copies that are missing and return all that stand, by place.

    Parameters
    ----------
    plan, found
        As :func:`survey` saw it; what cannot be copied is counted there.
    manifest
        Of the earlier sort, or the header of a new one.
    work
        From where to where.

    Raises
    ------
    WriteFailed
        If the target cannot be written any more. What was made stays and is in the
        manifest, and nothing is half-written.
    SortBusy
        If another sort works there.
    Cancelled
        If asked for; the same.
    """
    _refuse_too_large(found.todo, work.out)
    with _explained(found, work):
        if isinstance(manifest, SortHeader):
            manifest = begin_manifest(work.out, manifest)
        with (
            SortJournal(work.out, manifest) as journal,
            ThreadPoolExecutor(COPIES_AT_ONCE) as threads,
        ):
            _clear(manifest, work.out)
            progress = work.context.report.activity("Copying stills")
            for done, batch in _batches(found.todo):
                _copy_batch(batch, found, journal, work, threads)
                progress(done, len(found.todo))
            _finish(plan, found, journal, work.out)
    return found.standing


def _clear(manifest: Manifest, out: Path) -> None:
    """Remove what a killed sort was just writing."""
    discard_unfinished(out)
    for place in manifest.copies:
        discard_unfinished_copy(out / place)


def _copy_batch(
    batch: Sequence[ToCopy],
    found: Survey,
    journal: SortJournal,
    work: SortWork,
    threads: ThreadPoolExecutor,
) -> None:
    folders = dict.fromkeys(one.planned.folder for one in batch)
    missing = [name for name in folders if not (work.out / name).is_dir()]
    journal.add(
        [
            *(MadeFolder(made_folder=name) for name in missing),
            *(one.line(one.looked) for one in batch),
        ]
    )
    for name in missing:
        (work.out / name).mkdir()
    copying = [threads.submit(_copy, one, work) for one in batch]
    wait(copying)
    for one, copy in zip(batch, copying, strict=True):
        if copy.exception() is None:
            _count(one, copy.result(), found)
    for copy in copying:
        copy.result()  # raises what stopped it, now that what is whole is counted


def _copy(one: ToCopy, work: SortWork) -> Looked | LeftOut:
    work.context.control.check()
    target = work.out / one.planned.place
    return copy_verified(one.source, target, one.planned.digest)


def _count(one: ToCopy, copied: Looked | LeftOut, found: Survey) -> None:
    if isinstance(copied, LeftOut):
        found.left_out[copied] += 1
    else:
        found.standing[one.planned.place] = one.line(copied)


def _finish(plan: SortPlan, found: Survey, journal: SortJournal, out: Path) -> None:
    """Leave only lines of what there is, in the order of the plan."""
    manifest = journal.manifest
    made = {**found.changed, **found.standing}
    planned = [copy.place for copy in plan.copies]
    places = frozenset(planned)
    others = {p: c for p, c in manifest.copies.items() if p not in places}
    manifest.copies = {place: made[place] for place in planned if place in made}
    manifest.copies |= others
    used = {copy.folder for copy in manifest.copies.values()}
    for name in manifest.folders - used:
        with suppress(OSError):
            (out / name).rmdir()
    manifest.folders &= used
    for name in used:
        _sync_names(out / name)
    journal.finish()
    _sync_names(out)


def _sync_names(folder: Path) -> None:
    """Put the names in a folder onto the disk, where the system can be asked to."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network disks don't
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _batches(todo: Sequence[ToCopy]) -> Iterator[tuple[int, Sequence[ToCopy]]]:
    """Yield batches, each with how many copies there are up to its end."""
    for begin in range(0, len(todo), COPIES_OF_A_BATCH):
        batch = todo[begin : begin + COPIES_OF_A_BATCH]
        yield begin + len(batch), batch


def _refuse_too_large(todo: Sequence[ToCopy], out: Path) -> None:
    needed = sum(one.looked.size for one in todo)
    try:
        free = shutil.disk_usage(out if out.exists() else out.parent).free
    except OSError:  # writing will say what is wrong
        return
    if needed > free:
        raise WriteFailed(
            f"The copies need {needed / 1e6:,.0f} MB; {free / 1e6:,.0f} MB are free.",
            hint="Nothing was copied. Make room, or choose a folder on another disk.",
        )


@contextmanager
def _explained(found: Survey, work: SortWork) -> Iterator[None]:
    """Tell an error of the disk, and what was made before it or before a cancel."""
    try:
        yield
    except Cancelled:
        work.context.report.info(what_is_kept(len(found.standing)))
        raise
    except OSError as error:
        raise not_written(work.out, len(found.standing), error) from error
