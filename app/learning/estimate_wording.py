"""What is known of the time that a training takes, in words."""

from typing import Final

from app.durations import span_in_words, time_left
from app.learning.estimating import EstimateState, Estimating
from core.jobs.results import EstimateTrainingResult
from core.time_span import TimeSpan

WHEN_IT_ENDS: Final = "depending on when it stops improving"
"""Why nobody can tell it by one number."""
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


def time_left_in_words(left: TimeSpan | None) -> str:
    """Return how long a training still takes, and what it depends on."""
    words = time_left(left)
    if not words or left is None or left.is_close:
        return words
    return f"{words}, {WHEN_IT_ENDS}"


def _known(result: EstimateTrainingResult) -> str:
    takes = span_in_words(result.takes).removeprefix("about ")
    depends = "" if result.takes.is_close else f", {WHEN_IT_ENDS}"
    return (
        f"About {takes} on this computer ({result.device}) for "
        f"{result.stills:,} stills{depends}."
    )
