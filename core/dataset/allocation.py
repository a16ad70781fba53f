"""Whole groups of stills divided among parts, each class in proportion.

Groups are taken largest first, equal ones in an order drawn from the seed and their
content, and each goes where its class is most wanted: where adding it raises the
chi-squared distance between wanted and present counts least. For groups of one still
this is the apportionment of Webster and Sainte-Laguë. Afterwards every class is given a
place in every part, as far as its groups go round. Arithmetic is Python's own, in a
fixed order, without any library's sums, so that no processor rounds differently.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StillGroup:
    """What allocation needs to know of a group."""

    number: int
    counts: Mapping[str, int]
    """Stills of each class, classes in sorted order."""
    order: tuple[int, str, tuple[str, ...]]
    """Largest first, then as drawn from the seed."""


def gather_groups(
    labels: Sequence[str], groups: Sequence[int], keys: Sequence[str], *, seed: int
) -> list[StillGroup]:
    """Return the groups in the order in which they are placed.

    Parameters
    ----------
    labels, groups, keys
        Class, group and position-free identity of each still.
    seed
        Changes the order of groups of equal size.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for i, group in enumerate(groups):
        members[group].append(i)
    gathered = [
        _group(number, [labels[i] for i in own], [keys[i] for i in own], seed=seed)
        for number, own in members.items()
    ]
    return sorted(gathered, key=lambda group: group.order)


def _group(
    number: int, labels: Sequence[str], keys: Sequence[str], *, seed: int
) -> StillGroup:
    pairs = zip(keys, labels, strict=True)
    content = tuple(sorted(f"{key}\0{label}" for key, label in pairs))
    drawn = hashlib.sha256(f"{seed}\0{content[0]}".encode()).hexdigest()
    counts = dict(sorted(Counter(labels).items()))
    return StillGroup(number, counts, (-len(keys), drawn, content))


class _Allocation:
    """Which group stands in which part, and how far that is from what is wanted."""

    def __init__(self, groups: Sequence[StillGroup], shares: Sequence[float]) -> None:
        totals: Counter[str] = Counter()
        for group in groups:
            totals.update(group.counts)
        self.place: dict[int, int] = {}
        self._parts = range(len(shares))
        self._wanted = {c: [s * n for s in shares] for c, n in totals.items()}
        self._present = {c: [0] * len(shares) for c in totals}
        self._groups_of = {c: [0] * len(shares) for c in totals}

    def put_where_wanted_most(self, group: StillGroup) -> None:
        part = min(self._parts, key=lambda part: (self._cost(group, part), part))
        self._put(group, part)

    def move(self, group: StillGroup, part: int) -> None:
        self._count(group, self.place[group.number], -1)
        self._put(group, part)

    def covers(self, label: str, part: int) -> bool:
        return self._groups_of[label][part] > 0

    def can_spare(
        self, group: StillGroup, label: str, may_lose_it: frozenset[int]
    ) -> bool:
        """Return whether no class would be missing where ``group`` stands.

        ``label`` alone may come to be missing, in the parts ``may_lose_it``.
        """
        here = self.place[group.number]
        return all(
            self._groups_of[c][here] > 1 or (c == label and here in may_lose_it)
            for c in group.counts
        )

    def cost_of_move(self, group: StillGroup, part: int) -> float:
        here = self.place[group.number]
        self._count(group, here, -1)
        cost = self._cost(group, part) - self._cost(group, here)
        self._count(group, here, 1)
        return cost

    def _put(self, group: StillGroup, part: int) -> None:
        self.place[group.number] = part
        self._count(group, part, 1)

    def _count(self, group: StillGroup, part: int, sign: int) -> None:
        for label, count in group.counts.items():
            self._present[label][part] += sign * count
            self._groups_of[label][part] += sign

    def _cost(self, group: StillGroup, part: int) -> float:
        """Return what adding ``group`` to ``part`` adds to the chi-squared distance."""
        cost = 0.0
        for label, count in group.counts.items():
            wanted = self._wanted[label][part]
            surplus = self._present[label][part] - wanted
            cost += count * (count + 2 * surplus) / wanted
        return cost


def allocate(
    groups: Sequence[StillGroup], shares: Sequence[float], *, preference: Sequence[int]
) -> dict[int, int]:
    """Return the part of each group's number, as an index into ``shares``.

    Parameters
    ----------
    groups
        From :func:`gather_groups`, in that order.
    shares
        What each part is to hold of every class, each above 0, together 1.
    preference
        All parts, the one first that a class with few groups needs most.
    """
    allocation = _Allocation(groups, shares)
    for group in groups:
        allocation.put_where_wanted_most(group)
    _cover(allocation, groups, preference)
    return allocation.place


def _cover(
    allocation: _Allocation, groups: Sequence[StillGroup], preference: Sequence[int]
) -> None:
    """Give each class a group in each part, the preferred parts first.

    A group leaves a part only if that part keeps every other class it has, and keeps
    this class too or is less preferred.
    """
    of_class: dict[str, list[StillGroup]] = defaultdict(list)
    for group in groups:
        for label in group.counts:
            of_class[label].append(group)
    for label in sorted(of_class):
        for rank, part in enumerate(preference):
            if allocation.covers(label, part):
                continue
            may_lose_it = frozenset(preference[rank + 1 :])
            movable = [
                (allocation.cost_of_move(group, part), group.order, group)
                for group in of_class[label]
                if allocation.can_spare(group, label, may_lose_it)
            ]
            if movable:
                allocation.move(min(movable, key=lambda m: m[:2])[2], part)
