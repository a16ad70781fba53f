"""A classification of the past, as the search for it tells."""

from datetime import UTC, datetime
from pathlib import Path

from core.jobs.findings_record import RecordHeader
from core.jobs.requests import ClassifyRequest, Thresholds
from core.jobs.resuming import EarlierRun

STARTED = datetime(2026, 3, 6, 14, 2, tzinfo=UTC)
"""A Friday."""


def unfinished_run(
    *, done: int, total: int | None, finished: bool = False
) -> EarlierRun:
    """Return one that began at :data:`STARTED`."""
    folder = Path("clinic")
    header = RecordHeader(
        folder=folder,
        model="small",
        model_key="0" * 64,
        classes=("polyp",),
        thresholds=Thresholds(),
        with_truth=False,
        started=STARTED,
    )
    request = ClassifyRequest(folder=folder, model="small")
    return EarlierRun(Path("run"), request, header, done, total, finished)
