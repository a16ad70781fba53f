"""Damage to any file of a model is found, and what to do is said."""

import os
from pathlib import Path

import pytest

from core.library.checking import problem_of, signature
from core.library.store import LibraryEntry, ModelLibrary
from tests.small_model import write_model


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    for root in "user", "program":
        folder = tmp_path / root / f"of the {root}"
        folder.mkdir(parents=True)
        write_model(folder, name=f"of the {root}")
    return ModelLibrary(tmp_path / "user", tmp_path / "program")


def damage(entry: LibraryEntry) -> None:
    """Change one byte of the network, and leave size and time as they were."""
    path = entry.folder / "model.onnx"
    data, before = bytearray(path.read_bytes()), path.stat()
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_whole_models(library: ModelLibrary) -> None:
    assert [problem_of(entry) for entry in library.entries()] == [None, None]


def test_one_bit_is_found_and_the_advice_fits(library: ModelLibrary) -> None:
    for entry in library.entries():
        damage(entry)
    own, shipped = map(problem_of, library.entries())
    assert own is not None
    assert "model.onnx" in own.user_message
    assert "import it again" in own.hint
    assert shipped is not None
    assert "install Lumenary again" in shipped.hint


def test_a_card_that_cannot_be_read_is_told_as_it_is(library: ModelLibrary) -> None:
    (entry, _) = library.entries()
    (entry.folder / "card.json").write_text("{", encoding="utf-8")
    (entry, _) = library.entries()
    problem = problem_of(entry)
    assert problem is not None
    assert "card.json" in problem.user_message


def test_a_changed_file_has_another_signature(library: ModelLibrary) -> None:
    (entry, _) = library.entries()
    before = signature(entry)
    (entry.folder / "report.html").write_text("<p>Longer.</p>", encoding="utf-8")
    assert signature(entry) != before
