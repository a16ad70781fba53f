"""What becomes of an answer: accepted, sent to a person, or refused."""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from core.library.card import Decisions
from core.percent import percent


class Decision(StrEnum):
    """What a clinician may do with an answer."""

    ACCEPT = "accept"
    REVIEW = "review"
    """Known kind of still, uncertain answer: a person should look."""
    REFUSE = "refuse"
    """Unlike the training stills: the answer means nothing."""


def decide(confidence: float, distance: float, decisions: Decisions) -> Decision:
    """Decide by a card's thresholds; what is not a number is never accepted.

    Parameters
    ----------
    confidence
        Calibrated probability of the predicted class, 0 to 1.
    distance
        Of the still's embedding to what the model was trained on.
    decisions
        The thresholds of the model's card.
    """
    if not distance <= decisions.refuse_above:
        return Decision.REFUSE
    if confidence >= decisions.review_below:
        return Decision.ACCEPT
    return Decision.REVIEW


def fit_review_threshold(
    confidences: ArrayLike, correct: ArrayLike, accept_precision: float
) -> tuple[float, tuple[str, ...]]:
    """Return the lowest confidence from which answers may be accepted, and notices.

    Two things are asked of it. No single answer is accepted whose own calibrated
    confidence is below ``accept_precision``, however right the others are. And of the
    ``n`` validation stills at or above it, ``r`` of them right, the next one must be
    right with that probability by Laplace's rule of succession, (r + 1) / (n + 2), so
    that a handful of right answers never suffices: 0.95 takes 18 of 18, or 37 of 38.

    Parameters
    ----------
    confidences
        Shape (n,), calibrated, of validation stills.
    correct
        Shape (n,), whether each answer was right.
    accept_precision
        Wanted share of right answers among accepted stills, 0.5 to 1.

    Returns
    -------
    tuple
        The threshold (1.0 where none will do) and what is to be said about it.
    """
    confidence = np.asarray(confidences, np.float64)
    order = np.argsort(-confidence, kind="stable")
    falling = confidence[order]
    accepted = np.arange(1, len(falling) + 1)
    right = np.cumsum(np.asarray(correct, np.bool_)[order])
    enough = (right + 1) / (accepted + 2) >= accept_precision
    # stills of equal confidence are accepted together: only the last of them counts
    whole = np.append(falling[:-1] != falling[1:], True)[: len(falling)]
    possible = np.flatnonzero(enough & whole & (falling >= accept_precision))
    if not len(possible):
        return 1.0, (_nothing_accepted(len(falling), accept_precision),)
    return float(falling[possible[-1]]), ()


def _nothing_accepted(stills: int, accept_precision: float) -> str:
    return (
        f"Every answer goes to review: on {stills} validation stills no confidence was "
        f"found from which {percent(accept_precision, 0)} of answers are right."
    )
