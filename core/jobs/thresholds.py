"""Fits what decides about answers, on validation stills only."""

import numpy as np
from numpy.typing import NDArray

from core.inference.calibration import (
    calibration_notices,
    fit_temperature,
    probabilities,
)
from core.inference.decisions import fit_review_threshold
from core.inference.refusal import RefusalModel, fit_refusal, refusal_notices
from core.jobs.answers import NetworkAnswers
from core.library.card import Decisions
from core.recipes.recipe import DecisionSettings


def fit_thresholds(
    train: NetworkAnswers,
    train_labels: NDArray[np.int64],
    validation: NetworkAnswers,
    validation_labels: NDArray[np.int64],
    settings: DecisionSettings,
) -> tuple[RefusalModel, Decisions]:
    """Return where the training stills lie, and the thresholds for a card.

    Parameters
    ----------
    train, train_labels
        Answers for the stills that the network learnt from; they only say where known
        stills lie.
    validation, validation_labels
        Answers for stills that it did not learn from; they decide the thresholds. The
        review threshold is fitted on those that are not refused, as it is used.
    settings
        The stated rates.
    """
    refusal, refuse_above = fit_refusal(
        train.embedding,
        train_labels,
        validation.embedding,
        settings.refusal_false_alarm,
    )
    known = refusal.distance(validation.embedding) <= refuse_above
    temperature = fit_temperature(validation.logits, validation_labels)
    calibrated = probabilities(validation.logits, temperature)
    review_below, review_notices = fit_review_threshold(
        calibrated.max(axis=1)[known],
        (calibrated.argmax(axis=1) == validation_labels)[known],
        settings.accept_precision,
    )
    stills = len(validation_labels)
    decisions = Decisions(
        temperature=temperature,
        review_below=review_below,
        refuse_above=refuse_above,
        refusal_false_alarm=settings.refusal_false_alarm,
        notices=(
            *calibration_notices(stills=stills),
            *review_notices,
            *refusal_notices(stills, settings.refusal_false_alarm),
        ),
    )
    return refusal, decisions
