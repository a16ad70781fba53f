"""Splits and folds: whole groups, the same for every order, fractions near."""

import random
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dataset.scanning import DatasetError, Part, scan_labelled_folder
from core.dataset.splits import (
    DEFAULT_FRACTIONS,
    PARTS,
    folds_by_groups,
    split_by_groups,
    split_given_parts,
)
from core.files import sha256_of

Stills = tuple[list[str], list[int], list[str]]


@st.composite
def stills(draw: st.DrawFn, *, classes: int = 4, pure_groups: bool = False) -> Stills:
    sizes = draw(st.lists(st.integers(1, 6), min_size=1, max_size=40))
    label = st.sampled_from("abcd"[:classes])
    labels: list[str] = []
    groups: list[int] = []
    for group, size in enumerate(sizes):
        one = [draw(label)] * size
        labels += (
            one if pure_groups else draw(st.lists(label, min_size=size, max_size=size))
        )
        groups += [group] * size
    return labels, groups, [f"{i:03d}" for i in range(len(labels))]


def shuffled(data: Stills, seed: int) -> tuple[Stills, list[int]]:
    """Return the stills in another order with other group numbers, and the order."""
    rng = random.Random(seed)
    order = list(range(len(data[0])))
    rng.shuffle(order)
    numbers = list(range(1000))
    rng.shuffle(numbers)
    labels, groups, keys = data
    return (
        [labels[i] for i in order],
        [numbers[groups[i]] for i in order],
        [keys[i] for i in order],
    ), order


@given(stills())
def test_every_still_has_a_part_and_no_group_has_two(data: Stills) -> None:
    split = split_by_groups(*data)
    assert len(split.parts) == len(data[0])
    assert set(split.parts) <= set(Part)
    parts_of = defaultdict(set)
    for group, part in zip(data[1], split.parts, strict=True):
        parts_of[group].add(part)
    assert all(len(parts) == 1 for parts in parts_of.values())
    assert split.straddling == ()


@given(stills(), st.integers(0, 5))
def test_the_order_of_files_and_the_numbers_of_groups_do_not_matter(
    data: Stills, seed: int
) -> None:
    parts = split_by_groups(*data, seed=seed).parts
    other, order = shuffled(data, seed)
    assert split_by_groups(*other, seed=seed).parts == tuple(parts[i] for i in order)


@given(stills(pure_groups=True))
def test_a_class_is_off_by_no_more_than_its_largest_groups(data: Stills) -> None:
    labels, groups, _ = data
    split = split_by_groups(*data)
    for label in set(labels):
        own = [i for i, other in enumerate(labels) if other == label]
        largest = max(Counter(groups[i] for i in own).values())
        counts = Counter(split.parts[i] for i in own)
        for part, fraction in zip(PARTS, DEFAULT_FRACTIONS, strict=True):
            assert abs(counts[part] - fraction * len(own)) <= 3 * largest


@given(stills(pure_groups=True))
def test_a_class_of_three_groups_is_in_every_part_of_two_in_train_and_test(
    data: Stills,
) -> None:
    labels, groups, _ = data
    split = split_by_groups(*data)
    for label in set(labels):
        own = [i for i, other in enumerate(labels) if other == label]
        found = {split.parts[i] for i in own}
        match len({groups[i] for i in own}):
            case 1:
                assert found == {Part.TRAIN}
            case 2:
                assert found == {Part.TRAIN, Part.TEST}
            case _:
                assert found == set(Part)


@given(stills())
def test_every_class_that_misses_a_part_is_named(data: Stills) -> None:
    labels = data[0]
    split = split_by_groups(*data)
    for label in set(labels):
        own = zip(labels, split.parts, strict=True)
        found = {part for other, part in own if other == label}
        named = any(f"“{label}” has" in text for text in split.notices)
        assert named == (found != set(Part))


@given(stills(), st.integers(2, 6), st.integers(0, 5))
def test_folds_partition_whole_groups_in_any_order(
    data: Stills, folds: int, seed: int
) -> None:
    labels, groups, _ = data
    if len(set(groups)) < folds:
        with pytest.raises(DatasetError, match="cannot be divided"):
            folds_by_groups(*data, folds=folds)
        return
    result = folds_by_groups(*data, folds=folds, seed=seed)
    assert len(result.fold) == len(labels)
    assert set(result.fold) <= set(range(folds))
    assert len(set(zip(groups, result.fold, strict=True))) == len(set(groups))
    other, order = shuffled(data, seed)
    again = folds_by_groups(*other, folds=folds, seed=seed).fold
    assert again == tuple(result.fold[i] for i in order)


@given(st.integers(2, 6), st.integers(1, 200))
def test_folds_of_single_stills_differ_by_one(folds: int, count: int) -> None:
    count = max(count, folds)
    keys = [str(i) for i in range(count)]
    result = folds_by_groups(["a"] * count, range(count), keys, folds=folds)
    sizes = Counter(result.fold).values()
    assert len(sizes) == folds
    assert max(sizes) - min(sizes) <= 1


