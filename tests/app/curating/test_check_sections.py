"""What a check found, in sections: every still behind every entry, and no other."""

from datetime import UTC, datetime

import pytest

from app.curating.check_sections import CheckSections
from app.curating.check_wording import changed_sentence, pair_row
from app.curating.gathering import LEFT_OUT, Gathering, Section
from app.curating.open_check import ChangedSince, OpenCheck
from app.curating.split_rows import split_bars, split_table
from core.dataset.digest_pairs import DigestPair
from core.jobs.requests import GroupingRequest
from core.review.dataset_decisions import DecisionsInForce, LoggedLeftOut
from tests.app.curating.written_check import UNREADABLE, check_of, faulty_folder

NOTHING = DecisionsInForce()


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> OpenCheck:
    return check_of(faulty_folder(tmp_path_factory.mktemp("curated")))


def left_out(check: OpenCheck, place: int) -> DecisionsInForce:
    digest, now = check.still(place).digest, datetime.now(UTC)
    line = LoggedLeftOut(digest, True, "", "Ada", now, "test")
    return DecisionsInForce(left_out={digest: line})


def names(check: OpenCheck, section: Section, one: Gathering) -> list[str]:
    return [s.name for s in CheckSections(check, NOTHING).stills(section, one)]


def near_pair(check: OpenCheck) -> DigestPair:
    pair = check.pair(2, 3)
    assert pair is not None
    return pair


def test_the_classes_hold_every_readable_still_once(check: OpenCheck) -> None:
    sections = CheckSections(check, NOTHING)
    shown = [
        name
        for one in sections.of(Section.CLASSES)
        for name in names(check, Section.CLASSES, one)
    ]
    assert sorted(shown) == [still.name for still in check.record.stills]


def test_a_conflict_names_both_labels_and_what_to_do(check: OpenCheck) -> None:
    (conflict,) = CheckSections(check, NOTHING).of(Section.CONFLICTS)
    assert "1 drawn-erosion, 1 drawn-polyp" in conflict.heading
    assert "At most one of their labels can be right" in conflict.about
    assert "take the other out of its folder" in conflict.about
    assert any(
        name.endswith("elsewhere.jpg")
        for name in names(check, Section.CONFLICTS, conflict)
    )


def test_copies_stand_with_their_distances(check: OpenCheck) -> None:
    equal, near = CheckSections(check, NOTHING).of(Section.COPIES)
    assert equal.entry.note == "Equal byte for byte"
    assert near.entry.note == "Hash 6 bits apart, network 0.86"
    rows = [pair_row(check, pair, told_apart=False) for pair in near.pairs]
    assert [row.bits for row in rows] == [f"{n} of 64 bits" for n in (4, 6, 5)]
    assert [row.cosine for row in rows] == ["0.91", "0.86", "\N{EN DASH}"]
    assert check.pair(*equal.places) is None, "the same file cannot be told apart"


def test_unreadable_stills_stand_beneath_their_reason(check: OpenCheck) -> None:
    gatherings = CheckSections(check, NOTHING).of(Section.UNREADABLE)
    shown = [
        name for one in gatherings for name in names(check, Section.UNREADABLE, one)
    ]
    assert UNREADABLE in shown
    assert sum(int(one.entry.count) for one in gatherings) == len(
        check.record.unreadable
    )
    assert all(one.entry.title in one.about for one in gatherings)


def test_a_poor_still_is_shown_with_its_number(check: OpenCheck) -> None:
    sections = CheckSections(check, NOTHING)
    (blurred,) = sections.of(Section.POOR)
    (still,) = sections.stills(Section.POOR, blurred)
    assert still.about == "Blurred: a sharpness of 9, below 15."


def test_only_groups_of_several_stills_are_listed(check: OpenCheck) -> None:
    groups = CheckSections(check, NOTHING).of(Section.GROUPS)
    assert [len(one.places) for one in groups] == [2, 2]
    assert "grouped by copies" in groups[0].about


def test_what_is_left_out_is_marked_wherever_it_stands(check: OpenCheck) -> None:
    sections = CheckSections(check, left_out(check, 7))
    still = check.still(7)
    of_class = next(
        one for one in sections.of(Section.CLASSES) if one.class_name == still.label
    )
    tags = {s.name: s.tag for s in sections.stills(Section.CLASSES, of_class)}
    assert [name for name, tag in tags.items() if tag == LEFT_OUT] == [still.name]
    (decision,) = sections.of(Section.DECISIONS)
    assert decision.decided_still == still.digest
    assert "Ada left it out" in decision.about


def test_a_pair_that_is_told_apart_is_a_decision(check: OpenCheck) -> None:
    pair = near_pair(check)
    sections = CheckSections(check, DecisionsInForce(frozenset({pair})))
    (decision,) = sections.of(Section.DECISIONS)
    assert decision.decided_pair == pair
    assert list(decision.places) == [2, 3]
    assert sections.counts()[Section.DECISIONS] == 1


def test_decisions_on_other_folders_are_not_told(check: OpenCheck) -> None:
    now = DecisionsInForce(frozenset({("0" * 64, "1" * 64)}))
    assert CheckSections(check, now).of(Section.DECISIONS) == ()
    assert not check.changed_since(now, check.grouping)


def test_what_was_decided_since_the_check_is_told(check: OpenCheck) -> None:
    now = left_out(check, 7)
    changed = check.changed_since(now, check.grouping)
    assert changed.stills == {check.still(7).digest}
    assert changed_sentence(changed).startswith("1 decision since the check: ")
    apart = DecisionsInForce(frozenset({near_pair(check)}))
    assert check.changed_since(apart, check.grouping).pairs == apart.not_copies
    other = check.changed_since(NOTHING, GroupingRequest(group_pattern="(a)"))
    assert changed_sentence(other).startswith("Other groups are chosen: ")
    assert changed_sentence(ChangedSince()) == ""


def test_the_split_as_table_and_bars_counts_every_still(check: OpenCheck) -> None:
    bars = split_bars(check.record)
    table = split_table(check.record, bars)
    assert sum(bar.stills for bar in bars) == len(check.record.stills)
    for bar, one in zip(bars, check.record.classes, strict=True):
        assert [part.stills for part in bar.parts] == list(one.parts.values())
    *rows, total = table.rows
    for column in range(4):
        own = sum(int(row.cells[column].text) for row in rows)
        assert total.cells[column].text == str(own)
    assert total.note == f"{check.record.groups} groups"


def test_a_bar_says_itself_in_words(check: OpenCheck) -> None:
    bar = split_bars(check.record)[0]
    first = bar.parts[0]
    said = f"Training {first.stills} stills in {first.groups} groups"
    assert bar.words.startswith(f"{bar.name}: {said}")


def test_paths_lead_to_the_files(check: OpenCheck) -> None:
    sections = CheckSections(check, NOTHING)
    for section in Section:
        for one in sections.of(section):
            paths = [s.path for s in sections.stills(section, one)]
            assert all(path.is_file() for path in paths)
