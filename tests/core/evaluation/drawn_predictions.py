"""Answers made up for tests, with a known amount of skill."""

import numpy as np

from core.evaluation.predictions import Predictions

CLASSES = ("esophagitis", "polyp", "ulcerative colitis")


def drawn_predictions(
    *, stills: int = 300, per_group: int = 1, skill: float = 1.5, seed: int = 1
) -> Predictions:
    """Softmax of noise plus ``skill`` for the truth; a group shares label and noise."""
    draw = np.random.default_rng(seed)
    groups = np.arange(stills) // per_group
    count = int(groups.max()) + 1
    labels = draw.integers(len(CLASSES), size=count)[groups]
    logits = draw.normal(size=(count, len(CLASSES)))[groups]
    logits += 0.1 * draw.normal(size=logits.shape)
    logits[np.arange(stills), labels] += skill
    odds = np.exp(logits)
    return Predictions(CLASSES, labels, odds / odds.sum(1, keepdims=True), groups)