@given(stills(), st.data())
def test_given_parts_are_kept_and_validation_comes_out_of_train(
    data: Stills, draw: st.DataObject
) -> None:
    labels, groups, _ = data
    came_with = draw.draw(
        st.lists(
            st.sampled_from([Part.TRAIN, Part.TEST]),
            min_size=len(labels),
            max_size=len(labels),
        )
    )
    split = split_given_parts(*data, came_with)
    straddling = {
        group
        for group in groups
        if len({p for g, p in zip(groups, came_with, strict=True) if g == group}) > 1
    }
    assert set(split.straddling) == straddling
    assert any("lie across" in text for text in split.notices) == bool(straddling)
    lacking = {Part.VALIDATION, Part.TEST} - set(came_with)
    for group, before, after in zip(groups, came_with, split.parts, strict=True):
        moved = before is Part.TRAIN and after in lacking
        assert before is after or (moved and group not in straddling)
    others = dict(zip(groups, split.parts, strict=True))
    for group, part in zip(groups, split.parts, strict=True):
        assert group in straddling or part is others[group]


def test_parts_that_are_all_given_stay_as_they_are() -> None:
    came_with = [Part.TRAIN, Part.VALIDATION, Part.TEST, Part.TRAIN]
    split = split_given_parts("aaaa", [0, 1, 2, 2], "wxyz", came_with)
    assert split.parts == tuple(came_with)
    assert split.straddling == (2,)
    assert "1 in train, 1 in test" in split.notices[0]


def test_single_stills_come_within_one_of_70_15_15() -> None:
    labels = ["polyps"] * 700 + ["colitis"] * 125 + ["esophagitis"] * 20
    keys = [str(i) for i in range(len(labels))]
    split = split_by_groups(labels, range(len(labels)), keys)
    for label, total in Counter(labels).items():
        own = Counter(p for q, p in zip(labels, split.parts, strict=True) if q == label)
        for part, fraction in zip(PARTS, DEFAULT_FRACTIONS, strict=True):
            assert abs(own[part] - fraction * total) <= 1
    assert split.notices == ()
    assert split.indices(Part.TEST) == tuple(
        i for i, part in enumerate(split.parts) if part is Part.TEST
    )


def test_what_cannot_be_honoured_is_said() -> None:
    labels = ["rare"] * 4 + ["lone"] * 2 + ["many"] * 30
    groups = [0, 0, 1, 1, 2, 2, *range(3, 33)]
    notices = split_by_groups(labels, groups, [str(i) for i in range(36)]).notices
    assert (
        "“lone” has only 1 independent group: none is left for val and test"
        in notices[0]
    )
    assert "“rare” has only 2 independent groups: none is left for val" in notices[1]
    one_large = split_by_groups(["a"] * 10, [0] * 8 + [1, 2], list("abcdefghij"))
    assert (
        "train holds 8 of 10 stills (80\N{NO-BREAK SPACE}% instead of "
        "70\N{NO-BREAK SPACE}%)"
    ) in one_large.notices[0]
    few = folds_by_groups(labels, groups, [str(i) for i in range(36)], folds=5).notices
    assert "“lone” has only 1 independent group for 5 folds" in few[0]


def test_the_seed_changes_the_split_and_42_is_as_it_ever_was() -> None:
    keys = [f"still {i}" for i in range(20)]
    splits = {
        split_by_groups("a" * 20, range(20), keys, seed=s).parts for s in range(5)
    }
    assert len(splits) == 5
    letters = "".join(p[1] for p in split_by_groups("a" * 20, range(20), keys).parts)
    assert letters == "errrrrearrearrrrarrr"


def test_another_process_with_another_hash_seed_splits_alike() -> None:
    program = (
        "from core.dataset.splits import split_by_groups as split;"
        "keys = list(map(str, range(100)));"
        "print(*split('ab' * 50, [i // 3 for i in range(100)], keys).parts)"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(answers) == 1


@pytest.mark.parametrize("fractions", [(0.7, 0.3), (0.7, 0.3, 0.0), (0.7, 0.2, 0.2)])
def test_fractions_that_are_no_division_are_refused(fractions: tuple[float]) -> None:
    with pytest.raises(DatasetError, match="no division"):
        split_by_groups("ab", [0, 1], "xy", fractions=fractions)


def test_copies_across_the_parts_of_a_real_collection_are_found(
    real_data: Path,
) -> None:
    folder = scan_labelled_folder(real_data / "brain_mri")
    digests = [sha256_of(still.path) for still in folder.stills]
    numbers = {digest: i for i, digest in enumerate(digests)}
    groups = [numbers[digest] for digest in digests]
    came_with = [still.part for still in folder.stills if still.part]
    keys = [
        f"{d} {still.name}" for d, still in zip(digests, folder.stills, strict=True)
    ]
    split = split_given_parts(folder.labels, groups, keys, came_with)
    assert len(split.straddling) == 60
    assert "60 groups of stills lie across the parts" in split.notices[0]
    assert split.indices(Part.TEST) == tuple(
        i for i, part in enumerate(came_with) if part is Part.TEST
    )
    validation = {groups[i] for i in split.indices(Part.VALIDATION)}
    assert len(validation) > 100
    assert not validation & {groups[i] for i in split.indices(Part.TRAIN)}
    assert not validation & {groups[i] for i in split.indices(Part.TEST)}
