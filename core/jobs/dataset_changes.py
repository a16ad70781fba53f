"""What has become of a labelled folder since it was last looked at, in one sentence."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from core.evaluation.wording import count_of, thousands


class PlacedStill(BaseModel):
    """A still of a labelled folder, and what it was used for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """Relative to the folder, with ``/``."""
    digest: str
    """SHA-256 of its file."""
    label: str
    part: str


def changes_between(before: Sequence[PlacedStill], now: Sequence[PlacedStill]) -> str:
    """Return what changed: '3 stills were added, 1 changed'; empty if nothing did.

    A still that only has another name is the same still.
    """
    return _sentence(_counted(before, now))


def _counted(
    before: Sequence[PlacedStill], now: Sequence[PlacedStill]
) -> Mapping[str, int]:
    old, new = ({still.name: still for still in some} for some in (before, now))
    pairs = [(old[name], new[name]) for name in old.keys() & new.keys()]
    come: defaultdict[str, deque[PlacedStill]] = defaultdict(deque)
    for still in _unpaired(new, old):
        come[still.digest].append(still)
    moved = [(still, _taken(come[still.digest])) for still in _unpaired(old, new)]
    same = [(one, other) for one, other in (*pairs, *moved) if other is not None]
    counts = Counter(_what(one, other) for one, other in same)
    counts["removed"] = sum(other is None for _, other in moved)
    counts["added"] = sum(map(len, come.values()))
    return counts


def _unpaired(
    some: Mapping[str, PlacedStill], others: Mapping[str, PlacedStill]
) -> list[PlacedStill]:
    return [still for name, still in some.items() if name not in others]


def _taken(same_files: deque[PlacedStill]) -> PlacedStill | None:
    return same_files.popleft() if same_files else None


def _what(before: PlacedStill, now: PlacedStill) -> str:
    if before.digest != now.digest:
        return "changed"
    if before.label != now.label:
        return "relabelled"
    return "same" if before.part == now.part else "elsewhere"


_SAID = {
    "added": ("was added", "were added"),
    "changed": ("changed", "changed"),
    "removed": ("was removed", "were removed"),
    "relabelled": ("has another label", "have another label"),
    "elsewhere": ("falls into another part", "fall into another part"),
}


def _sentence(counts: Mapping[str, int]) -> str:
    there = [(kind, counts[kind]) for kind in _SAID if counts.get(kind)]
    said = [
        f"{count_of(count, 'still') if first else thousands(count)} "
        f"{_SAID[kind][count != 1]}"
        for first, (kind, count) in zip(_first_only(there), there, strict=True)
    ]
    return listed(said)


def _first_only(some: Iterable[object]) -> Iterable[bool]:
    return (not number for number, _ in enumerate(some))


def listed(phrases: Sequence[str]) -> str:
    """Return 'a', 'a and b', or 'a, b and c'."""
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}"
