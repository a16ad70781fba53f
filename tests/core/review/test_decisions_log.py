"""Reviews are on the disk when they were given, and stay there."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import __version__
from core.review.corrections import Review, Verdict, agreed, cannot_judge
from core.review.decisions_log import (
    DecisionsLog,
    LoggedReview,
    ReviewLogUnusable,
    recorded_reviews,
)

NOW = datetime(2026, 3, 1, 9, 30, 1, 250_000, tzinfo=timezone(timedelta(hours=3)))
MODEL = "f" * 64
REVIEW = Review(Verdict.CORRECT, ("ileum", "полип 🩺"), "Dr Ё", NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "данные 🏥" / "review.sqlite"


def fill(path: Path, count: int) -> None:
    with DecisionsLog(path) as log:
        for number in range(count):
            log.record(digest=f"{number:064x}", model=MODEL, review=REVIEW)


def test_a_review_comes_back_as_it_was_given(path: Path) -> None:
    with DecisionsLog(path) as log:
        log.record(digest="d1", model=MODEL, review=REVIEW)
        log.record(digest="d2", model="another model", review=REVIEW)
        assert log.notice == ""
    with DecisionsLog(path) as log:
        assert log.reviews(MODEL) == {"d1": REVIEW}
        assert log.reviews(MODEL)["d1"].time.utcoffset() == timedelta(hours=3)
    assert recorded_reviews(path, MODEL) == {"d1": REVIEW}


def test_a_withdrawn_review_is_gone_and_its_history_is_not(path: Path) -> None:
    before = datetime.now(UTC)
    with DecisionsLog(path) as log:
        log.record(digest="d", model=MODEL, review=REVIEW)
        log.record(digest="d", model=MODEL, review=None)
        assert log.reviews(MODEL) == {}
        given_, withdrawn = log.history("d", MODEL)
    assert given_ == LoggedReview(REVIEW, NOW, __version__)
    assert withdrawn.review is None
    assert before <= withdrawn.time <= datetime.now(UTC)


answers = st.one_of(
    st.none(),
    st.builds(
        Review,
        st.sampled_from(Verdict),
        st.lists(st.text(max_size=5), max_size=3).map(tuple),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        st.datetimes(timezones=st.just(UTC)),
    ),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    recorded=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("XY"), answers), max_size=12
    )
)
def test_the_last_answer_of_each_key_counts(
    tmp_path: Path, recorded: list[tuple[str, str, Review | None]]
) -> None:
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    expected: dict[str, dict[str, Review]] = {"X": {}, "Y": {}}
    with DecisionsLog(folder / "review.sqlite") as log:
        for digest, model, review in recorded:
            log.record(digest=digest, model=model, review=review)
            expected[model].pop(digest, None)
            if review:
                expected[model][digest] = review
    with DecisionsLog(folder / "review.sqlite") as log:
        assert {model: log.reviews(model) for model in "XY"} == expected
        of_a = [review for d, m, review in recorded if (d, m) == ("a", "X")]
        assert [line.review for line in log.history("a", "X")] == of_a


@pytest.mark.parametrize(
    "statement", ["DELETE FROM reviews", "UPDATE reviews SET reader = 'nobody'"]
)
def test_what_was_said_can_be_neither_deleted_nor_changed(
    path: Path, statement: str
) -> None:
    fill(path, 1)
    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="never"),
    ):
        connection.execute(statement)


def test_a_review_without_bytes_or_zone_is_no_review(path: Path) -> None:
    with DecisionsLog(path) as log:
        with pytest.raises(ValueError, match="digest"):
            log.record(digest="", model=MODEL, review=REVIEW)
        naive = agreed("ileum", reader="A", time=NOW.replace(tzinfo=None))
        with pytest.raises(ValueError, match="zone"):
            log.record(digest="d", model=MODEL, review=naive)
        assert log.reviews(MODEL) == {}


def test_a_reader_whose_name_is_no_text_is_spelt_out(path: Path) -> None:
    with DecisionsLog(path) as log:
        strange = cannot_judge(reader=os.fsdecode(b"caf\xe9"), time=NOW)
        log.record(digest="d", model=MODEL, review=strange)
        assert log.reviews(MODEL)["d"].reader in {"caf\\udce9", "café"}


CHILD = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from core.review.corrections import agreed
from core.review.decisions_log import DecisionsLog
log = DecisionsLog(Path(sys.argv[1]))
for number in range(1000):
    review = agreed("ileum", reader="A", time=datetime.now(UTC))
    log.record(digest=str(number), model="m", review=review)
    print(number, flush=True)
"""


@pytest.fixture
def child(path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a program that records and says each number once it is recorded."""
    started = []

    def start(source: str = CHILD) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", source, str(path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_killed_program_loses_no_review(
    path: Path, child: Callable[..., subprocess.Popen[str]]
) -> None:
    process = child()
    assert process.stdout
    said = [process.stdout.readline().strip() for _ in range(7)]
    process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    said += process.communicate()[0].split()
    with DecisionsLog(path) as log:
        assert log.notice == ""
        assert set(log.reviews("m")) >= set(said) >= set("0123456")


def test_an_export_reads_while_the_window_records(
    path: Path, child: Callable[..., subprocess.Popen[str]]
) -> None:
    paced = CHILD.replace("range(1000)", "range(200)") + "    time.sleep(0.003)\n"
    process = child(f"import time\n{paced}")
    assert process.stdout
    said, seen = 0, 0
    for said, _ in enumerate(process.stdout, start=1):
        if said % 20 == 0:
            seen = len(recorded_reviews(path, "m"))
            assert seen >= said
    assert process.wait() == 0
    assert said == 200 == seen


RESTRICTED = """
import os, resource, sys
from datetime import datetime, UTC
from pathlib import Path
from core.errors import LumenaryError
from core.review.corrections import agreed
from core.review.decisions_log import DecisionsLog, recorded_reviews
path = Path(sys.argv[1])
review = agreed("ileum", reader="A", time=datetime.now(UTC))
if os.geteuid() == 0:
    os.seteuid(65534)  # root may write everywhere
try:
    log = DecisionsLog(path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20_000,) * 2)
    for number in range(100_000):
        log.record(digest=str(number), model="m", review=review)
