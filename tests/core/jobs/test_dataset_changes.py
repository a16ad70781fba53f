"""What changed in a labelled folder, in one sentence."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs.dataset_changes import PlacedStill, changes_between, listed

BEFORE = tuple(
    PlacedStill(name=f"a/{i}.jpg", digest=f"d{i}", label="a", part="train")
    for i in range(6)
)


def changed(index: int, **values: str) -> PlacedStill:
    return BEFORE[index].model_copy(update=values)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (BEFORE, ""),
        (BEFORE[::-1], ""),
        (BEFORE[1:], "1 still was removed"),
        (BEFORE[2:], "2 stills were removed"),
        ((*BEFORE[1:], changed(0, name="a/zero.jpg")), ""),
        ((*BEFORE[1:], changed(0, digest="x")), "1 still changed"),
        (
            (*BEFORE[1:], changed(0, name="b/0.jpg", label="b")),
            "1 still has another label",
        ),
        ((*BEFORE[1:], changed(0, part="val")), "1 still falls into another part"),
        (
            (
                *BEFORE[2:],
                changed(1, digest="x"),
                *(changed(0, name=f"a/n{i}.jpg", digest=f"n{i}") for i in range(3)),
            ),
            "3 stills were added, 1 changed and 1 was removed",
        ),
        ((*BEFORE, changed(0, name="a/copy.jpg")), "1 still was added"),
    ],
)
def test_what_changed_is_said(now: tuple[PlacedStill, ...], said: str) -> None:
    assert changes_between(BEFORE, now) == said


@given(st.sets(st.integers(0, 5)), st.sets(st.integers(6, 9)))
def test_as_many_are_told_as_went_and_came(gone: set[int], come: set[int]) -> None:
    kept = [still for i, still in enumerate(BEFORE) if i not in gone]
    new = [
        BEFORE[0].model_copy(update={"name": f"a/{i}.jpg", "digest": f"d{i}"})
        for i in come
    ]
    said = changes_between(BEFORE, [*kept, *new])
    assert (f"{len(gone)} " in said) is bool(gone) or len(gone) == len(come)
    assert ("added" in said) is bool(come)
    assert ("removed" in said) is bool(gone)


def test_a_large_folder_under_another_name_is_told_at_once() -> None:
    digests = [f"{i:064x}" for i in range(10_000)]
    before, now = (
        [PlacedStill(name=f"{label}/{d}", digest=d, label=label, part="") for d in own]
        for label, own in (("a", digests), ("b", digests[::-1]))
    )
    begin = time.thread_time()
    assert changes_between(before, now) == "10,000 stills have another label"
    assert time.thread_time() - begin < 5  # comparing each with each takes a minute


def test_phrases_are_joined_as_in_speech() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
