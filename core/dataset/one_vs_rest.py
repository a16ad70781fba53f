"""As many stills of the other classes as of one: drawn evenly, the same for a seed."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True, slots=True)
class OneVsRest:
    """Equally many stills with a finding and without it."""

    positive: tuple[int, ...]
    """Positions, ascending."""
    negative: tuple[int, ...]
    """Positions, ascending; as many."""


def draw_one_vs_rest(
    labels: Sequence[str],
    groups: Sequence[int],
    keys: Sequence[str],
    *,
    positive: str,
    seed: int,
) -> OneVsRest:
    """Draw as many stills of the other classes as there are of one.

    Every other class gives one still in turn until it has no more, and each class every
    group in turn, so that no patient with many stills stands for all. Where the others
    have fewer, that many positives are drawn in the same way.

    Parameters
    ----------
    labels, groups
        The class and the group of each still.
    keys
        What identifies each still apart from its position, unique: digest and name.
    positive
        The class that is one side; all others are the other.
    seed
        Decides which still of a group, and which group of a class, comes first.

    Returns
    -------
    The same stills whatever the order in which they are given.
    """
    ranks = [hashlib.sha256(f"{seed}/{key}".encode()).digest() for key in keys]
    by_class: dict[str, list[int]] = defaultdict(list)
    for i, label in enumerate(labels):
        by_class[label].append(i)
    turns = {
        label: list(_by_groups(own, groups, ranks)) for label, own in by_class.items()
    }
    own = turns.pop(positive, [])
    others = list(_in_turn([turns[label] for label in sorted(turns)]))
    count = min(len(own), len(others))
    return OneVsRest(tuple(sorted(own[:count])), tuple(sorted(others[:count])))


def _by_groups(
    stills: Sequence[int], groups: Sequence[int], ranks: Sequence[bytes]
) -> Iterator[int]:
    """Yield one still of each group in turn, in the order of the ranks."""
    by_group: dict[int, list[int]] = defaultdict(list)
    for i in sorted(stills, key=lambda i: ranks[i]):
        by_group[groups[i]].append(i)
    return _in_turn(list(by_group.values()))


def _in_turn(queues: Sequence[Sequence[int]]) -> Iterator[int]:
    """Yield the first of each queue, then each second that there is, and so on."""
    longest = max(map(len, queues), default=0)
    for turn in range(longest):
        for queue in queues:
            yield from islice(queue, turn, turn + 1)
