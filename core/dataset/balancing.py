"""Weights that make every class count alike, however many stills it has."""

from collections import Counter
from collections.abc import Sequence


def class_weights(labels: Sequence[str], classes: Sequence[str]) -> dict[int, float]:
    """Return the weight of each class: stills / (classes x stills of the class).

    Parameters
    ----------
    labels
        The class of each training still.
    classes
        In the model's order. A class without stills weighs 1: it meets none to weigh.

    Returns
    -------
    Weights by index of the class. Where every class has stills, they sum to the number
    of stills over all stills ("balanced": King and Zeng 2001).
    """
    counts = Counter(labels)
    return {
        index: len(labels) / (len(classes) * counts[name]) if counts[name] else 1.0
        for index, name in enumerate(classes)
    }
