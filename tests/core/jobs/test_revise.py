"""Labels that were questioned give new numbers beside the old ones, which stay."""

import html
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.files import sha256_of
from core.jobs import tested_stills
from core.jobs.requests import ReviseLabelsRequest
from core.jobs.results import ReviseLabelsResult
from core.jobs.revise import (
    REVISED_NOTICE,
    REVISED_REPORT_FILE,
)
from core.paths import UserFolders
from core.review.label_questions import LabelQuestions
from tests.core.jobs.evaluated_folder import BY_LIKENESS, evaluated, write_distinct
from tests.core.jobs.reviewed_folder import failed, finished, home_with_a_model, outcome

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


class Evaluated:
    """Twelve stills of each colour, two blue ones among the green; and their run."""

    def __init__(self, root: Path) -> None:
        self.home = home_with_a_model(root / "home")
        self.folder = write_distinct(root / "stills")
        for still in sorted((self.folder / "blue").iterdir())[-2:]:
            still.rename(self.folder / "green" / f"b{still.name}")
        result = evaluated(
            self.folder, self.home, grouping=BY_LIKENESS, with_images=True
        )
        assert result.run is not None
        self.run = result.run
        self.record = result.record

    @property
    def swapped(self) -> list[Path]:
        return sorted((self.folder / "green").glob("b*.png"))

    def ask(self, still: Path, proposed: str | None, *, stated: str = "green") -> None:
        with LabelQuestions(UserFolders(self.home).review_log) as questions:
            questions.ask(
                digest=sha256_of(still),
                stated=stated,
                proposed=proposed,
                reader="A",
                time=NOW,
            )

    def withdraw(self, still: Path) -> None:
        with LabelQuestions(UserFolders(self.home).review_log) as questions:
            questions.withdraw(digest=sha256_of(still), reader="A", time=NOW)

    def revised(self) -> ReviseLabelsResult:
        end = outcome(ReviseLabelsRequest(run=self.run), self.home)
        return finished(end, ReviseLabelsResult)


@pytest.fixture
def done(tmp_path: Path) -> Evaluated:
    return Evaluated(tmp_path)


def test_a_relabelled_still_moves_in_the_new_matrix_only(done: Evaluated) -> None:
    before = {path: path.read_bytes() for path in done.run.iterdir()}
    stills = {path: path.read_bytes() for path in done.folder.rglob("*.png")}
    done.ask(done.swapped[0], "blue")
    result = done.revised()
    old, new = result.record_old, result.record_new
    assert new is not None
    assert old == done.record
    assert old.confusion[1][0] == 2
    assert new.confusion[1][0] == old.confusion[1][0] - 1
    assert new.confusion[0][0] == old.confusion[0][0] + 1
    assert (new.stills, new.groups) == (old.stills, old.groups)
    assert (new.subset, new.grouping, new.title) == (
        old.subset,
        old.grouping,
        old.title,
    )
    assert new.interval_method == old.interval_method
    assert new.revised is not None
    assert (new.revised.relabelled, new.revised.left_out) == (1, 0)
    assert (new.revised.before, new.revised.stills_before) == (old.overall, old.stills)
    assert new.notices[0].startswith(REVISED_NOTICE)
    assert [b.kind for b in new.baselines] == [b.kind for b in old.baselines]
    for path, content in {**before, **stills}.items():
        if path.name not in {"events.jsonl", "worker.log"}:
            assert path.read_bytes() == content, path
    assert tested_stills.read_revised(done.run) == new
    assert tested_stills.read_evaluation(done.run) == old


def test_none_of_these_leaves_the_still_out_and_counts_it(done: Evaluated) -> None:
    done.ask(done.swapped[0], None)
    done.ask(done.swapped[1], "something the model does not know")
    new = done.revised().record_new
    assert new is not None
    assert new.revised is not None
    assert (new.revised.relabelled, new.revised.left_out) == (0, 2)
    assert new.stills == done.record.stills - 2
    assert new.confusion[1][0] == 0
    assert new.overall.accuracy.n == new.stills


def test_what_was_said_of_the_data_is_said_of_the_new_numbers_as_well(
    done: Evaluated,
) -> None:
    lasting = [
        n for n in done.record.notices if "recognised by" in n or "does not" in n
    ]
    assert lasting
    for still in done.swapped:
        done.ask(still, "blue")
    new = done.revised().record_new
    assert new is not None
    assert set(lasting) <= set(new.notices)
    assert len(set(new.notices)) == len(new.notices)


def test_the_page_shows_both_numbers_and_is_marked(done: Evaluated) -> None:
    for still in done.swapped:
        done.ask(still, "blue")
    result = done.revised()
    assert result.report == done.run / REVISED_REPORT_FILE
    page = html.unescape(result.report.read_text(encoding="utf-8"))
    assert page.lower().count(REVISED_NOTICE.lower()) >= 3
    new = result.record_new
    assert new is not None
    for record in (result.record_old, new):
        value = record.overall.balanced_accuracy.value
        assert value is not None
        assert f"{100 * value:.1f}\N{NO-BREAK SPACE}%" in page
    assert "As first measured" in page
    assert page.count("<img ") == new.stills - sum(
        new.confusion[i][i] for i in range(3)
    )


def test_withdrawing_takes_the_new_numbers_away_and_leaves_the_old(
    done: Evaluated,
) -> None:
    done.ask(done.swapped[0], "blue")
    assert done.revised().record_new is not None
    done.withdraw(done.swapped[0])
    result = done.revised()
    assert (result.record_new, result.report) == (None, None)
    assert tested_stills.read_revised(done.run) is None
    assert not (done.run / REVISED_REPORT_FILE).exists()
    assert tested_stills.read_evaluation(done.run) == done.record


def test_a_question_of_another_label_or_another_still_changes_nothing(
    done: Evaluated, tmp_path: Path
) -> None:
    done.ask(done.swapped[0], "blue", stated="red")
    stranger = tmp_path / "stranger.png"
    stranger.write_bytes(b"of another folder")
    done.ask(stranger, "blue")
    result = done.revised()
    assert result.record_new is None
    done.ask(done.swapped[1], "blue")
    new = done.revised().record_new
    assert new is not None
    assert any("1 questioned still had another label" in n for n in new.notices)


def test_a_run_that_keeps_no_stills_cannot_be_revised(
    done: Evaluated, tmp_path: Path
) -> None:
    end = failed(outcome(ReviseLabelsRequest(run=tmp_path), done.home))
    assert "can't be read" in end.user_message
    other = evaluated(done.folder, done.home, grouping=BY_LIKENESS)
    assert other.run is not None
    foreign = other.run / tested_stills.TESTED_FILE
    (done.run / tested_stills.TESTED_FILE).write_bytes(foreign.read_bytes())
    end = failed(outcome(ReviseLabelsRequest(run=done.run), done.home))
    assert "do not belong to the numbers" in end.user_message


def test_all_stills_left_out_is_an_error_and_not_a_number(done: Evaluated) -> None:
    for still in done.folder.rglob("*.png"):
        done.ask(still, None, stated=still.parent.name)
    end = failed(outcome(ReviseLabelsRequest(run=done.run), done.home))
    assert "No still is left" in end.user_message
    assert tested_stills.read_revised(done.run) is None
