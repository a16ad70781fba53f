"""What a reader must know before believing the numbers."""

import numpy as np

from core.evaluation.intervals import MIN_GROUPS
from core.evaluation.predictions import Predictions
from core.evaluation.support import Support
from core.evaluation.wording import count_of

MANY_REFUSED = 0.25
"""Share of a class from which its refusals are said: five times the stated rate."""


def notices_of_groups(groups: int, stills: int) -> list[str]:
    """Return what the number of groups says of all the intervals."""
    if groups < MIN_GROUPS:
        return [
            f"All stills come from {count_of(groups, 'group')}: fewer than "
            f"{MIN_GROUPS} carry no interval, so none is stated."
        ]
    if groups == stills:
        return [
            "Each still counts as a group of its own. If several come from one "
            "patient, the intervals are too narrow."
        ]
    return []


def notices_of_classes(classes: tuple[str, ...], support: Support) -> list[str]:
    """Return what is not defined, or has no interval, class by class."""
    stills, called = support.stills["recall"], support.stills["precision"]
    notices = _one_class_only(classes, support)
    for position, name in enumerate(classes):
        notices += _too_few(name, int(support.groups["recall"][position]))
        if stills[position] and not called[position]:
            notices.append(
                f"No still was called “{name}”: its precision is not defined and is "
                "left out of the average."
            )
    return notices


def notices_of_refusals(predictions: Predictions) -> list[str]:
    """Return which classes are refused so often that the model hardly serves them."""
    if predictions.decisions is None:
        return []
    refused = np.array(predictions.decisions) == "refuse"
    notices = []
    for position, name in enumerate(predictions.classes):
        own = predictions.labels == position
        of_class = int((refused & own).sum())
        if of_class > MANY_REFUSED * own.sum():
            notices.append(
                f"{of_class} of {own.sum()} stills of “{name}” were refused as unlike "
                "the training stills: the model has seen too few of this class."
            )
    return notices


def interval_method(groups: int, resamples: int, seed: int) -> str:
    """Return how the intervals were made, as sentences."""
    if groups < MIN_GROUPS:
        return f"No intervals: fewer than {MIN_GROUPS} groups."
    return (
        f"95 % intervals by bootstrap over {groups} groups ({resamples:,} resamples, "
        f"seed {seed}; percentiles, widened for few groups). Rates that never varied, "
        "such as 0 and 1, have the exact binomial interval (Clopper-Pearson) on the "
        f"number of groups instead; fewer than {MIN_GROUPS} groups have none. The "
        "intervals do not cover the variation between training runs."
    )


def _one_class_only(classes: tuple[str, ...], support: Support) -> list[str]:
    if len(support.present) != 1:
        return []
    name = classes[support.present[0]]
    return [
        f"All stills are of one class, “{name}”: accuracy and balanced accuracy are "
        "its sensitivity, and how well it is told from the others is not measured."
    ]


def _too_few(name: str, groups: int) -> list[str]:
    if not groups:
        return [
            f"No still of “{name}” is among these: its sensitivity and AUC are not "
            "defined, and the averages are over the other classes."
        ]
    if groups < MIN_GROUPS:
        return [
            f"“{name}” has only {count_of(groups, 'group')}: fewer than {MIN_GROUPS} "
            "carry no interval, so none is stated for its sensitivity, nor for the "
            "balanced accuracy."
        ]
    return []
