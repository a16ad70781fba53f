"""A model survives the way through one file; nothing else comes out of that file."""

import io
import json
import re
import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from core.library.archive import (
    NOTES_MEMBER,
    REPORT_MEMBER,
    ArchiveDamaged,
    ArchiveUnfinished,
    archived_card,
    export_model,
    import_model,
)
from core.library.archive_members import ArchiveUnsafe
from core.library.model_folder import CARD_FILE, ModelDamaged, NewerModel
from core.library.notes import ModelNotes
from core.library.store import BadModelName, ModelLibrary, read_card, write_card
from core.paths import SHIPPED_MODELS
from tests.small_model import write_model


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    return ModelLibrary(tmp_path / "user" / "models", tmp_path / "none")


@pytest.fixture
def archive(library: ModelLibrary, tmp_path: Path) -> Path:
    with library.publish("Клиника 🩺") as stage:
        write_model(stage, name="Клиника 🩺")
    target = tmp_path / "Модель 🩺.zip"
    export_model(library.open("Клиника 🩺"), target)
    return target


def rewrite(archive: Path, changed: dict[str, bytes | None]) -> None:
    """Replace members by name, drop those given as ``None``, add new ones."""
    with ZipFile(archive) as source:
        content = {name: source.read(name) for name in source.namelist()}
    kept = {n: d for n, d in (content | changed).items() if d is not None}
    with ZipFile(archive, "w", ZIP_DEFLATED) as target:
        for name, data in kept.items():
            target.writestr(name, data)


def names(library: ModelLibrary) -> list[str]:
    return [entry.name for entry in library.entries()]


def test_there_and_back(library: ModelLibrary, archive: Path) -> None:
    before = library.open("Клиника 🩺").card
    library.remove("Клиника 🩺")
    assert import_model(archive, library) == "Клиника 🩺"
    assert library.open("Клиника 🩺").card == before


