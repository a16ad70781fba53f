"""Two models on the same stills, through real jobs with real small networks."""

import html
import re
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from core.evaluation.comparison import EXCLUDES_ZERO, NEVER_VARIED
from core.files import sha256_of
from core.jobs import tested_stills
from core.jobs.compared_stills import read_compared
from core.jobs.requests import CompareRequest
from core.jobs.results import CompareResult
from core.library.comparison_record import ComparisonRecord, Difference
from tests.core.jobs.evaluated_folder import (
    BY_LIKENESS,
    add_model,
    evaluated,
    write_distinct,
)
from tests.core.jobs.reviewed_folder import failed, finished, home_with_a_model, outcome


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_distinct(tmp_path_factory.mktemp("stills") / "Jane Doe.jpg stills")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    home = home_with_a_model(tmp_path_factory.mktemp("home"))
    add_model(home, "blind", blind_to="green")
    add_model(home, "other", blind_to="red", classes=("blue", "green", "scarlet"))
    stills = sorted(folder.rglob("*.png"))
    add_model(home, "trained", blind_to="blue", learnt=stills[::4])
    add_model(home, "greedy", blind_to="blue", learnt=stills[:30])
    add_model(home, "copy")
    return home


def request(folder: Path, *models: str) -> CompareRequest:
    first, second = models
    return CompareRequest(folder=folder, models=(first, second), grouping=BY_LIKENESS)


def compared(folder: Path, home: Path, *models: str) -> CompareResult:
    return finished(outcome(request(folder, *models), home), CompareResult)


@pytest.fixture(scope="module")
def result(folder: Path, home: Path) -> CompareResult:
    return compared(folder, home, "colours", "blind")


def by_name(record: ComparisonRecord) -> dict[str, Difference]:
    return {each.class_name or each.measure: each for each in record.differences}


def test_the_numbers_are_those_of_each_model_on_its_own(
    result: CompareResult, folder: Path, home: Path
) -> None:
    record = result.comparison
    alone = evaluated(folder, home, grouping=BY_LIKENESS)
    assert record.first.confusion == alone.record.confusion
    assert record.first.overall == alone.record.overall
    assert record.first.per_class == alone.record.per_class
    assert record.classes == ("blue", "green", "red")
    green = record.first.confusion[1][1] - record.second.confusion[1][1]
    assert green > 0  # what the blind one misses
    found = by_name(record)
    assert found["green"].value == pytest.approx(green / 12)
    assert found["green"].sentence == EXCLUDES_ZERO
    assert found["accuracy"].value == pytest.approx(green / 36)
    assert found["balanced_accuracy"].value == pytest.approx(green / 12 / 3)
    assert found["red"].value == 0
    assert found["red"].sentence == NEVER_VARIED
    assert (record.agreement.only_first, record.agreement.only_second) == (green, 0)
    assert record.agreement.both_right == np.trace(record.second.confusion)
    for measure in ("balanced_accuracy", "accuracy", "macro_f1"):
        for which, each in (("first", record.first), ("second", record.second)):
            own = getattr(each.overall, measure).value
            assert getattr(found[measure], which) == pytest.approx(own)


def test_the_record_and_the_page_stand_in_the_folder(result: CompareResult) -> None:
    text = (result.folder / "comparison.json").read_text(encoding="utf-8")
    assert ComparisonRecord.model_validate_json(text) == result.comparison
    page = html.unescape(result.report.read_text(encoding="utf-8"))
    assert "colours and blind" in page
    for each in result.comparison.differences:
        assert each.sentence in page
    for record in (result.comparison.first, result.comparison.second):
        for count in (c for row in record.confusion for c in row):
            assert f"<b>{count}</b>" in page
    assert result.comparison.interval_method in page
    assert "None" not in page
    assert "<img" not in page
    assert "://" not in page
    assert not re.search(r"\.(jpe?g|png)", page, re.IGNORECASE)
    assert not list(result.folder.rglob(tested_stills.TESTED_FILE))


