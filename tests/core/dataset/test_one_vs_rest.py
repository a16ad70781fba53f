"""As many without a finding as with it, from all classes and groups alike."""

import random
from collections import Counter
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from core.dataset.one_vs_rest import OneVsRest, draw_one_vs_rest

One = TypeVar("One", str, int)
STILLS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 5)), max_size=40)


def draw(stills: list[tuple[str, int]], keys: list[str], seed: int = 1) -> OneVsRest:
    return draw_one_vs_rest(
        [label for label, _ in stills],
        [group for _, group in stills],
        keys,
        positive="a",
        seed=seed,
    )


def spread(counts: Counter[One], room: Counter[One]) -> int:
    """Return how uneven the counts are among those that had more to give."""
    taken = [counts[one] for one in room if counts[one] < room[one]]
    return max(counts.values(), default=0) - min(taken, default=10**6)


@given(STILLS, st.integers(0, 99))
def test_both_sides_are_equal_and_as_large_as_can_be(
    stills: list[tuple[str, int]], seed: int
) -> None:
    drawn = draw(stills, [str(i) for i in range(len(stills))], seed)
    there = Counter("a" if label == "a" else "others" for label, _ in stills)
    assert len(drawn.positive) == len(drawn.negative)
    assert len(drawn.positive) == min(there["a"], there["others"])
    assert {stills[i][0] for i in drawn.positive} <= {"a"}
    assert "a" not in {stills[i][0] for i in drawn.negative}
    chosen = [*drawn.positive, *drawn.negative]
    assert len(chosen) == len(set(chosen))


@given(STILLS)
def test_no_class_and_no_group_gives_more_while_another_has_some_left(
    stills: list[tuple[str, int]],
) -> None:
    drawn = draw(stills, [str(i) for i in range(len(stills))])
    others = [one for one in stills if one[0] != "a"]
    negative = [stills[i] for i in drawn.negative]
    room = Counter(label for label, _ in others)
    assert spread(Counter(label for label, _ in negative), room) <= 1
    for label in room:
        by_group = Counter(group for own, group in negative if own == label)
        of_class = Counter(group for own, group in others if own == label)
        assert spread(by_group, of_class) <= 1


@given(STILLS, st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(
    stills: list[tuple[str, int]], rng: random.Random
) -> None:
    keys = [str(i) for i in range(len(stills))]
    drawn = draw(stills, keys)
    order = rng.sample(range(len(stills)), len(stills))
    again = draw([stills[i] for i in order], [keys[i] for i in order])
    assert {order[i] for i in again.positive} == set(drawn.positive)
    assert {order[i] for i in again.negative} == set(drawn.negative)


def test_the_seed_decides_which() -> None:
    stills = [("a", 0)] * 3 + [("b", i) for i in range(30)]
    keys = [str(i) for i in range(len(stills))]
    assert draw(stills, keys, 1) == draw(stills, keys, 1)
    assert len({draw(stills, keys, seed).negative for seed in range(8)}) > 1
