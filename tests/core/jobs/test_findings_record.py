"""A run's findings: read back as they were sent, however the run has ended."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files import WriteFailed
from core.jobs.events import ClassifiedStill
from core.jobs.findings_record import (
    FINDINGS_FILE,
    FindingsRecord,
    RecordHeader,
    RecordUnusable,
    read_record,
)
from core.jobs.requests import Thresholds

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
STILLS = st.builds(
    ClassifiedStill,
    file=TEXT,
    predicted_class=st.none() | TEXT,
    confidence=st.none() | st.floats(0, 1),
    decision=st.none() | st.sampled_from(["accept", "review", "refuse"]),
    probabilities=st.dictionaries(TEXT, st.floats(0, 1), max_size=3),
    error=TEXT,
    digest=TEXT,
)


def header(folder: Path) -> RecordHeader:
    return RecordHeader(
        folder=folder,
        model="модель",
        model_key="0" * 64,
        classes=("=a", "b"),
        thresholds=Thresholds(review_below=0.75),
        with_truth=True,
        started=datetime(2026, 1, 2, tzinfo=UTC),
    )


def still(name: str) -> ClassifiedStill:
    return ClassifiedStill(
        file=name, predicted_class="b", confidence=0.9, decision="accept"
    )


def written(folder: Path, *names: str) -> Path:
    with FindingsRecord(folder, header(folder)) as record:
        record.write([still(name) for name in names])
    return folder / FINDINGS_FILE


@given(batches=st.lists(st.lists(STILLS, max_size=3), max_size=4))
def test_what_was_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[ClassifiedStill]]
) -> None:
    folder = tmp_path_factory.mktemp("run")
    with FindingsRecord(folder, header(folder)) as record:
        for batch in batches:
            record.write(batch)
    read, stills = read_record(folder / FINDINGS_FILE)
    assert read == header(folder)
    assert list(stills) == [one for batch in batches for one in batch]


def test_each_batch_can_be_read_before_the_run_has_ended(tmp_path: Path) -> None:
    with FindingsRecord(tmp_path, header(tmp_path)) as record:
        assert list(read_record(tmp_path / FINDINGS_FILE)[1]) == []
        record.write([still("a")])
        assert [s.file for s in read_record(tmp_path / FINDINGS_FILE)[1]] == ["a"]


def test_a_kill_at_any_byte_loses_no_more_than_the_line_it_cut(tmp_path: Path) -> None:
    path = written(tmp_path, "a", "ж 🩺", "c")
    whole = path.read_bytes()
    begin = whole.index(b"\n") + 1
    for end in range(begin, len(whole) + 1):
        path.write_bytes(whole[:end])
        stills = list(read_record(path)[1])
        assert len(stills) == whole[begin:end].count(b"\n")


def test_damage_within_is_said_and_not_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, "a", "b", "c")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"{}\n", *lines[3:]]))
    stills = read_record(path)[1]
    assert next(stills).file == "a"
    with pytest.raises(RecordUnusable, match="damaged") as raised:
        next(stills)
    assert "line 3" in raised.value.details


@pytest.mark.parametrize("content", [b"", b"{}\n", b'{"version": 1', b"\0\0\0\n"])
def test_a_file_without_its_first_line_is_no_record(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / FINDINGS_FILE).write_bytes(content)
    with pytest.raises(RecordUnusable):
        read_record(tmp_path / FINDINGS_FILE)


def test_a_run_without_findings_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecordUnusable, match="No such file"):
        read_record(tmp_path / FINDINGS_FILE)


def test_what_a_later_program_adds_is_passed_over_but_not_another_version(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "a")
    lines = [json.loads(line) | {"later": 1} for line in path.read_text().splitlines()]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    read, stills = read_record(path)
    assert read == header(tmp_path)
    assert [s.file for s in stills] == ["a"]
    lines[0]["version"] = 2
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    with pytest.raises(RecordUnusable, match="later Lumenary"):
        read_record(path)


@pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="needs /dev/full to fill a disk"
)
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    (tmp_path / FINDINGS_FILE).symlink_to("/dev/full")
    with (
        pytest.raises(WriteFailed, match="No space left"),
        FindingsRecord(tmp_path, header(tmp_path)),
    ):
        pytest.fail("nothing can be recorded here")
