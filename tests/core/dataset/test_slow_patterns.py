"""Patterns as they are typed: what they take, and those that would never end."""

import time
from pathlib import Path

import pytest

from core.dataset.known_groups import known_groups_from_pattern, pattern_examples
from core.dataset.scanning import DatasetError, LabelledFolder, LabelledStill

NAMES = [
    "polyps/p12_3.jpg",
    "polyps/patient_0012_exam_03_still_0007_white_light.jpg",
    f"colitis/{'a' * 60}!.jpg",
]


@pytest.mark.parametrize(
    ("pattern", "groups"),
    [
        (r"^(p\d+)_", ("p12", None, None)),
        (r"(?:[a-z]+_)+(\d+)", (None, "0012", None)),
        (r"exam_(?P<group>\d+)|^(p\d+)", (None, "03", None)),
        (r"^([^/]+)/", ("polyps", "polyps", "colitis")),
        (r"^(p?)", ("p", "p", None)),
    ],
)
def test_each_name_shows_the_group_it_would_be_in(
    pattern: str, groups: tuple[str | None, ...]
) -> None:
    found = pattern_examples(NAMES, pattern)
    assert (found.groups, found.problem) == (groups, "")


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "no regular expression"),
        ("patient", "which part names the group"),
        ("^(x9)", "fits none of these names"),
        ("(a)" * 200, "600 characters"),
    ],
)
def test_what_is_wrong_with_a_pattern_is_said_with_what_to_do(
    pattern: str, said: str
) -> None:
    found = pattern_examples(NAMES, pattern)
    assert said in found.problem
    assert found.hint
    assert not any(found.groups)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(a|aa)+$",
        r"^((\w+)_?)+-x",
        r"(.*)*x",
        r".*.*.*.*(z)$",
        r"([a-z]+)*\d(q)",
    ],
)
def test_a_pattern_that_would_take_for_ever_is_refused_at_once(pattern: str) -> None:
    begin = time.thread_time()
    found = pattern_examples(NAMES, pattern)
    assert time.thread_time() - begin < 5  # without the guard, years
    assert "for ever" in found.problem


@pytest.mark.parametrize(
    ("pattern", "odd_one"),
    [
        (r"^([a-z]+)+_", "colonoscopystillofthemorning.jpg"),
        (r"^(\d+)+_", "20210304000123000456000789012.jpg"),
        (r"^(\w+)+_!", "Exam_2021_03_04_frame_000123_x.jpg"),
    ],
)
def test_one_name_among_many_longer_ones_is_tried_where_it_would_take_for_ever(
    pattern: str, odd_one: str
) -> None:
    names = [f"a/img-{i:03}-of-a-long-long-long-series-{i}.jpg" for i in range(40)]
    names[5] = f"a/{odd_one}"
    assert "for ever" in pattern_examples(names, pattern).problem


def test_a_folder_is_not_searched_with_such_a_pattern_either(
    tmp_path: Path,
) -> None:
    stills = tuple(
        LabelledStill(tmp_path / name, name, name.partition("/")[0], None)
        for name in NAMES
    )
    folder = LabelledFolder(tmp_path, ("colitis", "polyps"), stills, ())
    with pytest.raises(DatasetError, match="for ever"):
        known_groups_from_pattern("(a+)+$", folder)


def test_no_names_give_no_groups() -> None:
    assert pattern_examples([], "(a)").groups == ()
