"""Which work a model is needed for, so that it is not taken away under its hands."""

from collections.abc import Iterator

from app.worker.job_line import JobLine, JobTicket
from core.jobs.requests import (
    ClassifyRequest,
    CompareRequest,
    EvaluateRequest,
    JobRequest,
    TrainRequest,
)
from core.library.model_name import name_key
from core.library.store import LibraryEntry


def work_with(line: JobLine, entry: LibraryEntry) -> str:
    """Return the title of the first work, running or waiting, that needs a model.

    Empty if there is none.
    """
    own = {name_key(entry.name), name_key(str(entry.folder))}
    for ticket in _tickets(line):
        if own & {name_key(name) for name in _models(ticket.request)}:
            return ticket.title
    return ""


def work_that_makes(line: JobLine, name: str) -> str:
    """Return the title of the training that is going to make a model of a name.

    Empty if none runs or waits. Hours later, a name that another has taken meanwhile
    would keep its model from being published.
    """
    for ticket in _tickets(line):
        request = ticket.request
        if isinstance(request, TrainRequest) and name_key(request.name) == name_key(
            name
        ):
            return ticket.title
    return ""


def _tickets(line: JobLine) -> tuple[JobTicket, ...]:
    return (*((line.current,) if line.current else ()), *line.waiting)


def _models(request: JobRequest) -> Iterator[str]:
    """Yield the models that a request names, by name or folder."""
    match request:
        case ClassifyRequest(model=str(name)) | EvaluateRequest(model=str(name)):
            yield name
        case CompareRequest(models=names):
            yield from names
        case TrainRequest(weights=weights) if weights.model is not None:
            yield weights.model
