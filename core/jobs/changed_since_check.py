"""What has become of a labelled folder since it was checked; training says it."""

from pathlib import Path

from core.dataset.check_record import (
    CheckRecord,
    CheckRecordUnusable,
    read_check_record,
)
from core.jobs.dataset_changes import PlacedStill, changes_between
from core.jobs.earlier_checks import earlier_checks
from core.jobs.readable_folder import ReadableFolder

_NO_PART = ""
"""Parts follow from all stills together: where they fall is no change of a file."""


def changed_since_check(readable: ReadableFolder, runs: Path) -> tuple[str, ...]:
    """Return one sentence if files differ from those that were checked last.

    A decision of a reader changes no file. Nothing is said of a folder that was never
    checked, or whose check cannot be read.

    Parameters
    ----------
    readable
        The folder as it is now.
    runs
        The folder of all run folders.
    """
    record = _last_check(readable.folder.root, runs)
    if record is None:
        return ()
    changes = changes_between(_checked(record), _present(readable))
    if not changes:
        return ()
    when = record.created.astimezone()
    return (
        f"The folder is not as it was checked on {when:%Y-%m-%d at %H:%M}: {changes}. "
        "Check it again to see copies and poor stills among them.",
    )


def _last_check(folder: Path, runs: Path) -> CheckRecord | None:
    for path in earlier_checks(runs):
        try:
            record = read_check_record(path)
        except CheckRecordUnusable:
            continue
        if record.folder == folder:
            return record
    return None


def _checked(record: CheckRecord) -> list[PlacedStill]:
    worked_with = [_placed(s.name, s.digest, s.label) for s in record.stills]
    return worked_with + [_placed(s.name, s.digest, s.label) for s in record.left_out]


def _present(readable: ReadableFolder) -> list[PlacedStill]:
    pairs = [
        *zip(readable.stills, readable.digests, strict=True),
        *((one.still, one.decision.digest) for one in readable.left_out),
    ]
    return [_placed(still.name, digest, still.label) for still, digest in pairs]


def _placed(name: str, digest: str, label: str) -> PlacedStill:
    return PlacedStill(name=name, digest=digest, label=label, part=_NO_PART)
