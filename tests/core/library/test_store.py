"""Models appear whole, are checked when opened, and vanish only when asked to."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files import sha256_of
from core.images.settings import PREPROCESSING_VERSION
from core.library.model_folder import CARD_FILE, ModelDamaged, NewerModel
from core.library.model_name import name_key, problem_with_name
from core.library.store import (
    BadModelName,
    LibraryUnreadable,
    ModelLibrary,
    ShippedModel,
    UnknownModel,
    read_card,
)
from tests.small_model import write_model


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "program" / "starter"
    folder.mkdir(parents=True)
    write_model(folder, name="starter")
    return folder


@pytest.fixture
def library(tmp_path: Path, shipped: Path) -> ModelLibrary:
    return ModelLibrary(tmp_path / "user" / "models", shipped.parent)


def publish(library: ModelLibrary, name: str) -> Path:
    with library.publish(name) as stage:
        write_model(stage, name=name)
    return library.open(name).folder


def edit_card(folder: Path, **changes: object) -> None:
    path = folder / CARD_FILE
    content = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(content), encoding="utf-8")


def test_a_published_model_stands_first_and_opens(library: ModelLibrary) -> None:
    folder = publish(library, "our clinic")
    assert [(e.name, e.shipped) for e in library.entries()] == [
        ("our clinic", False),
        ("starter", True),
    ]
    opened = library.open("our clinic")
    assert opened.folder == folder
    assert opened.card.classes == ("blue", "green", "red")
    assert opened.onnx_path.is_file()


def test_a_models_key_is_its_networks_whatever_its_name(library: ModelLibrary) -> None:
    folder = publish(library, "our clinic")
    publish(library, "another name")
    key = library.open("our clinic").card.key
    assert key == sha256_of(folder / "model.onnx")
    assert key == library.open("another name").card.key


def test_a_card_that_names_no_network_is_no_model(library: ModelLibrary) -> None:
    folder = publish(library, "our clinic")
    files = dict(read_card(folder).files)
    del files["model.onnx"]
    edit_card(folder, files=files)
    with pytest.raises(ModelDamaged, match="our clinic"):
        read_card(folder)


@pytest.mark.parametrize("name", ["Модель ÄÖÜ", "内視鏡 2026", "🩺 v1.2 (b)"])
def test_names_of_any_script(library: ModelLibrary, name: str) -> None:
    publish(library, name)
    assert library.open(name).card.name == name


def test_a_model_opens_by_the_path_of_its_folder(
    library: ModelLibrary, tmp_path: Path
) -> None:
    folder = tmp_path / "чужая 🩺"
    folder.mkdir()
    write_model(folder, name="other")
    assert library.open(str(folder)).card.name == "other"


def test_nothing_appears_when_publishing_fails(
    library: ModelLibrary, tmp_path: Path
) -> None:
    def fail_halfway() -> None:
        with library.publish("half") as stage:
            write_model(stage, name="half")
            raise KeyError

    with pytest.raises(KeyError):
        fail_halfway()
    assert list((tmp_path / "user" / "models").iterdir()) == []


def test_what_would_not_open_is_not_published(library: ModelLibrary) -> None:
    def publish_changed() -> None:
        with library.publish("late") as stage:
            write_model(stage, name="late")
            (stage / "forgotten.txt").write_text("after the card")

    with pytest.raises(ModelDamaged, match=r"forgotten\.txt"):
        publish_changed()
    assert [e.name for e in library.entries()] == ["starter"]


@pytest.mark.parametrize("name", ["Our Clinic", "STARTER", "our clinic"])
def test_a_name_that_differs_only_by_case_is_taken(
    library: ModelLibrary, name: str
) -> None:
    publish(library, "our clinic")
    with pytest.raises(BadModelName, match="already"):
        library.check_free(name)


@pytest.mark.parametrize(
    "name",
    ["", "  ", "..", ".hidden", "a/b", "a\\b", "c:", "CON", "nul.txt", "com1", "x.",
     "x ", " x", "tab\t", "line\n", "a\u202eb", "a" * 61, "what?", "\ud800"],
)  # fmt: skip
def test_names_that_cannot_be_folders_everywhere(
    library: ModelLibrary, name: str
) -> None:
    with pytest.raises(BadModelName):
        library.check_free(name)


@given(name=st.text(max_size=80))
def test_an_allowed_name_is_one_visible_part_of_a_path(name: str) -> None:
    if problem_with_name(name):
        return
    assert Path("x", name).parts == ("x", name)
    assert len(name.encode()) <= 255


@given(name=st.text(max_size=40))
def test_the_same_name_in_another_spelling_has_the_same_key(name: str) -> None:
    decomposed = unicodedata.normalize("NFD", name)
    assert name_key(decomposed) == name_key(name)
    composed = unicodedata.normalize("NFC", name)
    assert name_key(composed) == name_key(name)


def test_an_unknown_name_brings_the_nearest(library: ModelLibrary) -> None:
    with pytest.raises(UnknownModel, match="“starter”"):
        library.open("startre")


def test_a_removed_model_is_gone(library: ModelLibrary, tmp_path: Path) -> None:
    publish(library, "old")
    library.remove("old")
    assert [e.name for e in library.entries()] == ["starter"]
    assert list((tmp_path / "user" / "models").iterdir()) == []


def test_a_shipped_model_stays(library: ModelLibrary, shipped: Path) -> None:
    with pytest.raises(ShippedModel):
        library.remove("starter")
    assert library.open("starter").folder == shipped


def test_a_path_is_never_removed(library: ModelLibrary, tmp_path: Path) -> None:
    with pytest.raises(UnknownModel):
        library.remove(str(tmp_path / "program" / "starter"))
    with pytest.raises(UnknownModel):
        library.remove("../models")


def test_a_file_where_the_library_should_be(
    library: ModelLibrary, tmp_path: Path
) -> None:
    (tmp_path / "user").write_text("not a folder")
    with pytest.raises(LibraryUnreadable, match="Couldn't list"):
        library.entries()


class TestDamage:
    @pytest.fixture
    def folder(self, library: ModelLibrary) -> Path:
        return publish(library, "mine")

    def test_one_changed_byte(self, library: ModelLibrary, folder: Path) -> None:
        data = bytearray((folder / "model.onnx").read_bytes())
        data[len(data) // 2] ^= 1
        (folder / "model.onnx").write_bytes(data)
        with pytest.raises(ModelDamaged, match=r"changed .*model\.onnx"):
            library.open("mine")

    def test_a_missing_file(self, library: ModelLibrary, folder: Path) -> None:
        (folder / "model.onnx").unlink()
        with pytest.raises(ModelDamaged, match=r"lacks model\.onnx"):
            library.open("mine")

    def test_an_added_file(self, library: ModelLibrary, folder: Path) -> None:
        (folder / "code.py").write_text("print()")
        with pytest.raises(ModelDamaged, match=r"does not name: code\.py"):
            library.open("mine")

    def test_what_a_file_browser_leaves_is_no_damage(
        self, library: ModelLibrary, folder: Path
    ) -> None:
        (folder / ".DS_Store").write_bytes(b"\0")
        assert library.open("mine").folder == folder

    @pytest.mark.parametrize("text", ["{", "[]", "[" * 100_000, '{"name": 1}', ""])
    def test_a_broken_card(
        self, library: ModelLibrary, folder: Path, text: str
    ) -> None:
        (folder / CARD_FILE).write_text(text)
        with pytest.raises(ModelDamaged, match=r"“mine” is damaged: its card\.json"):
            library.open("mine")

    def test_a_broken_model_is_listed_with_its_problem(
        self, library: ModelLibrary, folder: Path
    ) -> None:
        (folder / CARD_FILE).write_bytes(b"\xff\xfe\x00")
        entry = library.entries()[0]
        assert (entry.name, entry.card) == ("mine", None)
        assert isinstance(entry.problem, ModelDamaged)

    def test_a_folder_without_a_card(
        self, library: ModelLibrary, tmp_path: Path
    ) -> None:
        with pytest.raises(ModelDamaged, match="is not a model"):
            library.open(str(tmp_path))

    def test_a_newer_format_is_told_before_anything_else(
        self, library: ModelLibrary, folder: Path
    ) -> None:
        edit_card(folder, format_version=2, recipe="something new")
        (folder / "model.onnx").unlink()
        with pytest.raises(
            NewerModel, match=r"newer Lumenary \(format 2, this program reads 1\)"
        ):
            library.open("mine")

    def test_newer_preprocessing_is_not_run_with_todays_pixels(
        self, library: ModelLibrary, folder: Path
    ) -> None:
        recipe = json.loads((folder / CARD_FILE).read_text())["recipe"]
        recipe["preprocessing"] |= {"version": PREPROCESSING_VERSION + 1, "size": 8}
        edit_card(folder, recipe=recipe)
        with pytest.raises(NewerModel, match=r"newer Lumenary \(preprocessing "):
            library.open("mine")

    def test_names_that_a_later_program_added_are_passed_over(
        self, library: ModelLibrary, folder: Path
    ) -> None:
        recipe = json.loads((folder / CARD_FILE).read_text())["recipe"]
        recipe["network"]["head"][0]["seed"] = 7
        edit_card(folder, certificate="later", recipe=recipe)
        assert library.open("mine").card == read_card(folder)

    def test_a_card_cannot_name_a_file_elsewhere(
        self, library: ModelLibrary, folder: Path
    ) -> None:
        edit_card(folder, files={"../../secret": "0" * 64})
        with pytest.raises(ModelDamaged):
            library.open("mine")
