"""Finds the report of a model's training that shows stills and names files."""

from pathlib import Path

from pydantic import ValidationError

from core.errors import LumenaryError
from core.jobs.reporting import REPORT_FILE
from core.jobs.requests import Job, TrainRequest
from core.jobs.run import JOB_FILE
from core.jobs.tested_stills import read_evaluation, tested_of_record


def report_with_stills(runs: Path, model_folder: Path) -> Path | None:
    """Return the full report of the run that made a model; ``None`` if it is gone.

    Also where the training was asked for a report without stills, and for a model that
    was made elsewhere.

    Parameters
    ----------
    runs
        The folder of all runs.
    model_folder
        Holds the model's own ``evaluation.json``.
    """
    try:
        tested = tested_of_record(runs, read_evaluation(model_folder))
        if tested is None:
            return None
        job = Job.model_validate_json((tested.parent / JOB_FILE).read_bytes())
    except (LumenaryError, OSError, ValidationError):
        return None
    request, report = job.request, tested.parent / REPORT_FILE
    shows = isinstance(request, TrainRequest) and request.with_images
    return report if shows and report.is_file() else None
