"""Stills that must stay together: one patient, one examination, copies of one picture.

Known groups come first; likeness then joins what shows the same.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.dataset.digest_pairs import DigestPair, pairs_among
from core.dataset.known_groups import (
    KnownGroups,
    known_groups_from_csv,
    known_groups_from_pattern,
)
from core.dataset.likeness import (
    Copies,
    LikenessFound,
    LikenessKind,
    alike_to_network,
    positions_apart,
    same_files,
    same_pictures,
)
from core.dataset.scanning import LabelledStill
from core.dataset.similarity import LikenessSettings, StillFingerprint

__all__ = [
    "Conflict",
    "Grouping",
    "KnownGroups",
    "group_stills",
    "known_groups_from_csv",
    "known_groups_from_pattern",
]

_LARGE_GROUP = 0.15
"""Share of the stills from which one group is said to be suspiciously large: more than
the whole of a validation or test part."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Copies that stand under different labels: at most one of them can be right."""

    kind: LikenessKind
    stills: tuple[int, ...]
    """Positions, ascending."""
    names: tuple[str, ...]
    labels: tuple[str, ...]
    """The label of each, in the same order."""
    reason: str
    """Why they are taken for copies, for a reader."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which stills may not be parted."""

    ids: tuple[int, ...]
    """The group of each still, in the order given. Numbered from 0 by the first name in
    each group, so that neither order nor machine changes them."""
    description: str
    """How they were grouped, to follow the word "grouped"."""
    copies: tuple[Copies, ...]
    """Everything that was found alike, the surest kind first."""
    conflicts: tuple[Conflict, ...]
    notices: tuple[str, ...]
    told_apart: frozenset[DigestPair] = frozenset()
    """Pairs of these stills that a reader told apart and likeness did not join."""

    @property
    def count(self) -> int:
        """The number of groups."""
        return len(set(self.ids))


def group_stills(
    stills: Sequence[LabelledStill],
    fingerprints: Sequence[StillFingerprint],
    *,
    embeddings: NDArray[np.float32] | None,
    known: KnownGroups | None,
    likeness: LikenessSettings,
    apart: Collection[DigestPair] = (),
) -> Grouping:
    """Join stills of one known group, and stills that show the same.

    Stills that are told apart are never taken for copies of each other. They share a
    group all the same where a known group says so, or where both are copies of a third:
    to keep two strangers together costs nothing, to part copies is a leak.

    Parameters
    ----------
    stills
        Readable stills in any order.
    fingerprints
        One for each still.
    embeddings
        shape (n, d), float32: pooled features of the prepared stills, if there are any.
        Their last digits differ between processors; a pair that lies on the threshold
        itself may be grouped on one machine and not on another.
    known
        Groups that the user named, if any.
    likeness
        How near is near.
    apart
        Pairs of digests that a reader told apart, of whichever stills.
    """
    told = pairs_among(apart, (own.digest for own in fingerprints))
    positions = positions_apart(fingerprints, told)
    # every step sees the stills in an order of their own, so that none of them can
    # depend on the order in which they came
    order = sorted(
        range(len(stills)), key=lambda i: (fingerprints[i].digest, stills[i].name)
    )
    found = [same_files(fingerprints)]
    found.append(same_pictures(fingerprints, radius=likeness.hash_radius, apart=told))
    if embeddings is not None:
        found.append(
            alike_to_network(embeddings, order, cosine=likeness.cosine, apart=positions)
        )
    copies = tuple(copies for one in found for copies in one.copies)
    ids = _numbered(_joined(stills, copies, known), stills)
    return Grouping(
        ids=ids,
        description=_description(known, likeness, embeddings is not None),
        copies=copies,
        conflicts=_conflicts(stills, _surest(copies, fingerprints, likeness, told)),
        notices=(
            *_notices(stills, ids, known, found),
            *_sentence_on_told_apart(told, [(ids[a], ids[b]) for a, b in positions]),
        ),
        told_apart=told,
    )


def _joined(
    stills: Sequence[LabelledStill], copies: Sequence[Copies], known: KnownGroups | None
) -> list[int]:
    """Return for each still the position of one that stands for its group."""
    parents = list(range(len(stills)))
    first_of: dict[str, int] = {}
    for i, still in enumerate(stills):
        group = known.group_of.get(still.name) if known else None
        if group is not None:
            _join(parents, i, first_of.setdefault(group, i))
    for own in copies:
        for still_index in own.stills[1:]:
            _join(parents, still_index, own.stills[0])
    return [_root(parents, i) for i in range(len(stills))]


