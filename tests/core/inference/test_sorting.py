"""Where stills go: the plan is the same each time, and no two places are one."""

import string
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.inference.portable_names import (
    LONGEST_NAME,
    is_portable,
    name_key,
    portable_name,
)
from core.inference.sorting import LeftOut, SortPlan, plan_sort

DIGEST = "0" * 64


@dataclass(frozen=True)
class Still:
    file: str
    decision: str | None = "accept"
    predicted_class: str | None = "polyp"
    error: str = ""
    digest: str = DIGEST


@dataclass(frozen=True)
class SomeNames:
    """A target with these names in each folder, and these that are no folders."""

    names: frozenset[str] = frozenset()
    no_folders: frozenset[str] = frozenset()

    def takes_folder(self, name: str) -> bool:
        return name not in self.no_folders

    def names_in(self, folder: str) -> frozenset[str]:
        return self.names


def places(plan: SortPlan) -> dict[str, str]:
    return {copy.file: copy.place for copy in plan.copies}


awkward = st.sampled_from(
    [*"aAbßẞéЁё🩺 .", "e\u0301", "CON", "con.png", "nul", "x" * 255, "ё" * 130, "..",
     "a:b", "a\\b", "review", "REVIEW", "refused", "review (finding)", "a (2)",
     "manifest.jsonl", ".hidden", "Thumbs.db", "\u202e", "\x07", "\n", "ﬁ", "İ", "_"]
)  # fmt: skip
names = st.lists(awkward | st.text(max_size=6), min_size=1, max_size=3).map("".join)
stills = st.builds(
    Still,
    file=st.lists(names, min_size=1, max_size=3).map("/".join),
    decision=st.sampled_from(["accept", "review", "refuse", None]),
    predicted_class=st.none() | names,
    error=st.sampled_from(["", "", "", "The file is damaged."]),
    digest=st.sampled_from([DIGEST, DIGEST, ""]),
)
targets = st.builds(
    SomeNames,
    st.frozensets(names, max_size=4),
    st.frozensets(names, max_size=4),
)


@given(names)
def test_a_portable_name_is_one_part_of_a_path_everywhere(name: str) -> None:
    portable = portable_name(name)
    assert is_portable(portable)
    assert 0 < len(portable.encode()) <= LONGEST_NAME
    assert PurePosixPath("top", portable).parts == ("top", portable)
    assert PureWindowsPath("top", portable).parts == ("top", portable)
    assert not PureWindowsPath(portable).is_reserved()
    assert portable[-1] not in " ."
    assert portable[0] != "."


@given(st.text(string.ascii_letters + string.digits + " ()-ёЖ漢", min_size=1).map(
    lambda name: f"still {name}.png"
))  # fmt: skip
def test_plain_names_stay_as_they_are(name: str) -> None:
    if len(name.encode()) <= LONGEST_NAME:
        assert portable_name(name) == name


@given(st.lists(stills, max_size=30), st.lists(names, max_size=6), targets)
def test_each_still_has_one_place_that_nothing_else_has(
    found: list[Still], classes: list[str], target: SomeNames
) -> None:
    plan = plan_sort(found, classes=classes, target=target)
    again = plan_sort(found, classes=classes, target=target)
    assert plan == again
    files = {still.file for still in found}
    assert len(plan.copies) + sum(plan.left_out.values()) == len(files)
    keys = [tuple(map(name_key, copy.place.split("/"))) for copy in plan.copies]
    assert all(len(key) == 2 for key in keys)
    assert len(set(keys)) == len(keys)
    taken = set(map(name_key, target.names))
    for copy in plan.copies:
        folder, name = copy.place.split("/")
        assert is_portable(folder)
        assert is_portable(name)
        assert target.takes_folder(folder)
        assert name_key(name) not in taken


@given(st.lists(stills, max_size=30), st.lists(names, max_size=6))
def test_no_unsure_still_goes_into_a_folder_of_a_finding(
    found: list[Still], classes: list[str]
) -> None:
    placed = places(plan_sort(found, classes=classes))
    first = {still.file: still for still in reversed(found)}
    for file, place in placed.items():
        folder = place.split("/")[0]
        decision = first[file].decision
        assert (folder == "review") == (decision == "review")
        assert (folder == "refused") == (decision == "refuse")
        assert not first[file].error
    by_folder: dict[str, set[str | None]] = {}
    for file, place in placed.items():
        if first[file].decision == "accept":
            folder = place.split("/")[0]
            by_folder.setdefault(folder, set()).add(first[file].predicted_class)
    assert all(len(classes) == 1 for classes in by_folder.values())


@given(st.lists(stills, max_size=20), st.lists(stills, max_size=20), targets)
def test_stills_that_are_added_change_no_place(
    found: list[Still], more: list[Still], target: SomeNames
) -> None:
    classes = [s.predicted_class for s in found + more if s.predicted_class]
    before = places(plan_sort(found, classes=classes, target=target))
    after = places(plan_sort(found + more, classes=classes, target=target))
    known = plan_sort(found + more, classes=classes, target=target, known=before)
    assert before.items() <= after.items()
    assert places(known) == after


def test_names_that_clash_by_case_or_composition_are_numbered() -> None:
    files = ["1/é.png", "2/e\u0301.png", "3/É.PNG", "4/é (2).png", "5/é.png"]
    assert list(places(plan_sort(map(Still, files))).values()) == [
        "polyp/é.png",
        "polyp/é (2).png",
        "polyp/É (3).PNG",
        "polyp/é (2) (2).png",
        "polyp/é (4).png",
    ]


@pytest.mark.parametrize(
    ("label", "folder"),
    [
        ("review", "review (finding)"),
        ("Refused", "Refused (finding)"),
        ("polyp/adenoma", "polyp_adenoma"),
        ("CON", "_CON"),
        ("com1.x", "_com1.x"),
        ("..", "_"),
        ("ulcer. ", "ulcer"),
        (".hidden", "_.hidden"),
        ("язва", "язва"),
    ],
)
def test_classes_with_names_that_cannot_be(label: str, folder: str) -> None:
    plan = plan_sort([Still("a.png", predicted_class=label)], classes=[label])
    assert places(plan) == {"a.png": f"{folder}/a.png"}


def test_classes_that_differ_by_case_have_folders_of_their_own() -> None:
    found = [Still("a", predicted_class="Polyp"), Still("b", predicted_class="polyp")]
    plan = plan_sort(found, classes=["polyp", "Polyp"])
    assert places(plan) == {"a": "Polyp (2)/a", "b": "polyp/b"}


def test_what_has_no_answer_is_counted_with_its_reason() -> None:
    found = [
        Still("a", error="The file is damaged."),
        Still("b", decision=None),
        Still("c", digest=""),
        Still("d", predicted_class=None),
        Still("e", decision="refuse", predicted_class=None),
    ]
    plan = plan_sort(found)
    assert places(plan) == {"e": "refused/e"}
    assert plan.left_out == {LeftOut.UNREADABLE: 1, LeftOut.NO_ANSWER: 3}


def test_a_known_place_in_another_folder_is_not_believed() -> None:
    unsure = Still("a.png", decision="review")
    plan = plan_sort([unsure], known={"a.png": "polyp/a.png"})
    assert places(plan) == {"a.png": "review/a.png"}


def test_many_stills_of_one_name_take_no_long_time() -> None:
    found = [Still(f"{exam}/frame.png") for exam in range(20_000)]
    placed = places(plan_sort(found))
    assert placed["0/frame.png"] == "polyp/frame.png"
    assert placed["19999/frame.png"] == "polyp/frame (20000).png"
