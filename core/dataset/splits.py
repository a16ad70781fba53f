"""A split by groups that is the same on every machine and for every file order."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.dataset.allocation import allocate, gather_groups
from core.dataset.scanning import DatasetError, Part
from core.percent import percent

PARTS = (Part.TRAIN, Part.VALIDATION, Part.TEST)
"""The order in which fractions are given."""

DEFAULT_FRACTIONS = (0.70, 0.15, 0.15)

_FRACTION_TOLERANCE = 0.05
"""A part whose share of the stills is off by more than this is said (absolute)."""

_MOST_WANTED_FIRST = (Part.TRAIN, Part.TEST, Part.VALIDATION)
"""Where a class with too few groups goes first. Without a test still nothing can be
said about a class; without a validation still thresholds are only less well fitted."""


@dataclass(frozen=True, slots=True)
class Split:
    """The part of each still, in the order in which the stills were given."""

    parts: tuple[Part, ...]
    notices: tuple[str, ...]
    """What could not be honoured."""
    straddling: tuple[int, ...] = ()
    """Groups that lie across parts that were given: leaks. Empty for an own split."""

    def indices(self, part: Part) -> tuple[int, ...]:
        """Return the positions of the stills of one part."""
        return tuple(i for i, own in enumerate(self.parts) if own is part)


@dataclass(frozen=True, slots=True)
class Folds:
    """The fold in which each still is tested, from 0."""

    fold: tuple[int, ...]
    notices: tuple[str, ...]
    """What could not be honoured."""


def split_by_groups(
    labels: Sequence[str],
    groups: Sequence[int],
    keys: Sequence[str],
    *,
    fractions: Sequence[float] = DEFAULT_FRACTIONS,
    seed: int = 42,
) -> Split:
    """Divide stills into train, validation and test so that no group is in two parts.

    Parameters
    ----------
    labels
        The class of each still.
    groups
        The group of each still; only equality counts, the numbers do not.
    keys
        What identifies each still apart from its position, unique: digest and name.
    fractions
        Wanted shares of train, validation and test, each above 0, together 1.
    seed
        Changes which of equal groups go where.

    Returns
    -------
    The same parts for the same stills in any order.
    """
    _check_fractions(fractions)
    placed = _place(
        labels, groups, keys, dict(zip(PARTS, fractions, strict=True)), seed
    )
    parts = tuple(placed[group] for group in groups)
    notices = _sentences_on_classes(labels, groups, parts)
    return Split(parts, tuple(notices + _sentences_on_shares(parts, fractions)))


def split_given_parts(
    labels: Sequence[str],
    groups: Sequence[int],
    keys: Sequence[str],
    given: Sequence[Part],
    *,
    fractions: Sequence[float] = DEFAULT_FRACTIONS,
    seed: int = 42,
) -> Split:
    """Keep the parts that a dataset came with; take those it lacks out of train.

    What is taken keeps its proportion to train: with 70/15/15 and a given test part,
    validation is 15/85 of the given train part, by groups.

    Parameters
    ----------
    given
        The part that each still came with. Train must be among them.
    labels, groups, keys, fractions, seed
        As for :func:`split_by_groups`.

    Returns
    -------
    The parts, with the groups that lie across given parts named as leaks.
    """
    _check_fractions(fractions)
    straddling = _straddling(groups, given)
    lacking = {part for part in PARTS if part not in given}
    shares = {
        part: share
        for part, share in zip(PARTS, fractions, strict=True)
        if part is Part.TRAIN or part in lacking
    }
    # a group that leaks already stays in train: elsewhere it would leak a second time
    fixed = {g for g, part in zip(groups, given, strict=True) if part != Part.TRAIN}
    free = [i for i, group in enumerate(groups) if group not in fixed]
    placed = _place(
        [labels[i] for i in free],
        [groups[i] for i in free],
        [keys[i] for i in free],
        shares,
        seed,
    )
    parts = tuple(
        placed.get(group, part) for group, part in zip(groups, given, strict=True)
    )
    notices = _sentence_on_leaks(groups, given, straddling)
    notices += _sentences_on_classes(labels, groups, parts)
    return Split(parts, tuple(notices), straddling)


def folds_by_groups(
    labels: Sequence[str],
    groups: Sequence[int],
    keys: Sequence[str],
    *,
    folds: int,
    seed: int = 42,
) -> Folds:
    """Divide stills into equal folds for cross-validation; no group is in two folds.

    Parameters
    ----------
    folds
        How many, at least 2.
    labels, groups, keys, seed
        As for :func:`split_by_groups`.

    Raises
    ------
    DatasetError
        If there are fewer groups than folds.
    """
    count = len(set(groups))
    if not 2 <= folds <= count:
        raise DatasetError(
            f"{count} independent groups cannot be divided into {folds} folds.",
            hint=f"Choose from 2 to {max(count, 2)} folds, or add stills.",
        )
    gathered = gather_groups(labels, groups, keys, seed=seed)
    placed = allocate(gathered, [1 / folds] * folds, preference=range(folds))
    fold = tuple(placed[group] for group in groups)
    return Folds(fold, tuple(_sentences_on_folds(labels, groups, folds)))


def _place(
    labels: Sequence[str],
    groups: Sequence[int],
    keys: Sequence[str],
    shares: Mapping[Part, float],
    seed: int,
) -> dict[int, Part]:
    """Return the part of each group; shares are taken in proportion to their sum."""
    parts = list(shares)
    total = math.fsum(shares.values())  # the built-in sum rounds by Python's version
    placed = allocate(
        gather_groups(labels, groups, keys, seed=seed),
        [share / total for share in shares.values()],
        preference=[parts.index(part) for part in _MOST_WANTED_FIRST if part in shares],
    )
    return {group: parts[index] for group, index in placed.items()}


def _check_fractions(fractions: Sequence[float]) -> None:
    three = len(fractions) == len(PARTS)
    if not three or min(fractions) <= 0 or abs(sum(fractions) - 1) > 1e-6:
        raise DatasetError(
            f"The parts {', '.join(f'{f:g}' for f in fractions)} are no division.",
            hint="Give train, validation and test a share above 0 each, together 1.",
        )


def _straddling(groups: Sequence[int], given: Sequence[Part]) -> tuple[int, ...]:
    parts: dict[int, set[Part]] = defaultdict(set)
    for group, part in zip(groups, given, strict=True):
        parts[group].add(part)
    return tuple(sorted(group for group, own in parts.items() if len(own) > 1))


def _sentence_on_leaks(
    groups: Sequence[int], given: Sequence[Part], straddling: Sequence[int]
) -> list[str]:
    if not straddling:
        return []
    leaking = set(straddling)
    touched = Counter(
        part for group, part in zip(groups, given, strict=True) if group in leaking
    )
    where = ", ".join(f"{touched[part]} in {part}" for part in PARTS if touched[part])
    return [
        f"{len(leaking)} groups of stills lie across the parts that were given "
        f"({where}): results on the test part will look better than they are."
    ]


def _sentences_on_classes(
    labels: Sequence[str], groups: Sequence[int], parts: Sequence[Part]
) -> list[str]:
    groups_of = _groups_of_classes(labels, groups)
    found = set(zip(labels, parts, strict=True))
    sentences = []
    for label in sorted(groups_of):
        missing = [part.value for part in PARTS if (label, part) not in found]
        if missing:
            count = len(groups_of[label])
            sentences.append(
                f"“{label}” has only {count} independent {_groups_word(count)}: "
                f"none is left for {' and '.join(missing)}. Numbers for this class "
                "need stills of more patients, or cross-validation."
                if count < len(PARTS)
                else f"“{label}” has no still in {' and '.join(missing)}."
            )
    return sentences


def _sentences_on_shares(
    parts: Sequence[Part], fractions: Sequence[float]
) -> list[str]:
    counts = Counter(parts)
    return [
        f"{part} holds {counts[part]} of {len(parts)} stills "
        f"({percent(counts[part] / len(parts), 0)} instead of {percent(wanted, 0)}): "
        "groups are kept whole."
        for part, wanted in zip(PARTS, fractions, strict=True)
        if parts and abs(counts[part] / len(parts) - wanted) > _FRACTION_TOLERANCE
    ]


def _sentences_on_folds(
    labels: Sequence[str], groups: Sequence[int], folds: int
) -> list[str]:
    return [
        f"“{label}” has only {len(own)} independent {_groups_word(len(own))} for "
        f"{folds} folds: some folds test none of it."
        for label, own in sorted(_groups_of_classes(labels, groups).items())
        if len(own) < folds
    ]


def _groups_of_classes(
    labels: Sequence[str], groups: Sequence[int]
) -> dict[str, set[int]]:
    groups_of: dict[str, set[int]] = defaultdict(set)
    for label, group in zip(labels, groups, strict=True):
        groups_of[label].add(group)
    return groups_of


def _groups_word(count: int) -> str:
    return "group" if count == 1 else "groups"
