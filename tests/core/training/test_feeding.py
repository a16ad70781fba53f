"""Batches follow from seed, epoch and content, and from nothing else."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.images.augmentation import Augmenter
from core.images.settings import AugmentationSettings
from core.training.feeding import (
    Batch,
    LabelledImages,
    TrainingFeed,
    equal_chunks,
    still_seed,
)
from tests.core.training.drawn import SIZE, part

STILLS = part(10, seed=1)


def epoch(
    number: int = 1,
    *,
    stills: LabelledImages = STILLS,
    seed: int = 1,
    threads: int = 1,
    batch: int = 4,
    class_weights: tuple[float, float] = (1, 1),
) -> list[Batch]:
    feed = TrainingFeed(
        stills,
        Augmenter(AugmentationSettings()),
        class_weights=np.array(class_weights, np.float32),
        seed=seed,
        threads=threads,
    )
    batches = list(feed.epoch(number, batch))
    assert len(batches) == feed.batches(batch)
    return batches


def pixels(batches: list[Batch]) -> np.ndarray:
    return np.concatenate([each.images for each in batches])


def test_batches_have_the_promised_shapes() -> None:
    first, *_ = epoch()
    assert first.images.shape == (4, SIZE, SIZE, 3)
    assert first.images.dtype == np.uint8
    assert first.targets.shape == (4, 2)
    np.testing.assert_array_equal(first.targets.sum(axis=1), 1)


def test_threads_change_nothing() -> None:
    np.testing.assert_array_equal(pixels(epoch(threads=4)), pixels(epoch(threads=1)))


def test_the_order_of_the_files_changes_nothing() -> None:
    order = np.random.default_rng(1).permutation(10)
    shuffled = replace(
        STILLS,
        indices=tuple(int(i) for i in order),
        labels=STILLS.labels[order],
        digests=tuple(STILLS.digests[i] for i in order),
    )
    again = epoch(stills=shuffled)
    np.testing.assert_array_equal(pixels(again), pixels(epoch()))
    np.testing.assert_array_equal(again[0].targets, epoch()[0].targets)


@pytest.mark.parametrize("other", [{"number": 2}, {"seed": 2}])
def test_another_epoch_or_seed_gives_other_batches(other: dict[str, int]) -> None:
    number, seed = other.get("number", 1), other.get("seed", 1)
    changed = epoch(number, seed=seed)
    assert not np.array_equal(pixels(changed), pixels(epoch()))


def test_each_still_counts_by_its_class() -> None:
    for batch in epoch(class_weights=(0.5, 2)):
        np.testing.assert_array_equal(
            batch.weights, np.where(batch.targets[:, 1] == 1, 2, 0.5)
        )


def test_an_epoch_left_early_leaves_no_thread() -> None:
    feed = TrainingFeed(
        STILLS,
        Augmenter(AugmentationSettings()),
        class_weights=np.ones(2, np.float32),
        seed=1,
        threads=2,
    )
    batches = feed.epoch(1, 1)
    next(batches)
    batches.close()
    import threading

    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith("augment")]


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="as many indices as labels"):
        replace(STILLS, indices=(1, 2))


@given(st.lists(st.integers(), max_size=60, unique=True), st.integers(1, 70))
def test_chunks_are_equal_and_hold_everything(order: list[int], largest: int) -> None:
    chunks = equal_chunks(order, largest)
    assert len({len(chunk) for chunk in chunks}) <= 1
    assert all(0 < len(chunk) <= largest for chunk in chunks)
    counts = Counter(item for chunk in chunks for item in chunk)
    assert set(counts) == set(order)
    assert sum(counts.values()) - len(order) < max(len(chunks), 1)


def test_seeds_are_the_same_on_every_machine() -> None:
    assert still_seed(42, 1, "ab" * 32) == SEED_OF_42_1_AB


SEED_OF_42_1_AB = 13_114_908_908_807_688_724