except LumenaryError as error:
    print(error.user_message, error.hint)
print(len(recorded_reviews(path, "m")))
"""

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX limits and rights")


@posix
def test_a_full_disk_is_said_and_keeps_what_was_recorded() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        path = Path(folder) / "review.sqlite"
        said, count = run_restricted(path)
        assert "The last answer was not recorded" in said
        assert "All earlier answers are kept" in said
        assert int(count) > 10
        assert len(recorded_reviews(path, "m")) == int(count)


@posix
def test_a_folder_that_may_only_be_read_is_said_before_the_first_answer() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "review.sqlite"
        fill(path, 3)
        path.chmod(0o666)
        Path(folder).chmod(0o555)
        said, count = run_restricted(path)
        Path(folder).chmod(0o755)
    assert said.startswith("Couldn't open the log of reviews")
    assert "permissions" in said
    assert count == "0"


@posix
def test_a_file_that_may_only_be_read_is_still_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "review.sqlite"
        with DecisionsLog(path) as log:
            log.record(digest="d", model="m", review=REVIEW)
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        said, count = run_restricted(path)
        Path(folder).chmod(0o755)
    assert "may only be read" in said
    assert count == "1"


def run_restricted(path: Path) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", RESTRICTED, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def test_a_file_in_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(ReviewLogUnusable) as caught:
        DecisionsLog(tmp_path / "taken" / "review.sqlite")
    assert "Couldn't open the log of reviews" in caught.value.user_message


def test_a_log_that_another_program_holds_is_said(path: Path) -> None:
    with DecisionsLog(path) as log:
        log.record(digest="d", model=MODEL, review=REVIEW)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(ReviewLogUnusable, match="another program is using"):
                log.record(digest="e", model=MODEL, review=REVIEW)
            with pytest.raises(ReviewLogUnusable, match="another program is using"):
                DecisionsLog(path)
        log.record(digest="f", model=MODEL, review=REVIEW)
        assert set(log.reviews(MODEL)) == {"d", "f"}


def test_a_log_of_a_newer_version_is_left_alone(path: Path) -> None:
    fill(path, 1)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 4")
    before = path.read_bytes()
    for attempt in (DecisionsLog, lambda path: recorded_reviews(path, MODEL)):
        with pytest.raises(ReviewLogUnusable, match="newer version"):
            attempt(path)
    assert path.read_bytes() == before


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "review.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE patients (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(ReviewLogUnusable, match="no log of reviews"):
        DecisionsLog(path)
    assert path.read_bytes() == before


def overwritten(data: bytes) -> bytes:
    """Spoil one page of answers, not one of an index, from which nothing is read."""
    pages = range(0, len(data), 4096)
    answers = [p for p in pages if Verdict.CORRECT.encode() in data[p : p + 4096]]
    middle = answers[len(answers) // 2]
    return data[:middle] + b"\xff" * 4096 + data[middle + 4096 :]


@pytest.mark.parametrize(
    ("spoil", "least"),
    [
        (overwritten, 300),
        (lambda data: data[: len(data) * 2 // 3], 100),
        (lambda data: b"no database at all" * 400, 0),
    ],
    ids=["a page of nonsense", "cut short", "something else"],
)
def test_a_damaged_log_is_kept_aside_and_what_can_be_read_goes_on(
    path: Path, spoil: Callable[[bytes], bytes], least: int
) -> None:
    fill(path, 500)
    path.write_bytes(damaged := spoil(path.read_bytes()))
    with pytest.raises(ReviewLogUnusable, match="damaged"):
        recorded_reviews(path, MODEL)
    with DecisionsLog(path) as log:
        (aside,) = path.parent.glob("review.damaged-*.sqlite")
        assert str(aside) in log.notice
        kept = log.reviews(MODEL)
        assert least <= len(kept) < 500
        assert set(kept.values()) <= {REVIEW}
        log.record(digest="new", model=MODEL, review=REVIEW)
    assert aside.read_bytes() == damaged
    assert {p.name for p in path.parent.iterdir()} == {path.name, aside.name}
    with DecisionsLog(path) as log:
        assert log.notice == ""
        assert len(log.reviews(MODEL)) == len(kept) + 1


def test_a_journal_of_the_damaged_log_does_not_get_into_the_new_one(path: Path) -> None:
    fill(path, 200)
    path.write_bytes(overwritten(path.read_bytes()))
    journal = path.with_name("review.sqlite-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\x00" * 4096)
    with DecisionsLog(path) as log:
        assert log.notice
        assert log.reviews(MODEL)
    assert not journal.exists()


def test_no_log_means_no_reviews_and_none_is_made(path: Path) -> None:
    assert recorded_reviews(path, MODEL) == {}
    assert not path.exists()


@posix
def test_a_log_that_was_moved_away_is_not_written_to_in_vain(path: Path) -> None:
    with DecisionsLog(path) as log:
        log.record(digest="d", model=MODEL, review=REVIEW)
        path.rename(path.with_name("elsewhere.sqlite"))
        with pytest.raises(ReviewLogUnusable, match="was not recorded"):
            log.record(digest="e", model=MODEL, review=REVIEW)
