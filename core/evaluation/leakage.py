"""Two baselines that keep the reader honest.

If width, height and file size alone tell the classes apart, the stills of each class
came from different sources, and a network may have learnt the source instead of the
finding. If logistic regression on features that were never trained on these images does
as well as the model, training taught it little.

Answers are made apart from being measured, so that those of several folds can be pooled
and measured once.
"""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.evaluation.metrics import RESAMPLES, balanced_accuracy
from core.evaluation.predictions import Predictions
from core.evaluation.wording import percent
from core.library.evaluation_record import Baseline, EvaluationRecord, Rate

BaselineKind: TypeAlias = Literal["file_properties", "frozen_features"]

TELLING_BALANCED_ACCURACY = 0.6
"""Above it, file properties are said to give the class away (issue: the spine)."""

_STILLS_PER_LEAF = 5
"""Keeps the tree from learning single files by heart."""

_ITERATIONS = 5000
"""Enough for 1,280 standardised features; the default of 100 stops too soon."""

_TITLES: dict[BaselineKind, str] = {
    "file_properties": "Decision tree on width, height and file size alone",
    "frozen_features": "Logistic regression on features that were not trained here",
}


def predict_from_file_properties(
    train_x: NDArray[Any],
    train_y: NDArray[Any],
    test_x: NDArray[Any],
    *,
    seed: int = 42,
) -> NDArray[np.int64]:
    """Return the classes that a decision tree calls from file properties alone.

    Parameters
    ----------
    train_x
        Shape (n, 3): width and height in pixels, file size in bytes.
    train_y
        Shape (n,), class indices.
    test_x
        Shape (m, 3).
    seed
        Settles ties between equally good splits.

    Returns
    -------
    ndarray
        Shape (m,), class indices.
    """
    from sklearn.tree import DecisionTreeClassifier

    tree = DecisionTreeClassifier(
        class_weight="balanced", min_samples_leaf=_STILLS_PER_LEAF, random_state=seed
    )
    called: NDArray[np.int64] = tree.fit(train_x, train_y).predict(test_x)
    return called


def predict_from_frozen_features(
    train_x: NDArray[Any],
    train_y: NDArray[Any],
    test_x: NDArray[Any],
    *,
    seed: int = 42,
) -> NDArray[np.int64]:
    """Return the classes that logistic regression calls from frozen features.

    Features are standardised on the training stills, classes weigh the same, and the
    penalty is scikit-learn's own (C = 1): nothing is tuned on the test stills.

    Parameters
    ----------
    train_x
        Shape (n, d): pooled features of a backbone that was not trained here.
    train_y
        Shape (n,), class indices.
    test_x
        Shape (m, d).
    seed
        For the solver.

    Returns
    -------
    ndarray
        Shape (m,), class indices.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if len(np.unique(train_y)) == 1:
        return np.full(len(test_x), train_y[0], np.int64)
    regression = LogisticRegression(
        class_weight="balanced", max_iter=_ITERATIONS, random_state=seed
    )
    fitted = make_pipeline(StandardScaler(), regression).fit(train_x, train_y)
    called: NDArray[np.int64] = fitted.predict(test_x)
    return called


def measure_baseline(
    kind: BaselineKind,
    called: NDArray[Any],
    *,
    classes: Sequence[str],
    labels: NDArray[Any],
    groups: NDArray[Any],
    resamples: int = RESAMPLES,
    seed: int = 42,
) -> Baseline:
    """Measure a baseline's answers on the stills that the model was measured on.

    Parameters
    ----------
    kind
        Which baseline answered.
    called
        Its answers, shape (n,), class indices; of all folds for cross-validation.
    classes
        Names in order.
    labels, groups
        Ground truth and groups, shape (n,), in the same order.
    resamples, seed
        Of the bootstrap over groups.
    """
    answers = Predictions.from_calls(
        classes, labels=labels, called=called, groups=groups
    )
    reached = balanced_accuracy(answers, resamples=resamples, seed=seed)
    chance = 1 / max(len(np.unique(labels)), 1)
    notice = _telling_files(reached, chance) if kind == "file_properties" else ""
    return Baseline(
        kind=kind, title=_TITLES[kind], balanced_accuracy=reached, notice=notice
    )


def with_baselines(
    record: EvaluationRecord, baselines: Sequence[Baseline]
) -> EvaluationRecord:
    """Return the record with baselines beside the model, each compared with it.

    A baseline that reaches what the model reaches says so in its notice.
    """
    compared = tuple(_compared(each, record) for each in baselines)
    return record.model_copy(update={"baselines": compared})


def _compared(baseline: Baseline, record: EvaluationRecord) -> Baseline:
    reached = baseline.balanced_accuracy.value
    model = record.overall.balanced_accuracy.value
    if reached is None or model is None or reached < model:
        return baseline
    sentence = (
        f"The model is no better than this: {percent(model)} against "
        f"{percent(reached)} balanced accuracy on the same stills."
    )
    return baseline.model_copy(
        update={"notice": f"{baseline.notice} {sentence}".strip()}
    )


def _telling_files(reached: Rate, chance: float) -> str:
    if reached.value is None or reached.value <= TELLING_BALANCED_ACCURACY:
        return ""
    return (
        "The files give the class away: width, height and file size alone reach "
        f"{percent(reached.value)} balanced accuracy (chance: {percent(chance)}). The "
        "stills of the classes seem to come from different sources, and the model may "
        "have learnt the source instead of the finding. Test it on stills of all "
        "classes from one source before you believe its numbers."
    )
