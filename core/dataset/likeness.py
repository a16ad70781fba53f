"""Stills that are the same file, the same picture, or alike to a network."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.dataset.linkage import Distances, Selection, complete_linkage
from core.dataset.similarity import HASH_BITS, StillFingerprint

_Value = TypeVar("_Value", str, int)


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
    fingerprints: Sequence[StillFingerprint], *, radius: int
) -> LikenessFound:
    """Return stills whose perceptual hashes all differ in at most ``radius`` bits."""
    alike = _positions(fingerprint.phash for fingerprint in fingerprints)
    values = sorted(alike)
    hashes = np.array(values, np.uint64)

    def bits_apart(some: Selection, others: Selection) -> Distances:
        differing = np.bitwise_count(hashes[some][:, None] ^ hashes[others])
        return np.asarray(differing, np.float32)

    clusters = complete_linkage(len(values), bits_apart, within=radius)
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
    embeddings: NDArray[np.float32], order: Sequence[int], *, cosine: float
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
    """
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    directions = (embeddings / np.maximum(lengths, 1e-12))[np.asarray(order)]

    def cosine_distance(some: Selection, others: Selection) -> Distances:
        return np.asarray(1 - directions[some] @ directions[others].T, np.float32)

    clusters = complete_linkage(len(order), cosine_distance, within=1 - cosine)
    copies = [
        Copies(
            LikenessKind.EMBEDDING,
            tuple(sorted(order[i] for i in own)),
            f"a network sees them alike (cosine {1 - widest:.2f} or more)",
        )
        for own, widest in zip(clusters.members, clusters.widest, strict=True)
    ]
    return LikenessFound(_in_order(copies), _notices(clusters.whole, "embeddings"))


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
