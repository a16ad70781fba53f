"""What is known of the time that a training takes, in words."""

from typing import Final

from app.durations import in_words
from app.learning.estimating import EstimateState, Estimating
from core.jobs.results import EstimateTrainingResult

_MEASURING: Final = "Measuring how long it takes"
_WORDS: Final = {
    EstimateState.NONE: (
        "How long it takes is measured once stills and a recipe are chosen."
    ),
    EstimateState.LATER: (
        "How long it takes is measured as soon as nothing else runs."
    ),
    EstimateState.LEFT_OUT: "How long it takes was not measured.",
}


def estimate_in_words(estimating: Estimating) -> str:
    """Return what to say beside the button that starts a training."""
    if estimating.result is not None:
        return _known(estimating.result)
    if estimating.problem is not None:
        problem = estimating.problem
        return f"{problem.user_message} {problem.hint}".strip()
    if estimating.state is EstimateState.MEASURING:
        activity = estimating.activity.lower()
        return f"{_MEASURING}: {activity}…" if activity else f"{_MEASURING}…"
    return _WORDS[estimating.state]


def _known(result: EstimateTrainingResult) -> str:
    return (
        f"About {in_words(result.seconds)} on this computer ({result.device}) for "
        f"{result.stills:,} stills, if nothing ends it early."
    )
