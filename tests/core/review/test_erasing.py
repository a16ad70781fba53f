"""What readers said is counted, then gone: from file, journal and copies."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.review.corrections import agreed
from core.review.decisions_log import DecisionsLog, ReviewLogUnusable
from core.review.erasing import LogCounts, counted_log, erase_log, log_files
from core.review.erasing import _empty_tables as empty_tables
from core.review.label_questions import LabelQuestions
from core.review.log_schema import connected

_HEADER = 512
"""Bytes that SQLite writes about the journal itself when it ends with it."""
NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
READER = "Dr Unverwechselbar " * 30
REVIEWED = 60
"""Stills: with such a name, enough for several pages of the file."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "review.sqlite"


@pytest.fixture
def log(path: Path) -> Iterator[DecisionsLog]:
    with DecisionsLog(path) as opened:
        for number in range(REVIEWED):
            review = agreed("polyp", reader=READER, time=NOW)
            opened.record(digest=f"still-{number}", model="m", review=review)
        opened.record(digest="still-0", model="m", review=None)
        yield opened


@pytest.fixture
def questions(path: Path, log: DecisionsLog) -> Iterator[LabelQuestions]:
    with LabelQuestions(path) as opened:
        opened.ask(
            digest="asked", stated="ulcer", proposed=None, reader=READER, time=NOW
        )
        yield opened


def test_every_answer_counts_and_every_still_once(
    path: Path, questions: LabelQuestions
) -> None:
    expected = LogCounts(reviews=REVIEWED + 1, stills=REVIEWED, readers=1, questions=1)
    assert counted_log(path) == expected
    assert counted_log(path).lines == REVIEWED + 2


def test_counting_makes_no_file(path: Path) -> None:
    assert counted_log(path) == LogCounts()
    erase_log(path)
    assert not path.exists()


def test_what_is_open_goes_on_writing(
    path: Path, log: DecisionsLog, questions: LabelQuestions
) -> None:
    erase_log(path)
    assert (log.reviews("m"), questions.questions()) == ({}, {})
    again = agreed("ulcer", reader="Ada", time=NOW)
    log.record(digest="still-1", model="m", review=again)
    questions.ask(digest="x", stated="a", proposed="b", reader="Ada", time=NOW)
    assert log.reviews("m") == {"still-1": again}
    assert counted_log(path) == LogCounts(reviews=1, stills=1, readers=1, questions=1)


def test_answers_are_as_final_afterwards_as_before(
    path: Path, log: DecisionsLog
) -> None:
    erase_log(path)
    log.record(digest="a", model="m", review=agreed("b", reader="Ada", time=NOW))
    with closing(sqlite3.connect(path)) as other, pytest.raises(sqlite3.Error):
        other.execute("DELETE FROM reviews")


def test_no_byte_of_it_is_left_in_the_file(path: Path, log: DecisionsLog) -> None:
    assert READER.encode() in path.read_bytes()
    size = path.stat().st_size
    erase_log(path)
    assert READER.encode() not in path.read_bytes()
    assert path.stat().st_size < size
    assert list(path.parent.iterdir()) == [path]


def test_no_byte_is_left_where_the_journal_was(
    path: Path, log: DecisionsLog, tmp_path: Path
) -> None:
    size = path.stat().st_size
    kept = tmp_path / "the journal under a name that outlives it"
    with closing(connected(path)) as connection:
        connection.execute("PRAGMA journal_mode = PERSIST")
        connection.execute("PRAGMA user_version = 1")  # so that there is one
        kept.hardlink_to(path.with_name(f"{path.name}-journal"))
        empty_tables(connection, path)
    assert len(kept.read_bytes()) > size // 2, "it held the pages as they were"
    assert not any(kept.read_bytes()[_HEADER:])


def test_what_was_set_aside_goes_with_it(path: Path, log: DecisionsLog) -> None:
    content = path.read_bytes()
    for name in "review.damaged-2026-01-01T00-00-00.sqlite", ".review.2026.sqlite":
        path.with_name(name).write_bytes(content)
    assert len(log_files(path)) == 3
    erase_log(path)
    assert log_files(path) == (path,)


def test_a_damaged_log_is_overwritten_and_usable_again(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + READER.encode() * 500)
    with pytest.raises(ReviewLogUnusable, match="damaged"):
        counted_log(path)
    erase_log(path)
    assert path.read_bytes() == b""
    with DecisionsLog(path) as log:
        assert (log.reviews("m"), log.notice) == ({}, "")


def test_one_that_another_program_holds_stays_whole(
    path: Path, log: DecisionsLog
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ReviewLogUnusable, match="not emptied: another program"):
            erase_log(path)
    assert len(log.reviews("m")) == REVIEWED - 1


def test_one_of_a_newer_version_is_left_alone(path: Path, log: DecisionsLog) -> None:
    log.close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(ReviewLogUnusable, match="newer version"):
        erase_log(path)
    assert path.read_bytes() == before


@pytest.mark.skipif(
    os.name != "posix" or os.getuid() == 0, reason="needs permissions that are heeded"
)
def test_one_that_may_not_be_written_is_said(path: Path, log: DecisionsLog) -> None:
    path.chmod(0o400)
    with pytest.raises(ReviewLogUnusable, match="not emptied"):
        erase_log(path)
