"""Take back the copies that a sort made, as far as they are still just that."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from core.errors import BadRequest, LumenaryError
from core.jobs.context import JobContext
from core.jobs.requests import UndoSortRequest
from core.jobs.results import UndoSortResult
from core.jobs.sort_journal import SortJournal, discard_unfinished
from core.jobs.sort_manifest import MANIFEST_FILE, Manifest, SortedCopy, read_manifest
from core.jobs.sort_target import is_real_folder, lies_within
from core.jobs.verified_copy import discard_unfinished_copy, is_same_file


class Kept(StrEnum):
    """Why a file was left; reads on after “3 files”."""

    CHANGED = "changed or replaced since the sort"
    LINKED = "now reached through a link"
    ORIGINAL = "within the classified folder"
    FAILED = "that could not be looked at or removed"


class UndoStopped(LumenaryError):
    """The sorted folder went away in the middle."""


@dataclass(slots=True)
class _Counts:
    removed: int = 0
    gone: int = 0
    kept: Counter[Kept] = field(default_factory=Counter)


def run(request: UndoSortRequest, context: JobContext) -> UndoSortResult:
    """Take back a sort; see :class:`UndoSortRequest`.

    A copy is removed only while it is a regular file with the bytes that were copied;
    what was changed, replaced or added since stays. Folders go when the sort made them
    and they are empty, the manifest last. Where that was stopped, it can be run again.

    Raises
    ------
    ManifestUnusable
        If there is no manifest, or any line of it is not one that sorting writes.
    BadRequest
        If the manifest stands within the classified folder, where no sort goes.
    SortBusy
        If a sort works there just now.
    UndoStopped
        If the disk goes away; what is left can be undone when it is back.
    Cancelled
        If asked for; the same.
    """
    path = _manifest_path(request.manifest)
    manifest = read_manifest(path)
    folder = path.parent.resolve()
    originals = [manifest.header.folder.resolve()]
    if lies_within(folder, originals):
        raise BadRequest(
            f"The manifest “{path}” lies within the classified folder.",
            hint="Nothing was removed. It was moved there; no sort makes copies there.",
        )
    counts = _Counts()
    try:
        with SortJournal(folder, manifest):
            _take_back(folder, manifest, originals, counts, context)
        folders = _remove_folders(folder, manifest)
        finished = not counts.kept[Kept.FAILED]
        if finished:
            folders += _remove_manifest(folder, manifest)
    except OSError as error:
        raise UndoStopped(
            f"“{folder}” can't be written any more: "
            f"{error.strerror or type(error).__name__}.",
            hint=f"{counts.removed} copies were removed. Connect the drive or check "
            "your permissions, then undo again: it goes on.",
            details=repr(error),
        ) from error
    return _result(folder, counts, folders, None if finished else path)


def _manifest_path(named: Path) -> Path:
    path = named / MANIFEST_FILE if named.is_dir() else named
    if path.name != MANIFEST_FILE:
        raise BadRequest(
            f"“{path}” is no manifest of a sort.",
            hint=f"Nothing was removed. Name the “{MANIFEST_FILE}” in the folder that "
            "was sorted into, or that folder.",
        )
    return path


def _take_back(
    folder: Path,
    manifest: Manifest,
    originals: list[Path],
    counts: _Counts,
    context: JobContext,
) -> None:
    discard_unfinished(folder)
    progress = context.report.activity("Removing copies")
    for done, copy in enumerate(manifest.copies.values(), start=1):
        context.control.check()
        try:
            reason = _reason_to_keep(folder, copy, originals)
            if reason is None:
                (folder / copy.place).unlink()
                counts.removed += 1
            else:
                counts.kept[reason] += 1
        except FileNotFoundError:
            counts.gone += 1
        except OSError:
            counts.kept[Kept.FAILED] += 1
        progress(done, len(manifest.copies))


def _reason_to_keep(
    folder: Path, copy: SortedCopy, originals: list[Path]
) -> Kept | None:
    """Return why a copy has to stay, or nothing if it may go.

    Raises
    ------
    OSError
        If it is not there or cannot be looked at.
    """
    path = folder / copy.place
    path.parent.lstat()
    if not is_real_folder(path.parent):
        return Kept.LINKED
    if lies_within(path.parent, originals):
        return Kept.ORIGINAL
    discard_unfinished_copy(path)
    if not is_same_file(path, copy.size, copy.digest):
        return Kept.CHANGED
    return None


def _remove_folders(folder: Path, manifest: Manifest) -> int:
    """Remove folders that the sort made, if they are empty, and return how many."""
    removed = 0
    for name in sorted(manifest.folders):
        if is_real_folder(folder / name):
            with suppress(OSError):  # not empty, or not ours to remove
                (folder / name).rmdir()
                removed += 1
    return removed


def _remove_manifest(folder: Path, manifest: Manifest) -> int:
    """Remove the manifest, and its folder if it was made and is empty now."""
    (folder / MANIFEST_FILE).unlink()
    if manifest.header.made_folder:
        with suppress(OSError):
            folder.rmdir()
            return 1
    return 0


def _result(
    folder: Path, counts: _Counts, folders: int, manifest: Path | None
) -> UndoSortResult:
    return UndoSortResult(
        folder=folder,
        removed=counts.removed,
        gone=counts.gone,
        kept={str(why): counts.kept[why] for why in Kept if counts.kept[why]},
        failed=counts.kept[Kept.FAILED],
        folders_removed=folders,
        manifest=manifest,
    )
