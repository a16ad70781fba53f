"""Notes are kept whole, by the network they are about, and go when they are emptied."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.files import WriteFailed
from core.library.notes import LONGEST_NOTE, ModelNotes, NotesUnreadable, NoteTooLong

KEY, OTHER = "a" * 64, "b" * 64
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"))


@pytest.fixture
def notes(tmp_path: Path) -> ModelNotes:
    return ModelNotes(tmp_path / "notes")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXT.filter(str.strip))
def test_what_is_written_is_read(notes: ModelNotes, text: str) -> None:
    notes.write(KEY, text)
    assert notes.read(KEY) == text
    assert notes.read(OTHER) == ""


def test_emptied_notes_leave_no_file(notes: ModelNotes, tmp_path: Path) -> None:
    notes.write(KEY, "not for the left colon")
    notes.write(KEY, " \n")
    assert notes.read(KEY) == ""
    assert list((tmp_path / "notes").iterdir()) == []


def test_too_long_ones_leave_the_old_ones(notes: ModelNotes) -> None:
    notes.write(KEY, "short")
    with pytest.raises(NoteTooLong, match="20,000"):
        notes.write(KEY, "x" * (LONGEST_NOTE + 1))
    assert notes.read(KEY) == "short"


def test_unreadable_ones_are_no_empty_ones(notes: ModelNotes, tmp_path: Path) -> None:
    notes.write(KEY, "short")
    (tmp_path / "notes" / f"{KEY}.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NotesUnreadable, match="can't be read"):
        notes.read(KEY)


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("in the way", encoding="utf-8")
    with pytest.raises(WriteFailed):
        ModelNotes(tmp_path / "notes").write(KEY, "short")
