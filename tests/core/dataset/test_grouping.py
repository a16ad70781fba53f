"""Groups: what is known first, then what shows the same; conflicts are kept."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.dataset.grouping import Grouping, KnownGroups, group_stills
from core.dataset.likeness import LikenessKind
from core.dataset.scanning import LabelledStill
from core.dataset.similarity import LikenessSettings, StillFingerprint

FAR = 0xFFFF


def still(name: str) -> LabelledStill:
    return LabelledStill(Path(name), name, name.partition("/")[0], None)


def group(
    names: Sequence[str],
    prints: Sequence[tuple[str, int]],
    *,
    embeddings: list[list[float]] | None = None,
    known: dict[str, str] | None = None,
    radius: int = 6,
) -> Grouping:
    return group_stills(
        [still(name) for name in names],
        [StillFingerprint(digest, phash, 640, 540, 50_000) for digest, phash in prints],
        embeddings=None if embeddings is None else np.array(embeddings, np.float32),
        known=None if known is None else KnownGroups(known, "group from exams.csv"),
        likeness=LikenessSettings(hash_radius=radius),
    )


def test_without_likeness_every_still_is_its_own_group() -> None:
    found = group(["a/1", "b/2"], [("x", 0), ("y", FAR)])
    assert found.ids == (0, 1)
    assert found.count == 2
    assert found.copies == found.conflicts == ()


def test_equal_hashes_always_group_and_near_ones_within_the_radius() -> None:
    prints = [("v", 0b0), ("w", 0b0), ("x", 0b111), ("y", FAR)]
    names = ["a/1", "a/2", "a/3", "a/4"]
    assert group(names, prints, radius=0).ids == (0, 0, 1, 2)
    assert group(names, prints, radius=2).ids == (0, 0, 1, 2)
    found = group(names, prints, radius=3)
    assert found.ids == (0, 0, 0, 1)
    assert found.copies[0].reason == "their hashes differ in at most 3 of 64 bits"


def test_hashes_do_not_chain() -> None:
    prints = [("w", 0), ("x", 0b1111), ("y", 0xFF), ("z", 0xFFF)]
    found = group(["a/1", "a/2", "a/3", "a/4"], prints, radius=4)
    assert found.ids == (0, 0, 1, 1)


def test_known_groups_come_first_and_copies_join_them() -> None:
    names = ["a/1", "a/2", "a/3", "b/4", "b/5"]
    prints = [(str(i), i * 0x0F0F0F0F0F) for i in range(4)] + [("3", 3 * 0x0F0F0F0F0F)]
    known = {"a/1": "p1", "a/2": "p1", "b/4": "p2"}
    found = group(names, prints, known=known, radius=0)
    assert found.ids == (0, 0, 1, 2, 2)
    assert found.description.startswith("by group from exams.csv, then copies (digest")
    merged = group(names, prints, known={**known, "b/5": "p1"}, radius=0)
    assert merged.ids == (0, 0, 1, 0, 0)
    assert any("Copies joined groups" in text for text in merged.notices)


def test_embeddings_group_what_a_network_sees_alike() -> None:
    names = ["a/1", "a/2", "b/3", "b/4"]
    prints = [("w", 0), ("x", FAR), ("y", FAR << 16), ("z", FAR << 32)]
    embeddings = [[1.0, 0.0], [2.0, 0.1], [0.0, 1.0], [0.0, 0.0]]
    found = group(names, prints, embeddings=embeddings)
    assert found.ids == (0, 0, 1, 2)
    assert found.description == (
        "by copies (digest, hash within 6 bits, embedding cosine 0.85)"
    )
    assert found.copies[0].kind is LikenessKind.EMBEDDING
    assert found.conflicts == ()


def test_copies_under_different_labels_are_conflicts_told_once() -> None:
    names = ["a/1", "b/2", "b/3"]
    found = group(names, [("x", 0), ("x", 0), ("y", 0b1)])
    first, second = found.conflicts
    assert (first.kind, first.names) == (LikenessKind.DIGEST, ("a/1", "b/2"))
    assert (second.kind, second.names) == (LikenessKind.HASH, ("a/1", "b/2", "b/3"))
    assert second.labels == ("a", "b", "b")
    alone = group(["a/1", "b/2"], [("x", 0), ("x", 0)])
    assert [conflict.kind for conflict in alone.conflicts] == [LikenessKind.DIGEST]


def test_a_label_is_questioned_only_by_what_is_surely_the_same() -> None:
    prints = [("x", 0), ("y", 0b111111)]
    found = group(["a/1", "b/2"], prints)
    assert found.ids == (0, 0)
    assert found.conflicts == ()
    assert group(["a/1", "b/2"], [("x", 0), ("y", 0b1111)]).conflicts


def test_a_group_of_most_stills_is_said() -> None:
    found = group(
        [f"a/{i}" for i in range(9)],
        [("x", 0)] * 5 + [(f"{i}", FAR << 16 * i) for i in range(4)],
    )
    assert "One group holds 5 of 9 stills" in found.notices[-1]


@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.integers(0, 255)),
        min_size=1,
        max_size=25,
    ),
    st.integers(0, 6),
    st.dictionaries(st.integers(0, 24), st.sampled_from(["p", "q"])),
    st.randoms(use_true_random=False),
)
def test_groups_do_not_depend_on_the_order_of_files(
    made: list[tuple[str, int, int]],
    radius: int,
    patients: dict[int, str],
    rng: random.Random,
) -> None:
    names = [f"{label}/{i:02d}" for i, (label, _, _) in enumerate(made)]
    prints = [(f"{content}{phash}", phash) for _, content, phash in made]
    vectors = [[1.0, content, phash / 50] for _, content, phash in made]
    known = {names[i]: who for i, who in patients.items() if i < len(names)}
    found = group(names, prints, embeddings=vectors, known=known, radius=radius)
    order = rng.sample(range(len(names)), len(names))
    again = group(
        [names[i] for i in order],
        [prints[i] for i in order],
        embeddings=[vectors[i] for i in order],
        known=known,
        radius=radius,
    )
    assert again.ids == tuple(found.ids[i] for i in order)
    assert {frozenset(c.names) for c in again.conflicts} == {
        frozenset(c.names) for c in found.conflicts
    }
    for i, name in enumerate(names):
        for j, other in enumerate(names):
            same = prints[i] == prints[j] or (
                name in known and known[name] == known.get(other)
            )
            assert not same or found.ids[i] == found.ids[j]
