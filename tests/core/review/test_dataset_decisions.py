"""Decisions on stills to train on: kept when they were made, and undone by a line."""

import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.dataset.digest_pairs import DigestPair, digest_pair, pairs_among
from core.review.dataset_decisions import (
    DatasetDecisions,
    DecisionsInForce,
    ReviewLogUnusable,
    recorded_dataset_decisions,
)
from core.review.label_questions import LabelQuestions, recorded_questions

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=3)))
DIGESTS = st.sampled_from("abcd")
PAIRS = st.tuples(DIGESTS, DIGESTS).filter(lambda pair: pair[0] != pair[1])
SLOW_DISK = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "данные 🏥" / "review.sqlite"


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def of_version_2(path: Path) -> None:
    """Write a log as the program wrote it before it knew of data sets."""
    with LabelQuestions(path) as questions:
        questions.ask(digest="d", stated="a", proposed="b", reader="R", time=NOW)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE told_apart")
        connection.execute("DROP TABLE left_out")
        connection.execute("PRAGMA user_version = 2")
        connection.commit()


def test_what_was_decided_comes_back(path: Path) -> None:
    with DatasetDecisions(path) as log:
        log.not_a_copy("b", "a", reader="Dr Ё", time=NOW)
        log.leave_out("c", reader="Dr Ё", why="рука в кадре 🩺", time=NOW)
        assert log.notice == ""
    found = recorded_dataset_decisions(path)
    assert found.not_copies == {("a", "b")}
    (line,) = found.left_out.values()
    assert (line.digest, line.why, line.reader, line.time) == (
        *("c", "рука в кадре 🩺", "Dr Ё", NOW),
    )
    with DatasetDecisions(path) as log:
        log.take_back("c", reader="B")
        assert (log.decisions(), dict(log.left_out())) == (found.not_copies, {})


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW_DISK)
@given(
    before=st.lists(PAIRS, max_size=4, unique_by=lambda pair: digest_pair(*pair)),
    pair=PAIRS,
    turned=st.booleans(),
)
def test_undo_is_the_inverse_whichever_still_comes_first(
    tmp_path: Path, before: list[DigestPair], pair: DigestPair, turned: bool
) -> None:
    path = Path(tempfile.mkdtemp(dir=tmp_path)) / "review.sqlite"
    with DatasetDecisions(path) as log:
        for one, other in before:
            log.not_a_copy(one, other, reader="A")
        stood = log.decisions()
        log.not_a_copy(*pair, reader="A")
        assert log.decisions() == stood | {digest_pair(*pair)}
        log.undo(*(reversed(pair) if turned else pair), reader="B")
        assert log.decisions() == stood - {digest_pair(*pair)}
    assert recorded_dataset_decisions(path).not_copies == stood - {digest_pair(*pair)}


@given(PAIRS)
def test_the_order_of_a_pair_does_not_matter(pair: DigestPair) -> None:
    assert digest_pair(*pair) == digest_pair(*reversed(pair))


def test_a_pair_counts_only_where_both_are() -> None:
    pairs = {("a", "b"), ("b", "c")}
    assert pairs_among(pairs, ["b", "a", "d"]) == {("a", "b")}


@pytest.mark.parametrize("pair", [("a", "a"), ("", "a"), ("a", "")])
def test_a_file_is_a_copy_of_itself(path: Path, pair: DigestPair) -> None:
    with DatasetDecisions(path) as log, pytest.raises(ValueError, match="two differe"):
        log.not_a_copy(*pair, reader="A")


def test_a_time_needs_its_zone_and_a_still_its_digest(path: Path) -> None:
    with DatasetDecisions(path) as log:
        with pytest.raises(ValueError, match="zone"):
            log.not_a_copy("a", "b", reader="A", time=datetime(2026, 1, 1))
        with pytest.raises(ValueError, match="digest"):
            log.leave_out("", reader="A")
        assert log.in_force() == DecisionsInForce()


@pytest.mark.parametrize("verb", ["DELETE FROM", "UPDATE"])
@pytest.mark.parametrize("table", ["told_apart", "left_out"])
def test_nothing_is_ever_taken_off_the_log(path: Path, table: str, verb: str) -> None:
    with DatasetDecisions(path) as log:
        log.not_a_copy("a", "b", reader="A")
        log.leave_out("c", reader="A")
    end = " SET reader = 'nobody'" if verb == "UPDATE" else ""
    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="never"),
    ):
        connection.execute(f"{verb} {table}{end}")


def test_a_log_of_version_2_is_read_as_it_is_and_grows_when_written(
    path: Path,
) -> None:
    of_version_2(path)
    before = path.read_bytes()
    assert recorded_dataset_decisions(path) == DecisionsInForce()
    assert path.read_bytes() == before
    with DatasetDecisions(path) as log:
        log.not_a_copy("a", "b", reader="A")
    assert version_of(path) == 3
    assert set(recorded_questions(path)) == {"d"}
    assert recorded_dataset_decisions(path).not_copies == {("a", "b")}


def test_a_log_of_a_newer_version_is_left_alone(path: Path) -> None:
    with DatasetDecisions(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(ReviewLogUnusable, match="newer"):
        DatasetDecisions(path)
    with pytest.raises(ReviewLogUnusable, match="newer"):
        recorded_dataset_decisions(path)
    assert path.read_bytes() == before


def test_decisions_are_carried_over_from_a_damaged_log(path: Path) -> None:
    with DatasetDecisions(path) as log:
        for number in range(200):
            log.not_a_copy(f"{number:064x}", "f" * 64, reader="A", time=NOW)
            log.leave_out(f"{number:064x}", reader="A", why="instrument", time=NOW)
    data = path.read_bytes()
    page = data.index(b"instrument", len(data) // 2) // 4096 * 4096
    path.write_bytes(data[:page] + b"\xff" * 4096 + data[page + 4096 :])
    with pytest.raises(ReviewLogUnusable, match="damaged"):
        recorded_dataset_decisions(path)
    with DatasetDecisions(path) as log:
        kept = log.in_force()
        assert "200 pairs told apart" in log.notice
        assert f"{len(kept.left_out)} stills left out" in log.notice
    assert len(kept.not_copies) == 200
    assert 100 < len(kept.left_out) < 200


def test_no_log_holds_no_decisions_and_none_is_made(path: Path) -> None:
    assert recorded_dataset_decisions(path) == DecisionsInForce()
    assert not path.exists()
