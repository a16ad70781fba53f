"""Questioned labels are on the disk when they were asked, beside the reviews."""

import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.review.corrections import none_of_these
from core.review.decisions_log import DecisionsLog, recorded_reviews
from core.review.label_questions import (
    LabelQuestion,
    LabelQuestions,
    ReviewLogUnusable,
    recorded_questions,
)

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=3)))
REVIEW = none_of_these(reader="Dr Ё", time=NOW)
QUESTION = LabelQuestion("polyp", "полип 🩺", "f" * 64, "Dr Ё", NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "данные 🏥" / "review.sqlite"


def ask(questions: LabelQuestions, digest: str, question: LabelQuestion) -> None:
    questions.ask(
        digest=digest,
        stated=question.stated,
        proposed=question.proposed,
        reader=question.reader,
        time=question.time,
        model=question.model,
    )


def fill(path: Path, count: int) -> None:
    with LabelQuestions(path) as questions:
        for number in range(count):
            ask(questions, f"{number:064x}", QUESTION)


def of_version_1(path: Path) -> None:
    """Write a log as the program wrote it before labels could be questioned."""
    with DecisionsLog(path) as log:
        log.record(digest="d", model="m", review=REVIEW)
    with closing(sqlite3.connect(path)) as connection:
        for table in ("label_questions", "told_apart", "left_out"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()


def test_a_question_comes_back_as_it_was_asked(path: Path) -> None:
    none = LabelQuestion("polyp", None, "", "B", NOW)
    with LabelQuestions(path) as questions:
        ask(questions, "d1", QUESTION)
        ask(questions, "d2", none)
        assert questions.notice == ""
    with LabelQuestions(path) as questions:
        assert questions.questions() == {"d1": QUESTION, "d2": none}
    assert recorded_questions(path) == {"d1": QUESTION, "d2": none}


def test_a_question_asked_anew_or_withdrawn_leaves_its_history(path: Path) -> None:
    with LabelQuestions(path) as questions:
        ask(questions, "d", QUESTION)
        ask(questions, "d", LabelQuestion("polyp", None, "", "B", NOW))
        questions.withdraw(digest="d", reader="C", time=NOW)
        assert questions.questions() == {}
        first, second, third = questions.history("d")
    assert first.question == QUESTION
    assert second.question is not None
    assert second.question.proposed is None
    assert (third.question, third.reader, third.time) == (None, "C", NOW)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    said=st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.none()
            | st.builds(
                LabelQuestion,
                st.just("polyp"),
                st.none() | st.text(min_size=1, max_size=5).map("x".__add__),
                st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
                st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
                st.datetimes(timezones=st.just(UTC)),
            ),
        ),
        max_size=12,
    )
)
def test_the_last_word_on_each_still_counts(
    tmp_path: Path, said: list[tuple[str, LabelQuestion | None]]
) -> None:
    path = Path(tempfile.mkdtemp(dir=tmp_path)) / "review.sqlite"
    expected: dict[str, LabelQuestion] = {}
    with LabelQuestions(path) as questions:
        for digest, question in said:
            expected.pop(digest, None)
            if question:
                ask(questions, digest, question)
                expected[digest] = question
            else:
                questions.withdraw(digest=digest, reader="A", time=NOW)
    assert recorded_questions(path) == expected


@pytest.mark.parametrize("proposed", ["polyp", ""])
def test_a_label_is_no_question_of_itself(path: Path, proposed: str) -> None:
    with LabelQuestions(path) as questions:
        with pytest.raises(ValueError, match="another label"):
            questions.ask(
                digest="d", stated="polyp", proposed=proposed, reader="A", time=NOW
            )
        with pytest.raises(ValueError, match="zoned"):
            questions.withdraw(digest="d", reader="A", time=NOW.replace(tzinfo=None))
        with pytest.raises(ValueError, match="digest"):
            questions.withdraw(digest="", reader="A", time=NOW)
        assert questions.questions() == {}


@pytest.mark.parametrize("verb", ["DELETE FROM", "UPDATE"])
def test_a_question_can_be_neither_deleted_nor_changed(path: Path, verb: str) -> None:
    fill(path, 1)
    end = " SET reader = 'nobody'" if verb == "UPDATE" else ""
    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="never"),
    ):
        connection.execute(f"{verb} label_questions{end}")


def test_a_log_of_version_1_is_read_as_it_is_and_grows_when_written(
    path: Path,
) -> None:
    of_version_1(path)
    before = path.read_bytes()
    assert recorded_reviews(path, "m") == {"d": REVIEW}
    assert recorded_questions(path) == {}
    assert path.read_bytes() == before
    with DecisionsLog(path) as log, LabelQuestions(path) as questions:
        ask(questions, "d", QUESTION)
        log.record(digest="e", model="m", review=REVIEW)
        assert set(log.reviews("m")) == {"d", "e"}
    assert recorded_questions(path) == {"d": QUESTION}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)


def test_reviews_and_questions_are_asked_and_answered_side_by_side(path: Path) -> None:
    with DecisionsLog(path) as log, LabelQuestions(path) as questions:
        for number in range(5):
            log.record(digest=str(number), model="m", review=REVIEW)
            ask(questions, str(number), QUESTION)
        assert len(log.reviews("m")) == len(questions.questions()) == 5


CHILD = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from core.review.label_questions import LabelQuestions
questions = LabelQuestions(Path(sys.argv[1]))
for number in range(1000):
    questions.ask(
        digest=str(number), stated="a", proposed="b", reader="A", time=datetime.now(UTC)
    )
    print(number, flush=True)
"""


def test_what_was_asked_outlives_a_kill(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        last = [child.stdout.readline() for _ in range(20)][-1]
        child.kill()
        said = [last, *child.stdout.readlines()]
    asked = max(int(line) for line in said if line.endswith("\n"))
    kept = recorded_questions(path)
    assert asked >= 19
    assert {str(number) for number in range(asked + 1)} <= set(kept)


def test_both_tables_are_carried_over_from_a_damaged_log(path: Path) -> None:
    with DecisionsLog(path) as log:
        for number in range(300):
            log.record(digest=f"{number:064x}", model="m", review=REVIEW)
    fill(path, 300)
    data = path.read_bytes()
    for text in (b"none_of_these", b"polyp"):  # a page of each table
        page = data.index(text, len(data) // 3) // 4096 * 4096
        data = data[:page] + b"\xff" * 4096 + data[page + 4096 :]
    path.write_bytes(data)
    with pytest.raises(ReviewLogUnusable, match="damaged"):
        recorded_questions(path)
    with LabelQuestions(path) as questions:
        kept = questions.questions()
        assert set(kept.values()) == {QUESTION}
        assert f"{len(kept)} questioned labels" in questions.notice
    reviews = recorded_reviews(path, "m")
    assert set(reviews.values()) == {REVIEW}
    assert 200 < len(kept) < 300
    assert 200 < len(reviews) < 300
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)


def test_a_damaged_log_of_version_1_becomes_a_new_one(path: Path) -> None:
    of_version_1(path)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 3 // 4])
    with LabelQuestions(path) as questions:
        assert questions.notice
        ask(questions, "d", QUESTION)
    assert recorded_questions(path) == {"d": QUESTION}


def test_no_log_holds_no_questions_and_none_is_made(path: Path) -> None:
    assert recorded_questions(path) == {}
    assert not path.exists()
