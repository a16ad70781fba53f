"""Measures a model's answers, and two baselines on the very same stills."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core import __version__
from core.evaluation.leakage import (
    BaselineKind,
    measure_baseline,
    predict_from_file_properties,
    predict_from_frozen_features,
    with_baselines,
)
from core.evaluation.metrics import evaluate
from core.evaluation.predictions import Predictions
from core.jobs.answers import Answers
from core.jobs.material import Material
from core.jobs.tested_stills import TestedStill
from core.library.evaluation_record import Baseline, EvaluationRecord, HistoryEpoch


@dataclass(frozen=True, slots=True, eq=False)
class TestedStills:
    """Answers for stills kept from training, of the model and of the baselines.

    All arrays are in the order of ``indices``, which point into the material.
    """

    indices: NDArray[np.int64]
    answers: Answers
    by_files: NDArray[np.int64] | None = None
    """Classes that a tree calls from file properties alone."""
    by_features: NDArray[np.int64] | None = None
    """Classes that logistic regression calls from frozen features."""

    def joined(self, other: "TestedStills") -> "TestedStills":
        """Return both sets of stills as one."""
        return TestedStills(
            np.concatenate([self.indices, other.indices]),
            self.answers.joined(other.answers),
            _joined(self.by_files, other.by_files),
            _joined(self.by_features, other.by_features),
        )


def _joined(
    one: NDArray[np.int64] | None, other: NDArray[np.int64] | None
) -> NDArray[np.int64] | None:
    return None if one is None or other is None else np.concatenate([one, other])


def with_baseline_answers(
    material: Material,
    *,
    fitted_on: NDArray[np.int64],
    tested: NDArray[np.int64],
    answers: Answers,
    seed: int,
) -> TestedStills:
    """Return the model's answers beside those of two baselines fitted for them.

    Parameters
    ----------
    material
        All stills.
    fitted_on
        Indices that the baselines may learn from.
    tested
        Indices that ``answers`` belong to.
    answers
        The model's answers.
    seed
        For the baselines.
    """
    labels = material.stills.labels[fitted_on]
    files, features = material.file_properties, material.frozen_features
    return TestedStills(
        tested,
        answers,
        predict_from_file_properties(
            files[fitted_on], labels, files[tested], seed=seed
        ),
        None
        if features is None
        else predict_from_frozen_features(
            features[fitted_on], labels, features[tested], seed=seed
        ),
    )


def measure(
    material: Material,
    tested: TestedStills,
    *,
    model: str,
    subset: str,
    seed: int,
    title: str = "",
    drawn: bool = False,
    history: Sequence[HistoryEpoch] = (),
    method: Literal["held_out", "cross_validation"] = "held_out",
    folds: int | None = None,
    notices: Sequence[str] = (),
    remarks: Sequence[str] = (),
) -> EvaluationRecord:
    """Return the record of a model's answers with the baselines beside it.

    ``notices`` are put before those that the measuring itself gives, and ``remarks``
    on the data after them.
    """
    predictions = Predictions(
        material.stills.classes,
        material.stills.labels[tested.indices],
        tested.answers.probabilities,
        material.groups[tested.indices],
        tuple(decision.value for decision in tested.answers.decisions),
    )
    record = evaluate(
        predictions,
        model=model,
        subset=subset,
        grouping=material.grouping.description,
        seed=seed,
        method=method,
        folds=folds,
    )
    complete = record.model_copy(
        update={
            "notices": (*notices, *record.notices, *remarks),
            "title": title,
            "created": datetime.now(UTC),
            "program_version": __version__,
            "drawn": drawn,
            "history": tuple(history),
        }
    )
    return with_baselines(complete, _baselines(predictions, tested, seed))


def tested_lines(material: Material, tested: TestedStills) -> tuple[TestedStill, ...]:
    """Return the tested stills with all answers, as the run folder keeps them."""
    classes = material.stills.classes
    probabilities = tested.answers.probabilities
    called = probabilities.argmax(axis=1)
    baselines = _baseline_answers(tested)
    return tuple(
        TestedStill(
            file=material.readable.stills[index].name,
            digest=material.readable.digests[index],
            true_class=material.readable.stills[index].label,
            predicted_class=classes[called[i]],
            probabilities=tuple(probabilities[i].tolist()),
            decision=tested.answers.decisions[i].value,
            group=material.grouping.ids[index],
            baselines={kind: classes[calls[i]] for kind, calls in baselines.items()},
        )
        for i, index in enumerate(tested.indices.tolist())
    )


def _baselines(
    predictions: Predictions, tested: TestedStills, seed: int
) -> list[Baseline]:
    return [
        measure_baseline(
            kind,
            answers,
            classes=predictions.classes,
            labels=predictions.labels,
            groups=predictions.groups,
            seed=seed,
        )
        for kind, answers in _baseline_answers(tested).items()
    ]


def _baseline_answers(tested: TestedStills) -> dict[BaselineKind, NDArray[np.int64]]:
    answers: dict[BaselineKind, NDArray[np.int64] | None] = {
        "file_properties": tested.by_files,
        "frozen_features": tested.by_features,
    }
    return {kind: calls for kind, calls in answers.items() if calls is not None}
