"""Work that the program began by itself."""

from core.jobs.requests import EstimateTrainingRequest, JobRequest


def is_unasked(request: JobRequest) -> bool:
    """Return whether nobody asked for it.

    Then nobody is asked before it is ended, and why it failed is told only where its
    answer would have stood.
    """
    return isinstance(request, EstimateTrainingRequest)
