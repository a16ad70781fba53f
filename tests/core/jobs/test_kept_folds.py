"""Folds that are done are taken over, and nothing else is."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from core.inference.decisions import Decision
from core.jobs import measuring
from core.jobs.answers import Answers
from core.jobs.kept_folds import KeptFolds


def folds(folder: Path, keys: tuple[str, ...] = ("d0/a", "d1/b")) -> KeptFolds:
    material = SimpleNamespace(readable=SimpleNamespace(keys=keys))
    return KeptFolds(folder, material)  # type: ignore[arg-type]


@pytest.mark.parametrize("by_features", [None, np.array([1, 0])])
def test_a_fold_comes_back_as_it_was(
    tmp_path: Path, by_features: np.ndarray | None
) -> None:
    own = a_fold(by_features)
    folds(tmp_path / "folds").keep(2, own)
    again = folds(tmp_path / "folds").get(2, own.indices)
    assert again is not None
    np.testing.assert_array_equal(
        again.answers.probabilities, own.answers.probabilities
    )
    assert again.answers.decisions == own.answers.decisions
    np.testing.assert_array_equal(again.by_files, own.by_files)
    assert (again.by_features is None) is (by_features is None)


def test_other_folds_other_stills_and_damaged_ones_are_not_taken(
    tmp_path: Path,
) -> None:
    own = a_fold(None)
    folds(tmp_path).keep(1, own)
    assert folds(tmp_path).get(2, own.indices) is None
    assert folds(tmp_path).get(1, np.array([0, 2])) is None
    assert folds(tmp_path, ("d1/b", "d0/a")).get(1, own.indices) is None
    path = tmp_path / "fold-1"
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    assert folds(tmp_path).get(1, own.indices) is None


def a_fold(by_features: np.ndarray | None) -> measuring.TestedStills:
    return measuring.TestedStills(
        np.array([0, 3]),
        Answers(np.array([[0.1, 0.9], [0.6, 0.4]]), (Decision.ACCEPT, Decision.REFUSE)),
        np.array([1, 1]),
        by_features,
    )
