"""What the numbers of a labelled folder mean for a training, in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_ENOUGH_TO_TEST: Final = 20
"""Test stills of a class. With 20, all of them right, the sensitivity may still be as
low as 83 % (Clopper and Pearson 1934, 95 %); with fewer, the number says little."""

_UNEVEN: Final = 5.0
"""Times the stills of the smallest class from which the largest is said to be so large:
to answer always with it is then right in five of six of those two."""

_SEVERAL_ALIKE: Final = 5.0
"""Stills to a group from which it is said that groups count, not stills."""

_PARTS: Final = 3
"""Groups that a class needs to be in training, validation and test."""


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """How much there is of a class."""

    name: str
    stills: int
    groups: int
    test: int
    """Stills in the test part."""

    def __str__(self) -> str:
        """Return its stills and groups in words: "20 stills in 18 groups"."""
        return f"{_count(self.stills, 'still')} in {_count(self.groups, 'group')}"


@dataclass(frozen=True, slots=True)
class FolderCounts:
    """The numbers that advice rests on."""

    classes: Sequence[ClassCounts]
    groups: int
    """Of all classes; a group may have stills of several."""
    groups_known: bool
    """Whether a table or pattern named patients or examinations."""
    conflicts: int
    """Sets of copies under different labels."""
    poor: int
    """Stills that can be read and are blurred, dark, over-exposed or small."""

    @property
    def stills(self) -> int:
        """The stills of all classes."""
        return sum(one.stills for one in self.classes)


def advise(counts: FolderCounts) -> tuple[str, ...]:
    """Return sentences on what stands in the way of sound numbers.

    Returns
    -------
    The weightiest first; empty where nothing does.
    """
    if counts.groups == 1 and counts.stills > 1:
        return (_on_one_group(counts), *_on_conflicts(counts))
    return (
        *_on_conflicts(counts),
        *_on_lone_groups(counts),
        *_on_few_to_test(counts),
        *_on_uneven_classes(counts),
        *_on_patients(counts),
        *_on_stills_to_a_group(counts),
        *_on_poor(counts),
    )


def _on_one_group(counts: FolderCounts) -> str:
    mend = (
        "Look at the table or the pattern of groups."
        if counts.groups_known
        else "They are taken for copies of one picture: add other stills."
    )
    return (
        f"All {counts.stills} stills are in one group, which stays together: nothing "
        f"is left to test on. {mend}"
    )


def _on_conflicts(counts: FolderCounts) -> Iterator[str]:
    if counts.conflicts == 1:
        yield (
            "1 set of copies stands under different labels, of which one at most can "
            "be right: settle it before training."
        )
    elif counts.conflicts:
        yield (
            f"{counts.conflicts} sets of copies stand under different labels, of which "
            "one at most can be right in each: settle them before training."
        )


def _on_lone_groups(counts: FolderCounts) -> Iterator[str]:
    for one in counts.classes:
        if one.groups == 1:
            yield (
                f"“{one.name}” has {one}: it can be learnt or tested, not both. Add "
                "stills of other patients, or leave the class out."
            )
        elif one.groups < _PARTS:
            yield (
                f"“{one.name}” has {one}, too few for training, validation and test. "
                "Add stills of other patients, or cross-validate."
            )


def _on_few_to_test(counts: FolderCounts) -> Iterator[str]:
    few = [
        one
        for one in counts.classes
        if one.test < _ENOUGH_TO_TEST and one.groups >= _PARTS
    ]
    if len(few) == 1:
        (one,) = few
        yield (
            f"“{one.name}” has {one}, {one.test} of the stills to test on: its numbers "
            "will be rough; cross-validate."
        )
    elif few:
        listed = _listed([f"“{one.name}” has {one}" for one in few])
        yield (
            f"{listed}, each with fewer than {_ENOUGH_TO_TEST} to test on: their "
            "numbers will be rough; cross-validate."
        )


def _on_uneven_classes(counts: FolderCounts) -> Iterator[str]:
    largest = max(counts.classes, key=lambda one: one.stills, default=None)
    smallest = min(counts.classes, key=lambda one: one.stills, default=None)
    if not largest or not smallest or largest.stills < _UNEVEN * smallest.stills:
        return
    times = largest.stills / max(smallest.stills, 1)
    yield (
        f"“{largest.name}” has {times:.0f} times as many stills as “{smallest.name}” "
        f"({largest.stills} to {smallest.stills}). Training can weigh the classes; "
        "judge the model by its balanced accuracy, since accuracy alone flatters it."
    )


def _on_patients(counts: FolderCounts) -> Iterator[str]:
    if not counts.groups_known:
        yield (
            "Nothing says whose stills these are: the program can only guess which "
            "stills belong to one patient by likeness. Numbers are too good where one "
            "patient is in training and in the test; name the patients by a table or "
            "by a pattern in the file names."
        )


def _on_stills_to_a_group(counts: FolderCounts) -> Iterator[str]:
    if counts.groups and counts.stills >= _SEVERAL_ALIKE * counts.groups:
        yield (
            f"The {counts.stills} stills come from {counts.groups} groups: for what a "
            "model learns, and for how sure its numbers are, groups count more than "
            "stills."
        )


def _on_poor(counts: FolderCounts) -> Iterator[str]:
    if counts.poor:
        are = "still is" if counts.poor == 1 else "stills are"
        yield (
            f"{counts.poor} {are} blurred, dark, over-exposed or small: look at them, "
            "and leave out what shows nothing that you want to be learnt."
        )


def _listed(texts: Sequence[str]) -> str:
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def _count(count: int, one: str) -> str:
    return f"{count} {one}" if count == 1 else f"{count} {one}s"
