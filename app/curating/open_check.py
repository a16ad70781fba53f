"""A check that is looked at, and what was decided since it was made."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from core.dataset.digest_pairs import DigestPair, digest_pair, pairs_among
from core.jobs.requests import GroupingRequest

if TYPE_CHECKING:  # it loads OpenCV, which takes a third of a second
    from core.dataset.check_record import CheckedStill, CheckRecord
    from core.review.dataset_decisions import DecisionsInForce

_T = TypeVar("_T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """What was decided after a check, and is not in its numbers."""

    pairs: frozenset[DigestPair] = frozenset()
    """Told apart since, or no longer."""
    stills: frozenset[str] = frozenset()
    """Digests of stills left out since, or taken back."""
    grouping: bool = False
    """Whether other groups are chosen."""

    @property
    def decisions(self) -> int:
        """How many decisions are not in the numbers."""
        return len(self.pairs) + len(self.stills)

    def __bool__(self) -> bool:
        return self.grouping or self.decisions > 0


class OpenCheck:
    """The record of a check with what is looked up in it again and again.

    To be made beside the window: for 100,000 stills it takes a while.

    Parameters
    ----------
    record
        What the check found.
    grouping
        How it was asked to group.
    report
        The same as a page of HTML; ``None`` where there is none.

    Attributes
    ----------
    places_of_class, places_of_group
        The stills of each.
    place_of_digest
        The first still of each digest.
    """

    def __init__(
        self,
        record: "CheckRecord",
        grouping: GroupingRequest,
        report: Path | None = None,
    ) -> None:
        self.record = record
        self.grouping = grouping
        self.report = report
        self.places_of_class = self._places_by(lambda still: still.label)
        self.places_of_group = self._places_by(lambda still: still.group)
        self.place_of_digest = self._first_places()

    @property
    def folder(self) -> Path:
        """What was checked."""
        return self.record.folder

    def still(self, place: int) -> "CheckedStill":
        """Return a still by its place."""
        return self.record.stills[place]

    def pair(self, first: int, second: int) -> DigestPair | None:
        """Return two stills as a pair; ``None`` where they are the same file."""
        one, other = self.still(first).digest, self.still(second).digest
        return None if one == other else digest_pair(one, other)

    def changed_since(
        self, now: "DecisionsInForce", grouping: GroupingRequest | None
    ) -> ChangedSince:
        """Return what the numbers do not know of.

        Parameters
        ----------
        now
            The decisions that stand now, those on other folders among them.
        grouping
            What is chosen now; ``None`` while it is being chosen.
        """
        left_then = {still.digest for still in self.record.left_out}
        mine = left_then | self.place_of_digest.keys()
        apart_then = {told.digests for told in self.record.told_apart}
        apart_now = pairs_among(now.not_copies, mine)
        left_now = mine & now.left_out.keys()
        # a pair of which one still was left out is in no record: nothing has changed
        seen = pairs_among(apart_then ^ apart_now, self.place_of_digest)
        return ChangedSince(
            pairs=seen,
            stills=frozenset(left_then ^ left_now),
            grouping=grouping is not None and grouping != self.grouping,
        )

    def _first_places(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for place, still in enumerate(self.record.stills):
            found.setdefault(still.digest, place)
        return found

    def _places_by(
        self, key: "Callable[[CheckedStill], _T]"
    ) -> Mapping[_T, Sequence[int]]:
        places: defaultdict[_T, list[int]] = defaultdict(list)
        for place, still in enumerate(self.record.stills):
            places[key(still)].append(place)
        return places