def test_the_same_model_gives_the_same_bytes(
    library: ModelLibrary, archive: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.zip"
    export_model(library.open("Клиника 🩺"), again)
    assert again.read_bytes() == archive.read_bytes()


def test_a_taken_name_is_refused_and_another_may_be_given(
    library: ModelLibrary, archive: Path
) -> None:
    with pytest.raises(BadModelName, match="already"):
        import_model(archive, library)
    assert import_model(archive, library, name="copy") == "copy"
    assert library.open("copy").card.name == "copy"


def test_a_member_that_points_elsewhere_is_never_written(
    library: ModelLibrary, archive: Path, tmp_path: Path
) -> None:
    rewrite(archive, {"../../evil.txt": b"x", "Клиника 🩺/../evil2.txt": b"x"})
    with pytest.raises(ArchiveUnsafe, match=r"outside of its folder: “\.\./\.\./evil"):
        import_model(archive, library, name="safe")
    assert list(tmp_path.rglob("evil*")) == []
    assert not (tmp_path.parent / "evil.txt").exists()


@pytest.mark.parametrize("file", ["../evil.txt", "/evil.txt", "C:\\evil.txt"])
def test_a_card_that_names_a_file_elsewhere(
    library: ModelLibrary, archive: Path, file: str
) -> None:
    path = f"Клиника 🩺/{CARD_FILE}"
    with ZipFile(archive) as members:
        card = json.loads(members.read(path))
    card["files"][file] = "0" * 64
    rewrite(archive, {path: json.dumps(card).encode()})
    with pytest.raises(ModelDamaged):
        import_model(archive, library, name="evil")
    assert names(library) == ["Клиника 🩺"]


def test_a_folder_zipped_by_hand_on_a_mac(
    library: ModelLibrary, tmp_path: Path
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    write_model(folder, name="mine")
    archive = tmp_path / "mine.zip"
    with ZipFile(archive, "w") as target:
        for path in folder.iterdir():
            target.write(path, path.name)
        target.writestr(f"__MACOSX/{CARD_FILE}", b"\0")
    assert import_model(archive, library) == "mine"


@pytest.mark.parametrize("data", [None, b"changed"])
def test_a_missing_or_changed_file_keeps_the_model_out(
    library: ModelLibrary, archive: Path, data: bytes | None
) -> None:
    rewrite(archive, {"Клиника 🩺/model.onnx": data})
    with pytest.raises(ModelDamaged, match=r"“broken” .*model\.onnx"):
        import_model(archive, library, name="broken")
    assert names(library) == ["Клиника 🩺"]


def test_a_newer_format(library: ModelLibrary, archive: Path) -> None:
    rewrite(archive, {f"Клиника 🩺/{CARD_FILE}": b'{"format_version": 9}'})
    with pytest.raises(NewerModel, match="format 9"):
        import_model(archive, library, name="new")


def test_more_than_the_limit_is_not_unpacked(
    library: ModelLibrary, archive: Path
) -> None:
    with pytest.raises(ArchiveDamaged, match="would unpack to more than"):
        import_model(archive, library, name="large", largest=100)
    assert names(library) == ["Клиника 🩺"]


def test_a_directory_that_lies_about_sizes(
    library: ModelLibrary, archive: Path
) -> None:
    """A member said to be small unpacks to no more than that, and is refused."""
    big = b"\0" * 3_000_000
    rewrite(archive, {"Клиника 🩺/model.onnx": big})
    size = struct.pack("<I", len(big))
    archive.write_bytes(archive.read_bytes().replace(size, struct.pack("<I", 10)))
    with pytest.raises((ArchiveDamaged, ModelDamaged)):
        import_model(archive, library, name="bomb", largest=1_000_000)
    assert names(library) == ["Клиника 🩺"]


@pytest.mark.parametrize("keep", [0, 10, 400, -30])
def test_a_truncated_archive(library: ModelLibrary, archive: Path, keep: int) -> None:
    archive.write_bytes(archive.read_bytes()[:keep])
    with pytest.raises(ArchiveDamaged, match="not a whole archive"):
        import_model(archive, library, name="half")


def test_a_byte_changed_on_the_way(library: ModelLibrary, archive: Path) -> None:
    data = bytearray(archive.read_bytes())
    data[300] ^= 0xFF
    archive.write_bytes(data)
    with pytest.raises((ArchiveDamaged, ModelDamaged)):
        import_model(archive, library, name="noisy")
    assert names(library) == ["Клиника 🩺"]


def test_a_file_that_is_not_there(library: ModelLibrary, tmp_path: Path) -> None:
    with pytest.raises(ArchiveDamaged, match="Couldn't read"):
        import_model(tmp_path / "нет.zip", library)


def with_notices(library: ModelLibrary, *notices: str) -> None:
    folder = library.entry("Клиника 🩺").folder
    card = read_card(folder)
    data = card.data.model_copy(update={"notices": notices})
    write_card(folder, card.model_copy(update={"data": data}))


def test_the_card_that_travels_names_no_still_and_no_path(
    library: ModelLibrary, archive: Path, tmp_path: Path
) -> None:
    with_notices(
        library,
        "2 stills directly in “/home/ada/Müller 1950” were left out.",
        "Couldn't open “C:\\Users\\ada\\Müller”: gone.",
        "“Müller Anna 1.JPG” could not be read.",
    )
    export_model(library.open("Клиника 🩺"), archive)
    with ZipFile(archive) as members:
        everything = b"".join(map(members.read, members.namelist())).decode("latin-1")
        assert "Müller".encode().decode("latin-1") not in everything
        assert "ada" not in everything
    assert import_model(archive, library, name="copy") == "copy"
    assert "[path left out]" in library.open("copy").card.data.notices[0]


def test_what_is_asked_for_travels(
    library: ModelLibrary, archive: Path, tmp_path: Path
) -> None:
    with_notices(library, "“Müller Anna 1.JPG” could not be read.")
    report = tmp_path / "report.html"
    report.write_text("<img alt='Müller Anna 1.JPG'>", encoding="utf-8")
    model = library.open("Клиника 🩺")
    export_model(model, archive, notes="Left colon only. 🩺", report=report)
    with ZipFile(archive) as members:
        assert members.read(REPORT_MEMBER) == report.read_bytes()
    notes = ModelNotes(tmp_path / "notes")
    import_model(archive, library, name="copy", notes=notes)
    copy = library.open("copy")
    assert copy.card.data.notices == model.card.data.notices
    assert notes.read(copy.card.key) == "Left colon only. 🩺"
    assert not list(copy.folder.glob("*still*names*"))


def test_nothing_is_imported_where_the_notes_are_damaged(
    library: ModelLibrary, tmp_path: Path
) -> None:
    """As the sentence says that is told of it."""
    archive = tmp_path / "with notes.zip"
    with library.publish("small") as stage:
        write_model(stage, name="small")
    export_model(library.open("small"), archive, notes="only " * 40)
    data = bytearray(archive.read_bytes())
    with ZipFile(archive) as members:
        begin = members.getinfo(NOTES_MEMBER).header_offset
    data[begin + 30 + len(NOTES_MEMBER) + 2] ^= 0xFF
    archive.write_bytes(data)
    notes = ModelNotes(tmp_path / "notes")
    with pytest.raises(ArchiveDamaged):
        import_model(archive, library, name="copy", notes=notes)
    assert names(library) == ["small"]


def test_notes_that_are_there_are_not_replaced(
    library: ModelLibrary, archive: Path, tmp_path: Path
) -> None:
    model, notes = library.open("Клиника 🩺"), ModelNotes(tmp_path / "notes")
    export_model(model, archive, notes="theirs")
    notes.write(model.card.key, "mine")
    import_model(archive, library, name="copy", notes=notes)
    assert notes.read(model.card.key) == "mine"


def test_a_card_is_read_without_unpacking(archive: Path, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    assert archived_card(archive).name == "Клиника 🩺"
    assert set(tmp_path.rglob("*")) == before
    (tmp_path / "no.zip").write_text("no zip", encoding="utf-8")
    with pytest.raises(ArchiveDamaged):
        archived_card(tmp_path / "no.zip")


@pytest.mark.usefixtures("archive")
def test_a_report_that_is_gone_leaves_no_archive(
    library: ModelLibrary, tmp_path: Path
) -> None:
    target = tmp_path / "new.zip"
    with pytest.raises(ArchiveUnfinished):
        export_model(library.open("Клиника 🩺"), target, report=tmp_path / "gone.html")
    assert not target.exists()


@pytest.mark.parametrize("name", ["sample", "starter"])
def test_a_shipped_model_carries_no_path_and_no_name_of_a_still(
    name: str, tmp_path: Path
) -> None:
    """In any of its files, also in those that are packed within one."""
    library = ModelLibrary(tmp_path, SHIPPED_MODELS)
    export_model(library.open(name), tmp_path / "model.zip")
    with ZipFile(tmp_path / "model.zip") as members:
        content = {file: members.read(file) for file in members.namelist()}
    (keras,) = [data for file, data in content.items() if file.endswith(".keras")]
    with ZipFile(io.BytesIO(keras)) as inner:
        content |= {file: inner.read(file) for file in inner.namelist()}
    told = re.compile(rb"/(?:home|root|Users|tmp|mnt)/\w|[A-Z]:\\\\?\w+\\|\w\.jpe?g\b")
    weights = {"model.weights.h5", f"{name}/model.onnx", f"{name}/model.keras"}
    assert {f for f in content if f not in weights and told.search(content[f])} == set()
    long = re.compile(rb"/(?:home|root|Users|tmp|mnt)/\w{3,}|\w{4,}\.jpe?g\b")
    assert {f for f in weights if f in content and long.search(content[f])} == set()
