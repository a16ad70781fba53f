"""Pairs of stills that a reader told apart: likeness does not join what they are."""

from collections.abc import Iterable
from typing import TypeAlias

DigestPair: TypeAlias = tuple[str, str]
"""SHA-256 of two different files, in hexadecimal, the lesser first."""


def digest_pair(one: str, other: str) -> DigestPair:
    """Return two digests as a pair, the same whichever comes first.

    Raises
    ------
    ValueError
        If a digest is empty, or both are the same: a file is a copy of itself.
    """
    if not one or not other or one == other:
        msg = f"expected the digests of two different files, got {one!r} and {other!r}"
        raise ValueError(msg)
    return (one, other) if one < other else (other, one)


def pairs_among(
    pairs: Iterable[DigestPair], digests: Iterable[str]
) -> frozenset[DigestPair]:
    """Return the pairs of which both stills are among ``digests``."""
    present = frozenset(digests)
    return frozenset(p for p in pairs if p[0] in present and p[1] in present)
