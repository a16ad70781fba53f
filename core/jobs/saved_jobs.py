"""What was asked for in runs of the past, told by their folders."""

from pathlib import Path

from pydantic import ValidationError

from core.jobs.requests import ClassifyRequest, Job, JobRequest, TrainRequest
from core.jobs.run import JOB_FILE


def classify_request_of(run: Path) -> ClassifyRequest | None:
    """Return what a run was asked to classify.

    ``None`` if it was asked for something else, or its job file can't be read.
    """
    request = _request_of(run)
    return request if isinstance(request, ClassifyRequest) else None


def train_request_of(run: Path) -> TrainRequest | None:
    """Return which training a run was asked for.

    ``None`` if it was asked for something else, or its job file can't be read.
    """
    request = _request_of(run)
    return request if isinstance(request, TrainRequest) else None


def _request_of(run: Path) -> JobRequest | None:
    try:
        return Job.model_validate_json((run / JOB_FILE).read_bytes()).request
    except (OSError, ValidationError):
        return None
