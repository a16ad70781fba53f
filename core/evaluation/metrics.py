"""A model's answers measured: every rate with its number of stills and its interval."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.evaluation.cautions import (
    interval_method,
    notices_of_classes,
    notices_of_groups,
    notices_of_refusals,
)
from core.evaluation.curves import curves_of
from core.evaluation.intervals import (
    rate,
    resampled_weights,
    unbounded_mean,
)
from core.evaluation.measures import (
    ClassRateName,
    GroupTallies,
    Measures,
    OverallRateName,
    class_rates,
)
from core.evaluation.predictions import Predictions
from core.evaluation.support import Support
from core.library.evaluation_record import (
    ClassMetrics,
    DecisionCounts,
    EvaluationRecord,
    OverallMetrics,
    Rate,
)

RESAMPLES = 2000
"""Of the bootstrap; a limit then wobbles by about 2 % of the interval's width."""


def evaluate(
    predictions: Predictions,
    *,
    model: str,
    subset: str,
    grouping: str,
    resamples: int = RESAMPLES,
    seed: int = 42,
    method: Literal["held_out", "cross_validation"] = "held_out",
    folds: int | None = None,
) -> EvaluationRecord:
    """Measure a model's answers on labelled stills.

    Every still counts, whatever was decided about it. Averages are over the classes
    that the stills hold. A number that is not defined is ``None``; an interval that
    too few groups would have to carry is left out, and a notice says so.

    Parameters
    ----------
    predictions
        The answers; for cross-validation those of all folds, each still once.
    model
        The model's name, or what was cross-validated.
    subset
        Which stills, as a phrase.
    grouping
        How stills were grouped, as a phrase.
    resamples, seed
        Of the bootstrap over groups.
    method, folds
        How the stills were kept from training.
    """
    tallies = GroupTallies(predictions)
    numbers = _Numbers(predictions, tallies, resamples=resamples, seed=seed)
    return EvaluationRecord(
        model=model,
        subset=subset,
        method=method,
        folds=folds,
        classes=predictions.classes,
        stills=len(predictions.labels),
        groups=tallies.count,
        grouping=grouping,
        confusion=numbers.confusion,
        overall=numbers.overall(),
        per_class=tuple(map(numbers.of_class, range(len(predictions.classes)))),
        curves=curves_of(predictions),
        decisions=numbers.decisions(),
        interval_method=interval_method(tallies.count, resamples, seed),
        notices=numbers.notices(),
    )


def balanced_accuracy(
    predictions: Predictions, *, resamples: int = RESAMPLES, seed: int = 42
) -> Rate:
    """Return the mean recall of the classes that the stills hold, with its interval."""
    tallies = GroupTallies(predictions)
    weights = resampled_weights(
        groups=tallies.count,
        stills=len(predictions.labels),
        resamples=resamples,
        seed=seed,
    )
    recalls = [class_rates(tallies.confusion(some))[1] for some in weights]
    support = Support(tallies.confusion_by_group)
    value = class_rates(tallies.confusion(np.ones((1, tallies.count))))[1]
    return support.mean("recall", value[0], np.concatenate(recalls))


def cautions(predictions: Predictions) -> tuple[str, ...]:
    """Return the notices that :func:`evaluate` gives, without measuring anything."""
    tallies = GroupTallies(predictions)
    support = Support(tallies.confusion_by_group)
    return _notices(predictions, support, tallies.count)


def _notices(
    predictions: Predictions, support: Support, groups: int
) -> tuple[str, ...]:
    return (
        *notices_of_groups(groups, support.total),
        *notices_of_classes(predictions.classes, support),
        *notices_of_refusals(predictions),
    )


class _Numbers:
    """The measures of all stills beside those of the resamples, made into rates."""

    def __init__(
        self,
        predictions: Predictions,
        tallies: GroupTallies,
        *,
        resamples: int,
        seed: int,
    ) -> None:
        self._predictions = predictions
        self._tallies = tallies
        self._support = Support(tallies.confusion_by_group)
        self._value = tallies.measure(np.ones((1, tallies.count)))
        weights = resampled_weights(
            groups=tallies.count,
            stills=self._support.total,
            resamples=resamples,
            seed=seed,
        )
        self._samples = Measures.joined(map(tallies.measure, weights))

    @property
    def confusion(self) -> tuple[tuple[int, ...], ...]:
        """Counts of stills; rows are true classes."""
        return tuple(map(tuple, self._support.confusion.tolist()))

    def overall(self) -> OverallMetrics:
        """Return the numbers of all classes together."""
        recall = self._mean("recall")
        return OverallMetrics(
            balanced_accuracy=recall,
            accuracy=self._of_all("accuracy", np.ones(self._support.total, np.bool_)),
            macro_precision=self._mean("precision"),
            macro_recall=recall,
            macro_f1=self._mean("f1"),
            macro_auc=self._mean("auc"),
            loss=unbounded_mean(
                float(self._value.loss[0]),
                self._samples.loss,
                n=self._support.total,
                groups=self._tallies.count,
            ),
        )

    def of_class(self, position: int) -> ClassMetrics:
        """Return one class against the others."""
        return ClassMetrics(
            name=self._predictions.classes[position],
            support=int(self._support.stills["recall"][position]),
            groups=int(self._support.groups["recall"][position]),
            precision=self._of_class("precision", position),
            recall=self._of_class("recall", position),
            specificity=self._of_class("specificity", position),
            f1=self._of_class("f1", position),
            auc=self._of_class("auc", position),
        )

    def decisions(self) -> DecisionCounts | None:
        """Return how many stills were accepted, reviewed, refused, and how rightly."""
        if self._predictions.decisions is None:
            return None
        accepted, reviewed = map(self._tallies.decided, ("accept", "review"))
        correct = self._predictions.correct
        return DecisionCounts(
            accepted=int(accepted.sum()),
            accepted_correct=int((accepted & correct).sum()),
            reviewed=int(reviewed.sum()),
            reviewed_correct=int((reviewed & correct).sum()),
            refused=int(self._tallies.decided("refuse").sum()),
            accepted_accuracy=self._of_all("accepted_accuracy", accepted),
            reviewed_accuracy=self._of_all("reviewed_accuracy", reviewed),
        )

    def notices(self) -> tuple[str, ...]:
        """Return what a reader must know before believing the numbers."""
        return _notices(self._predictions, self._support, self._tallies.count)

    def _of_class(self, name: ClassRateName, position: int) -> Rate:
        value, samples = getattr(self._value, name), getattr(self._samples, name)
        return self._support.rate(
            name, position, float(value[0, position]), samples[:, position]
        )

    def _mean(self, name: ClassRateName) -> Rate:
        value, samples = getattr(self._value, name), getattr(self._samples, name)
        return self._support.mean(name, value[0], samples)

    def _of_all(self, name: OverallRateName, chosen: NDArray[np.bool_]) -> Rate:
        return rate(
            float(getattr(self._value, name)[0]),
            getattr(self._samples, name),
            n=int(chosen.sum()),
            groups=self._tallies.groups_of(chosen),
        )
