"""The checks of labelled folders that were made before, by their run folders."""

from pathlib import Path

from core.dataset.check_record import CHECK_RECORD_FILE


def earlier_checks(runs: Path) -> list[Path]:
    """Return the records of all checks that are kept, the newest first.

    Whether they can be read is left to whoever needs them.

    Parameters
    ----------
    runs
        The folder of all run folders.
    """
    kept = runs.glob(f"*-check_dataset-*/{CHECK_RECORD_FILE}")
    return sorted(kept, key=_when, reverse=True)


def _when(record: Path) -> tuple[str, int]:
    """Return the second in a run's name, then which record of it came later."""
    second = record.parent.name.partition("-check_dataset-")[0]
    try:
        return second, record.stat().st_mtime_ns
    except OSError:  # deleted meanwhile
        return second, 0
