"""Clusters are tight, closest first, and do not depend on the size of blocks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dataset import linkage
from core.dataset.linkage import Distances, Selection, complete_linkage


def on_a_line(places: list[float]) -> linkage.DistanceFunction:
    values = np.array(places, np.float32)

    def distance(some: Selection, others: Selection) -> Distances:
        return np.abs(values[some][:, None] - values[others])

    return distance


def test_a_chain_is_cut_where_it_becomes_too_long() -> None:
    found = complete_linkage(4, on_a_line([0, 4, 5, 9]), within=5)
    assert found.members == ((0, 1, 2),)
    assert found.widest == (5.0,)


def test_the_closest_are_joined_first() -> None:
    found = complete_linkage(3, on_a_line([0, 6, 7]), within=6)
    assert found.members == ((1, 2),)


@given(st.lists(st.integers(0, 60), max_size=30), st.integers(0, 12))
def test_every_member_is_near_every_other_and_no_two_clusters_could_be_one(
    places: list[int], within: int
) -> None:
    places.sort()
    distance = on_a_line([float(place) for place in places])
    found = complete_linkage(len(places), distance, within=within)
    for own, widest in zip(found.members, found.widest, strict=True):
        assert max(places[i] for i in own) - min(places[i] for i in own) == widest
        assert widest <= within
    clustered = [i for own in found.members for i in own]
    assert len(clustered) == len(set(clustered))
    whole = [*found.members, *((i,) for i in range(len(places)) if i not in clustered)]
    for a in whole:
        for b in whole:
            spread = [places[i] for i in a + b]
            assert a == b or max(spread) - min(spread) > within


@given(st.lists(st.integers(0, 60), max_size=30))
def test_blocks_of_any_size_give_the_same_clusters(places: list[int]) -> None:
    places.sort()
    distance = on_a_line([float(place) for place in places])
    at_once = complete_linkage(len(places), distance, within=5)
    with pytest.MonkeyPatch.context() as patch:
        for block in ((1, 1), (3, 5), (2, 1)):
            patch.setattr(linkage, "_BLOCK", block)
            assert complete_linkage(len(places), distance, within=5) == at_once


@given(
    st.lists(st.integers(0, 30), max_size=20),
    st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=8),
)
def test_what_is_told_apart_is_in_no_cluster_together(
    places: list[int], told: list[tuple[int, int]]
) -> None:
    distance = on_a_line([float(place) for place in sorted(places)])
    apart = [(a, b) for a, b in told if a != b]
    found = complete_linkage(len(places), distance, within=8, apart=apart)
    for own in found.members:
        assert not any(a in own and b in own for a, b in apart)
    turned = [(b, a) for a, b in reversed(apart)]
    again = complete_linkage(len(places), distance, within=8, apart=turned)
    assert again == found


def test_too_many_pairs_leave_the_closest_and_say_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(linkage, "_MOST_PAIRS", 40)
    places = [float(i) for i in range(50)] + [100.0, 100.25]
    found = complete_linkage(52, on_a_line(places), within=30)
    assert not found.whole
    assert (50, 51) in found.members