def test_the_run_keeps_what_each_model_called_each_still(
    result: CompareResult, folder: Path, home: Path
) -> None:
    record = result.comparison
    both = read_compared(result.run, record)
    for compared_stills, of_model in zip(
        both, (record.first, record.second), strict=True
    ):
        header, stills = compared_stills
        assert (header.folder, header.model) == (folder, of_model.model)
        counted = [[0] * len(of_model.classes) for _ in of_model.classes]
        for still in stills:
            assert still.digest == sha256_of(folder / still.file)
            assert still.file.split("/", maxsplit=1)[0] == still.true_class
            row = header.classes.index(still.true_class)
            counted[row][header.classes.index(still.predicted_class)] += 1
        assert tuple(map(tuple, counted)) == of_model.confusion
    assert [s.file for s in both[0].stills] == [s.file for s in both[1].stills]
    measured = {past.folder for past in tested_stills.evaluations(home / "runs")}
    assert result.run not in measured, "a comparison is no evaluation"


def test_the_stills_of_another_comparison_are_not_taken_for_these(
    result: CompareResult, tmp_path: Path
) -> None:
    later = {"created": result.comparison.created + timedelta(seconds=1)}
    with pytest.raises(tested_stills.TestedUnusable, match="do not belong"):
        read_compared(result.run, result.comparison.model_copy(update=later))
    with pytest.raises(tested_stills.TestedUnusable, match="can't be read"):
        read_compared(tmp_path, result.comparison)


def test_the_other_way_round_only_the_signs_change(
    result: CompareResult, folder: Path, home: Path
) -> None:
    back = compared(folder, home, "blind", "colours").comparison
    assert back.first.confusion == result.comparison.second.confusion
    assert back.first.groups == result.comparison.first.groups
    for name, forth in by_name(result.comparison).items():
        assert by_name(back)[name].value == pytest.approx(-(forth.value or 0))
        if forth.low is not None:
            assert by_name(back)[name].high == pytest.approx(-forth.low)


def test_a_class_that_one_model_does_not_know_is_left_out(
    folder: Path, home: Path
) -> None:
    record = compared(folder, home, "other", "colours").comparison
    assert record.classes == ("blue", "green")
    assert record.left_out.unknown_class == 12
    assert record.first.stills == 24
    assert record.first.classes == ("blue", "green", "scarlet")
    assert record.second.classes == ("blue", "green", "red")
    said = " ".join(record.notices)
    assert "12 stills are left out" in said
    assert "Only “other” knows scarlet" in said
    assert "Only “colours” knows red" in said
    called_otherwise = sum(row[2] for row in record.second.confusion)
    right = record.second.confusion[0][0] + record.second.confusion[1][1]
    assert record.agreement.both_right + record.agreement.only_second == right
    assert (
        called_otherwise
        + right
        + sum(record.second.confusion[i][1 - i] for i in (0, 1))
        == record.second.stills
    )


def test_stills_of_either_training_are_left_out_and_counted(
    folder: Path, home: Path
) -> None:
    record = compared(folder, home, "colours", "trained").comparison
    assert (record.left_out.learnt_by_first, record.left_out.learnt_by_second) == (0, 9)
    assert record.left_out.learnt == 9
    assert record.first.stills == record.second.stills == 27
    said = " ".join(record.notices)
    assert "9 stills were used to train one of the models" in said
    assert "“colours” does not say which stills" in said
    assert "“trained” does not say" not in said


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        (("colours", "greedy"), "No still of “blue” and “green” can be compared on"),
        (("colours", "copy"), "are the same network"),
        (("colours", "nobody"), "There is no model “nobody”"),
    ],
)
def test_what_cannot_be_compared_is_said(
    folder: Path, home: Path, models: tuple[str, str], expected: str
) -> None:
    end = failed(outcome(request(folder, *models), home))
    assert expected in end.user_message
    assert end.hint


def test_too_few_stills_and_too_few_classes_are_said(
    home: Path, tmp_path: Path
) -> None:
    few = write_distinct(tmp_path / "few", each=3)
    end = failed(outcome(request(few, "colours", "blind"), home))
    assert "Only 9 stills can be compared on" in end.user_message
    one = write_distinct(tmp_path / "one")
    (one / "green").rename(tmp_path / "green")
    end = failed(outcome(request(one, "other", "colours"), home))
    assert "share one class of this folder" in end.user_message


def test_a_model_is_not_compared_with_itself(folder: Path) -> None:
    with pytest.raises(ValueError, match="no better than itself"):
        request(folder, "colours", "colours")