def _join(parents: list[int], one: int, other: int) -> None:
    roots = _root(parents, one), _root(parents, other)
    parents[max(roots)] = min(roots)


def _root(parents: list[int], item: int) -> int:
    while parents[item] != item:
        parents[item] = parents[parents[item]]
        item = parents[item]
    return item


def _numbered(roots: Sequence[int], stills: Sequence[LabelledStill]) -> tuple[int, ...]:
    numbers: dict[int, int] = {}
    for i in sorted(range(len(stills)), key=lambda i: stills[i].name):
        numbers.setdefault(roots[i], len(numbers))
    return tuple(numbers[root] for root in roots)


def _surest(
    copies: Sequence[Copies],
    fingerprints: Sequence[StillFingerprint],
    likeness: LikenessSettings,
    apart: Collection[DigestPair],
) -> list[Copies]:
    """Return copies whose hashes are near enough to question their labels."""
    radius = min(likeness.hash_radius, likeness.conflict_radius)
    return [
        *(own for own in copies if own.kind is LikenessKind.DIGEST),
        *same_pictures(fingerprints, radius=radius, apart=apart).copies,
        *(own for own in copies if own.kind is LikenessKind.EMBEDDING),
    ]


def _conflicts(
    stills: Sequence[LabelledStill], copies: Sequence[Copies]
) -> tuple[Conflict, ...]:
    conflicts: list[Conflict] = []
    for own in copies:
        labels = tuple(stills[i].label for i in own.stills)
        shown = any(set(own.stills) <= set(earlier.stills) for earlier in conflicts)
        if len(set(labels)) > 1 and not shown:
            names = tuple(stills[i].name for i in own.stills)
            conflicts.append(Conflict(own.kind, own.stills, names, labels, own.reason))
    return tuple(conflicts)


def _description(
    known: KnownGroups | None, likeness: LikenessSettings, with_embeddings: bool
) -> str:
    measures = ["digest", f"hash within {likeness.hash_radius} bits"]
    if with_embeddings:
        measures.append(f"embedding cosine {likeness.cosine:g}")
    copies = f"copies ({', '.join(measures)})"
    return f"by {known.description}, then {copies}" if known else f"by {copies}"


def _notices(
    stills: Sequence[LabelledStill],
    ids: Sequence[int],
    known: KnownGroups | None,
    found: Sequence[LikenessFound],
) -> tuple[str, ...]:
    notices = list(known.notices) if known else []
    notices += [text for one in found for text in one.notices]
    notices += _sentence_on_merged(stills, ids, known)
    return tuple(notices + _sentence_on_largest(ids))


def _sentence_on_merged(
    stills: Sequence[LabelledStill], ids: Sequence[int], known: KnownGroups | None
) -> list[str]:
    named = {
        (known.group_of[still.name], number)
        for still, number in zip(stills, ids, strict=True)
        if known and still.name in known.group_of
    }
    merged = len(named) - len({number for _, number in named})
    if merged <= 0:
        return []
    return [
        f"Copies joined groups that the user named: {len(named)} became "
        f"{len(named) - merged}. Two patients with the same still are worth a look."
    ]


def _sentence_on_told_apart(
    told: Collection[DigestPair], groups: Sequence[tuple[int, int]]
) -> list[str]:
    """Say how many pairs a decision parts; ``groups`` has those of each such pair."""
    if not told:
        return []
    pairs = (
        "1 pair of stills is" if len(told) == 1 else f"{len(told)} pairs of stills are"
    )
    sentence = f"{pairs} not taken for copies, as a reader decided."
    if any(one == other for one, other in groups):
        sentence += (
            " Where a third still or a known group joins such stills, they stay "
            "together."
        )
    return [sentence]


def _sentence_on_largest(ids: Sequence[int]) -> list[str]:
    if len(ids) == 0:
        return []
    largest = max(Counter(ids).values())
    if largest < 3 or largest <= _LARGE_GROUP * len(ids):
        return []
    return [
        f"One group holds {largest} of {len(ids)} stills and stays together: a part "
        "may come out larger or smaller than wanted."
    ]
