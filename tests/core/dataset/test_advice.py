"""Advice: what the numbers mean, in words, the weightiest first."""

from dataclasses import replace

import pytest

from core.dataset.advice import ClassCounts, FolderCounts, advise

SOUND = FolderCounts(
    classes=[ClassCounts("colitis", 200, 150, 30), ClassCounts("polyps", 210, 160, 31)],
    groups=310,
    groups_known=True,
    conflicts=0,
    poor=0,
)


def with_class(*counts: ClassCounts) -> FolderCounts:
    return replace(SOUND, classes=[*SOUND.classes, *counts], groups=320)


def test_nothing_is_said_where_nothing_is_amiss() -> None:
    assert advise(SOUND) == ()


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            with_class(ClassCounts("esophagitis", 60, 18, 3)),
            "“esophagitis” has 60 stills in 18 groups, 3 of the stills to test on: its "
            "numbers will be rough; cross-validate.",
        ),
        (
            with_class(ClassCounts("a", 60, 18, 3), ClassCounts("b", 61, 19, 4)),
            "“a” has 60 stills in 18 groups and “b” has 61 stills in 19 groups, each "
            "with fewer than 20 to test on: their numbers will be rough; "
            "cross-validate.",
        ),
        (
            with_class(ClassCounts("ulcer", 60, 1, 0)),
            "“ulcer” has 60 stills in 1 group: it can be learnt or tested, not both. "
            "Add stills of other patients, or leave the class out.",
        ),
        (
            with_class(ClassCounts("ulcer", 60, 2, 0)),
            "“ulcer” has 60 stills in 2 groups, too few for training, validation and "
            "test. Add stills of other patients, or cross-validate.",
        ),
        (
            with_class(ClassCounts("ulcer", 40, 40, 20)),
            "“polyps” has 5 times as many stills as “ulcer” (210 to 40). Training can "
            "weigh the classes; judge the model by its balanced accuracy, since "
            "accuracy alone flatters it.",
        ),
        (
            replace(SOUND, conflicts=1),
            "1 set of copies stands under different labels, of which one at most can "
            "be right: settle it before training.",
        ),
        (
            replace(SOUND, conflicts=3),
            "3 sets of copies stand under different labels, of which one at most can "
            "be right in each: settle them before training.",
        ),
        (
            replace(SOUND, groups=80),
            "The 410 stills come from 80 groups: for what a model learns, and for how "
            "sure its numbers are, groups count more than stills.",
        ),
    ],
)
def test_each_obstacle_is_said_with_its_numbers(
    counts: FolderCounts, said: str
) -> None:
    assert advise(counts) == (said,)


def test_without_patients_likeness_can_only_guess() -> None:
    (sentence,) = advise(replace(SOUND, groups_known=False))
    assert "only guess which stills belong to one patient by likeness" in sentence


def test_everything_in_one_group_is_said_before_and_instead_of_the_rest() -> None:
    one = replace(SOUND, groups=1, conflicts=2, poor=3)
    first, second = advise(one)
    assert first.startswith("All 410 stills are in one group")
    assert "table or the pattern" in first
    assert "2 sets of copies" in second
    (guessed,) = advise(replace(one, groups_known=False, conflicts=0))
    assert "taken for copies" in guessed


def test_poor_stills_are_counted() -> None:
    assert advise(replace(SOUND, poor=1))[0].startswith("1 still is blurred")
    assert advise(replace(SOUND, poor=7))[0].startswith("7 stills are blurred")
