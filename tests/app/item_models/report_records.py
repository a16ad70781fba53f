"""Records to be shown: those shipped with the program, and one that is hard to show."""

import numpy as np

from core.evaluation.metrics import evaluate
from core.evaluation.predictions import Predictions
from core.jobs.tested_stills import read_evaluation
from core.library.evaluation_record import EvaluationRecord, RevisedLabels
from core.paths import RESOURCES

MODELS = RESOURCES.parent / "models"


def starter() -> EvaluationRecord:
    """Return the test of the shipped starter model."""
    return read_evaluation(MODELS / "starter")


def sparse() -> EvaluationRecord:
    """Return a record in which one class has no stills and one is never called."""
    labels = np.array([0, 0, 0, 1])
    probabilities = np.array([[0.8, 0.1, 0.1]] * 4)
    answers = Predictions(("a", "b", "c"), labels, probabilities, np.arange(4), None)
    return evaluate(answers, model="m", subset="four stills", grouping="none", seed=1)


def revised(record: EvaluationRecord) -> EvaluationRecord:
    """Return the same numbers as if labels had been revised."""
    told = RevisedLabels(
        relabelled=1, left_out=0, stills_before=record.stills, before=record.overall
    )
    return record.model_copy(update={"revised": told})
