"""What is unlike the training stills lies far away; what is like them seldom does."""

import io
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.inference.refusal import (
    RefusalModel,
    RefusalUnusable,
    fit_refusal,
    refusal_notices,
)

D = 24


def embeddings(seed: int, stills: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw features around three centres: like a network's, positive and skewed."""
    centres = np.random.default_rng(1).gamma(1, 1, (3, D))
    rng = np.random.default_rng(seed)
    labels = np.arange(stills) % 3
    noise = rng.gamma(2, 0.1, (stills, D)) * rng.gamma(3, 0.3, (stills, 1))
    return centres[labels] + noise, labels


def fitted(validation: int = 200) -> tuple[RefusalModel, float]:
    return fit_refusal(*embeddings(2, 400), embeddings(3, validation)[0], 0.05)


@pytest.mark.parametrize("false_alarm", [0.02, 0.05, 0.2])
def test_new_stills_are_refused_no_oftener_than_stated(false_alarm: float) -> None:
    """The bound holds over draws of the validation part, not for each of them."""
    shares = []
    for seed in range(20):
        model, threshold = fit_refusal(
            *embeddings(100 + seed, 150), embeddings(200 + seed, 100)[0], false_alarm
        )
        new = embeddings(300 + seed, 500)[0]
        shares.append((model.distance(new) > threshold).mean())
    error = 3 * np.std(shares) / np.sqrt(len(shares))
    assert np.mean(shares) <= false_alarm + error
    assert np.mean(shares) >= false_alarm / 4


def test_what_lies_outside_the_training_stills_span_is_refused() -> None:
    model, threshold = fitted()
    rng = np.random.default_rng(5)
    strange = rng.gamma(1, 1, (50, D))
    assert (model.distance(strange) > threshold).mean() >= 0.95
    assert (model.distance(np.zeros((1, D))) > threshold).all()


def test_the_distance_does_not_depend_on_contrast() -> None:
    """Features of a brighter copy are longer, and point the same way."""
    model, _ = fitted()
    points = embeddings(6, 20)[0]
    np.testing.assert_allclose(model.distance(points * 3), model.distance(points))


@given(order=st.permutations(range(12)))
@settings(max_examples=20, deadline=None)
def test_the_distance_of_a_still_does_not_depend_on_the_others(
    order: list[int],
) -> None:
    model, _ = fitted()
    points = embeddings(6, 12)[0]
    np.testing.assert_allclose(
        model.distance(points[order]), model.distance(points)[order]
    )
    assert model.distance(points[:0]).shape == (0,)


def test_saved_and_loaded_gives_the_same_distances(tmp_path: Path) -> None:
    model, _ = fitted()
    model.save(tmp_path / "refusal.npz")
    points = embeddings(7, 10)[0]
    loaded = RefusalModel.load(tmp_path / "refusal.npz")
    np.testing.assert_array_equal(loaded.distance(points), model.distance(points))


@pytest.mark.parametrize(
    ("train", "validation"), [(3, 1), (4, 2), (6, 0), (30, 5)], ids=str
)
def test_tiny_folders_still_give_a_finite_threshold(
    train: int, validation: int
) -> None:
    model, threshold = fit_refusal(
        *embeddings(2, train), embeddings(3, validation)[0], 0.05
    )
    assert np.isfinite(threshold)
    assert np.isfinite(model.distance(embeddings(4, 5)[0])).all()


def test_more_features_than_stills() -> None:
    rng = np.random.default_rng(0)
    train, validation = rng.random((40, 300)), rng.random((40, 300))
    model, threshold = fit_refusal(train, np.arange(40) % 2, validation, 0.1)
    assert (model.distance(validation) > threshold).mean() <= 0.1


def test_what_few_validation_stills_cannot_show_is_said() -> None:
    assert "up to 10\N{NO-BREAK SPACE}%" in refusal_notices(9, 0.05)[0]
    assert refusal_notices(19, 0.05) == ()
    assert "no validation stills" in refusal_notices(0, 0.05)[0]


class _Code:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("code in the file was run",))


def damaged_files() -> dict[str, bytes]:
    good, pickled, misfit = io.BytesIO(), io.BytesIO(), io.BytesIO()
    fields = dict.fromkeys(("centroids", "directions"), np.ones((2, 3), np.float32))
    np.savez(good, **fields, variances=np.ones(2), rest=np.float64(1))
    np.savez(misfit, **fields, variances=np.ones(5), rest=np.float64(1))
    code = np.array([_Code()], dtype=object)
    np.savez(pickled, **(fields | {"centroids": code}), variances=np.ones(2), rest=1.0)
    endless = io.BytesIO()
    np.savez(endless, **fields, variances=np.full(2, np.inf), rest=np.float64(1))
    return {
        "endless": endless.getvalue(),
        "empty": b"",
        "text": b"not an archive",
        "cut short": good.getvalue()[:-40],
        "pickle": pickle.dumps([1]),
        "pickled array": pickled.getvalue(),
        "misfit": misfit.getvalue(),
    }


@pytest.mark.parametrize("kind", damaged_files())
def test_a_damaged_file_is_refused_and_never_run(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "refusal.npz"
    path.write_bytes(damaged_files()[kind])
    with pytest.raises(RefusalUnusable, match=r"refusal\.npz"):
        RefusalModel.load(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(RefusalUnusable):
        RefusalModel.load(tmp_path / "refusal.npz")
