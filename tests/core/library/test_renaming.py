"""A model under another name is the same model, and one is there at every moment."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import core.library.renaming as renaming_module
from core.files import WriteFailed
from core.library.model_folder import ModelDamaged
from core.library.renaming import rename_model
from core.library.store import BadModelName, ModelLibrary, ShippedModel, UnknownModel
from tests.small_model import write_model


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    shipped = tmp_path / "program" / "starter"
    shipped.mkdir(parents=True)
    write_model(shipped, name="starter")
    found = ModelLibrary(tmp_path / "user" / "models", shipped.parent)
    with found.publish("small") as stage:
        write_model(stage, name="small")
    return found


def names(library: ModelLibrary) -> list[str]:
    return [entry.name for entry in library.entries()]


def test_all_but_the_name_stays(library: ModelLibrary) -> None:
    before = library.open("small").card
    rename_model(library, "small", "Klinik 🩺")
    assert names(library) == ["Klinik 🩺", "starter"]
    after = library.open("Klinik 🩺").card
    assert after == before.model_copy(update={"name": "Klinik 🩺"})
    assert after.key == before.key


def test_a_title_that_was_the_name_follows(library: ModelLibrary) -> None:
    from core.library.model_folder import read_card, write_card

    folder = library.entry("small").folder
    write_card(folder, read_card(folder).model_copy(update={"title": "small"}))
    rename_model(library, "small", "large")
    assert library.open("large").card.title == "large"


@pytest.mark.parametrize("taken", ["starter", "STARTER", "con", "a/b", ""])
def test_a_name_that_cannot_be(library: ModelLibrary, taken: str) -> None:
    with pytest.raises(BadModelName):
        rename_model(library, "small", taken)
    assert names(library) == ["small", "starter"]


def test_only_the_case_of_letters(library: ModelLibrary) -> None:
    rename_model(library, "small", "Small")
    assert names(library) == ["Small", "starter"]
    assert library.open("Small").card.name == "Small"


def test_a_shipped_one_and_an_unknown_one(library: ModelLibrary) -> None:
    with pytest.raises(ShippedModel):
        rename_model(library, "starter", "mine")
    with pytest.raises(UnknownModel):
        rename_model(library, "none", "mine")
    assert names(library) == ["small", "starter"]


def test_a_damaged_one_is_not_copied(library: ModelLibrary) -> None:
    (library.entry("small").folder / "model.onnx").write_bytes(b"")
    with pytest.raises(ModelDamaged):
        rename_model(library, "small", "mine")
    assert names(library) == ["small", "starter"]


def test_a_file_in_the_way_is_not_overwritten(library: ModelLibrary) -> None:
    in_the_way = library.entry("small").folder.with_name("mine")
    in_the_way.write_text("a file", encoding="utf-8")
    with pytest.raises(WriteFailed):
        rename_model(library, "small", "mine")
    assert in_the_way.read_text(encoding="utf-8") == "a file"
    assert names(library) == ["small", "starter"]
    assert library.open("small").card.name == "small"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.skipif(
    hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_library_that_cannot_be_written(library: ModelLibrary) -> None:
    folder = library.entry("small").folder.parent
    folder.chmod(0o500)
    try:
        with pytest.raises(WriteFailed):
            rename_model(library, "small", "mine")
    finally:
        folder.chmod(0o700)
    assert names(library) == ["small", "starter"]


DYING = """
    import os, sys
    from pathlib import Path
    from core.library.renaming import rename_model
    from core.library.store import ModelLibrary

    # die with the n-th call to the system that makes, moves or removes something
    left = int(sys.argv[2])

    def audit(event, arguments):
        global left
        if event in {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir"}:
            left -= 1
            if left < 0:
                os._exit(9)

    library = ModelLibrary(Path(sys.argv[1]), Path("none"))
    library.entry("small")
    sys.addaudithook(audit)
    rename_model(library, "small", "large")
"""


def test_killed_at_every_step(tmp_path: Path) -> None:
    """The process dies at ever later calls; a whole model is there each time."""
    outcomes = set()
    for step in range(0, 200, 3):
        home = tmp_path / str(step) / "models"
        library = ModelLibrary(home, tmp_path / "none")
        with library.publish("small") as stage:
            write_model(stage, name="small")
        ended = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(DYING), str(home), str(step)],
            check=False,
            cwd=Path(renaming_module.__file__).parents[2],
        )
        whole = tuple(names(library))
        assert whole
        for name in whole:
            assert library.open(name).card.name == name
        outcomes.add(whole)
        if ended.returncode == 0:
            break
    assert ("small",) in outcomes
    assert ("large",) in outcomes
