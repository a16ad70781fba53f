"""Class weights by hand."""

import pytest

from core.dataset.balancing import class_weights


def test_rare_classes_weigh_more() -> None:
    weights = class_weights(["a"] * 6 + ["b"] * 3, ["a", "b"])
    assert weights == pytest.approx({0: 0.75, 1: 1.5})


def test_every_class_adds_up_to_the_same() -> None:
    labels = ["a"] * 700 + ["b"] * 125 + ["c"] * 20
    weights = class_weights(labels, ["a", "b", "c"])
    sums = [labels.count(name) * weights[i] for i, name in enumerate("abc")]
    assert sums == pytest.approx([845 / 3] * 3)


def test_a_class_without_stills_weighs_one() -> None:
    assert class_weights(["a"], ["a", "b"]) == {0: 0.5, 1: 1.0}
