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
    apart: Sequence[tuple[str, str]] = (),
) -> Grouping:
    return group_stills(
        [still(name) for name in names],
        [StillFingerprint(digest, phash, 640, 540, 50_000) for digest, phash in prints],
        embeddings=None if embeddings is None else np.array(embeddings, np.float32),
        known=None if known is None else KnownGroups(known, "group from exams.csv"),
        likeness=LikenessSettings(hash_radius=radius),
        apart=apart,
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


def test_stills_that_were_told_apart_are_no_copies_and_no_conflict() -> None:
    names = ["a/1", "b/2", "a/3"]
    prints = [("x", 0), ("y", 0), ("z", FAR)]
    embeddings = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    alike = group(names, prints, embeddings=embeddings)
    assert (alike.ids, len(alike.conflicts)) == ((0, 0, 1), 1)
    told = group(names, prints, embeddings=embeddings, apart=[("x", "y")])
    assert told.count == 3
    assert (told.copies, told.conflicts) == ((), ())
    assert told.told_apart == {("x", "y")}
    assert told.notices == (
        "1 pair of stills is not taken for copies, as a reader decided.",
    )


def test_a_third_still_and_a_known_group_keep_together_what_was_told_apart() -> None:
    names = ["a/1", "a/2", "a/3"]
    prints = [("x", 0), ("y", 0b1111), ("z", 0b11)]
    apart = [("x", "y")]
    near = group(names, prints, radius=4, apart=apart)
    assert {copies.stills for copies in near.copies} == {(0, 2)}
    known = group(names, prints, radius=4, apart=apart, known={"a/1": "p", "a/2": "p"})
    assert known.ids == (0, 0, 0)
    assert known.notices[-1].endswith("they stay together.")


def test_a_decision_on_stills_that_are_not_here_changes_nothing() -> None:
    names, prints = ["a/1", "a/2"], [("x", 0), ("y", 0)]
    found = group(names, prints, apart=[("x", "gone"), ("other", "gone")])
    assert found == group(names, prints)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 63)), min_size=1, max_size=15),
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=5),
    st.integers(0, 6),
)
def test_no_set_of_copies_holds_two_that_were_told_apart(
    made: list[tuple[int, int]], told: set[tuple[int, int]], radius: int
) -> None:
    # equal content has an equal hash, as files have
    hash_of = dict(made)
    prints = [(str(content), hash_of[content]) for content, _ in made]
    apart = [(str(a), str(b)) for a, b in told if a < b]
    names = [f"a/{i:02d}" for i in range(len(made))]
    vectors = [[1.0, phash / 50] for _, phash in prints]
    found = group(names, prints, embeddings=vectors, radius=radius, apart=apart)
    for copies in found.copies:
        digests = {prints[i][0] for i in copies.stills}
        assert not any(a in digests and b in digests for a, b in apart)
    undone = group(names, prints, embeddings=vectors, radius=radius, apart=[])
    assert undone == group(names, prints, embeddings=vectors, radius=radius)
