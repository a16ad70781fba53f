"""Stills that are the same file, the same picture, or alike to a network."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.dataset.digest_pairs import DigestPair
from core.dataset.linkage import Distances, Selection, complete_linkage
from core.dataset.similarity import HASH_BITS, StillFingerprint

_Value = TypeVar("_Value", bound=Hashable)


class LikenessKind(StrEnum):
    """By what stills are alike, the surest first."""

    DIGEST = "digest"
    HASH = "hash"
    EMBEDDING = "embedding"


@dataclass(frozen=True, slots=True)
class Copies:
    """Stills that show the same, and how that is known."""

    kind: LikenessKind
    stills: tuple[int, ...]
    """Positions of two stills or more, ascending."""
    reason: str
    """Why they are taken for copies, for a reader."""


@dataclass(frozen=True, slots=True)
class LikenessFound:
    """All copies of one kind."""

    copies: tuple[Copies, ...]
    notices: tuple[str, ...] = ()


def same_files(fingerprints: Sequence[StillFingerprint]) -> LikenessFound:
    """Return stills whose files are equal byte for byte."""
    alike = _positions(fingerprint.digest for fingerprint in fingerprints)
    copies = [
        Copies(LikenessKind.DIGEST, own, "the files are equal byte for byte")
        for own in alike.values()
        if len(own) > 1
    ]
    return LikenessFound(_in_order(copies))


def same_pictures(
    fingerprints: Sequence[StillFingerprint],
    *,
    radius: int,
    apart: Collection[DigestPair] = (),
) -> LikenessFound:
    """Return stills whose perceptual hashes all differ in at most ``radius`` bits.

    Stills that are told ``apart`` are in no set together; every digest of these pairs
    must be among the fingerprints.
    """
    # stills of one hash are one item, but those that are told apart from others
    told = {digest for pair in apart for digest in pair}
    alike = _positions(
        (own.phash, own.digest if own.digest in told else "") for own in fingerprints
    )
    values = sorted(alike)
    hashes = np.array([phash for phash, _ in values], np.uint64)
    item_of = {digest: item for item, (_, digest) in enumerate(values) if digest}
    items_apart = [(item_of[one], item_of[other]) for one, other in apart]

    def bits_apart(some: Selection, others: Selection) -> Distances:
        bits: NDArray[np.uint8] = np.bitwise_count(
            hashes[some][:, None] ^ hashes[others]
        )
        return bits

    clusters = complete_linkage(
        len(values), bits_apart, within=radius, apart=items_apart
    )
    clustered = {i for own in clusters.members for i in own}
    alone = [(i,) for i in range(len(values)) if i not in clustered]
    copies = [
        Copies(LikenessKind.HASH, stills, _hash_reason(widest))
        for own, widest in zip(
            [*clusters.members, *alone],
            [*clusters.widest, *[0.0] * len(alone)],
            strict=True,
        )
        if len(stills := _gathered(alike[values[i]] for i in own)) > 1
    ]
    return LikenessFound(_in_order(copies), _notices(clusters.whole, "hashes"))


def _hash_reason(widest: float) -> str:
    if widest == 0:
        return "their hashes are equal"
    return f"their hashes differ in at most {widest:.0f} of {HASH_BITS} bits"


def _gathered(positions: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted(still for own in positions for still in own))


def alike_to_network(
    embeddings: NDArray[np.float32],
    order: Sequence[int],
    *,
    cosine: float,
    apart: Collection[tuple[int, int]] = (),
) -> LikenessFound:
    """Return stills whose embeddings all have at least ``cosine`` with each other.

    Parameters
    ----------
    embeddings
        shape (n, d), float32, any length; a row of zeros is like nothing.
    order
        The positions of the stills in an order of their content.
    cosine
        The least cosine within a cluster, inclusive.
    apart
        Pairs of positions that are in no cluster together.
    """
    directions = unit_vectors(embeddings)[np.asarray(order)]
    place = {position: item for item, position in enumerate(order)}
    items_apart = [(place[one], place[other]) for one, other in apart]

    def cosine_distance(some: Selection, others: Selection) -> Distances:
        return np.asarray(1 - directions[some] @ directions[others].T, np.float32)

    clusters = complete_linkage(
        len(order), cosine_distance, within=1 - cosine, apart=items_apart
    )
    copies = [
        Copies(
            LikenessKind.EMBEDDING,
            tuple(sorted(order[i] for i in own)),
            f"a network sees them alike (cosine {1 - widest:.2f} or more)",
        )
        for own, widest in zip(clusters.members, clusters.widest, strict=True)
    ]
    return LikenessFound(_in_order(copies), _notices(clusters.whole, "embeddings"))


def unit_vectors(embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return embeddings, shape (n, d), at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    return np.asarray(embeddings / np.maximum(lengths, 1e-12), np.float32)


def positions_apart(
    fingerprints: Sequence[StillFingerprint], pairs: Iterable[DigestPair]
) -> list[tuple[int, int]]:
    """Return all positions of stills whose digests are a pair, in no special order."""
    positions = _positions(own.digest for own in fingerprints)
    return [
        pair
        for one, other in pairs
        for pair in product(positions.get(one, ()), positions.get(other, ()))
    ]


def _positions(values: Iterable[_Value]) -> dict[_Value, tuple[int, ...]]:
    positions: dict[_Value, list[int]] = defaultdict(list)
    for position, value in enumerate(values):
        positions[value].append(position)
    return {value: tuple(own) for value, own in positions.items()}


def _in_order(copies: Iterable[Copies]) -> tuple[Copies, ...]:
    return tuple(sorted(copies, key=lambda copies: copies.stills))


def _notices(whole: bool, what: str) -> tuple[str, ...]:
    if whole:
        return ()
    return (
        f"So many stills are alike that only those with the closest {what} were "
        "grouped: a stricter setting, or groups of your own, would serve better.",
    )
