"""A model as one file, to carry to another workstation and back into a library.

Unless more is asked for, no still, no still's file name and no path goes with it.
"""

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from core.errors import LumenaryError
from core.files import atomic_write, write_text
from core.library.archive_members import (
    ArchiveDamaged,
    damaged,
    opened_members,
)
from core.library.card import ModelCard
from core.library.foreign_model import check_foreign_card
from core.library.model_folder import CARD_FILE, OpenedModel, open_folder, parse_card
from core.library.notes import LONGEST_NOTE, ModelNotes
from core.library.redaction import discreet_card
from core.library.store import ModelLibrary

LARGEST_MODEL: Final = 2 << 30
"""Bytes that an archive may unpack to; the starter model has about 20 MB."""
NOTES_MEMBER: Final = "notes.txt"
REPORT_MEMBER: Final = "report with stills and file names.html"
"""For whoever unpacks the archive; a library never takes it in."""
_LARGEST_CARD: Final = 4 << 20
"""Bytes; cards have 10 KB."""
_CHUNK_BYTES: Final = 1 << 20
_SAME_ALWAYS: Final = (1980, 1, 1, 0, 0, 0)


class ArchiveUnfinished(LumenaryError):
    """Something that belongs into an archive cannot be read."""


def export_model(
    model: OpenedModel,
    target: Path,
    *,
    notes: str = "",
    report: Path | None = None,
) -> None:
    """Write a model as one zip file; the same model gives the same bytes.

    Parameters
    ----------
    model
        What is written.
    target
        The archive.
    notes
        The user's own, if they are to travel.
    report
        A page that shows stills and file names, if they are to travel; without it the
        notices on the card name none, either.

    Raises
    ------
    ArchiveUnfinished
        If a file of the model, or the report, cannot be read.
    core.files.WriteFailed
        If the archive cannot be written; what stood there before is untouched.
    """
    with atomic_write(target, "wb") as stream, ZipFile(stream, "w") as archive:
        for name, data in _members(model, notes, report):
            member = ZipInfo(name, _SAME_ALWAYS)
            member.compress_type = ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)


def archived_card(archive: Path) -> ModelCard:
    """Return the card of the model in an archive, and unpack nothing.

    Raises
    ------
    ArchiveDamaged
        If it is not a zip file, or holds no model.
    core.library.model_folder.NewerModel
        If the model's format is newer than this program's.
    core.library.model_folder.ModelDamaged
        If its card is no card.
    """
    with opened_members(archive) as members:
        root = _root(members, archive.name)
        return _card(members, root, archive.name)[1]


def import_model(
    archive: Path,
    library: ModelLibrary,
    *,
    name: str | None = None,
    notes: ModelNotes | None = None,
    largest: int = LARGEST_MODEL,
) -> str:
    """Publish an archive's model in the library and return its name there.

    Only the card and the files that it names are unpacked, under the names that the
    card gives them. Every hash is checked, and every file gone through, before the
    model appears.

    Parameters
    ----------
    archive
        What :func:`export_model` wrote, or the same folder zipped by hand.
    library
        Where the model is to appear.
    name
        What to call it there; the card's name by default.
    notes
        Takes the notes that travelled with it, unless there are notes on it already.
    largest
        Bytes that it may unpack to.

    Raises
    ------
    ArchiveDamaged
        If it is not a zip file, holds no model or a broken one, or is too large.
    ArchiveUnsafe
        If it is packed as no program packs in good faith.
    core.library.store.BadModelName
        If the name is not allowed or taken.
    core.library.model_folder.NewerModel
        If the model's format is newer than this program's.
    core.library.model_folder.ModelDamaged
        If a file is missing or changed.
    core.library.foreign_model.ModelUnsafe
        If a file holds what none of a model does.
    core.files.WriteFailed
        If the library cannot be written.
    """
    with opened_members(archive) as members:
        text = _travelled_notes(members) if notes is not None else ""
        card, chosen = _import(members, archive.name, library, name, largest)
    if notes is not None and text and not notes.read(card.key):
        notes.write(card.key, text)
    return chosen


def _members(
    model: OpenedModel, notes: str, report: Path | None
) -> Iterator[tuple[str, bytes]]:
    card, folder = model.card, model.folder
    yield f"{card.name}/{CARD_FILE}", _card_bytes(model, with_names=report is not None)
    for file in sorted(card.files):
        yield f"{card.name}/{file}", _read(folder / file)
    if notes:
        yield NOTES_MEMBER, notes.encode()
    if report is not None:
        yield REPORT_MEMBER, _read(report)


def _card_bytes(model: OpenedModel, *, with_names: bool) -> bytes:
    discreet = discreet_card(model.card)
    if with_names or discreet == model.card:
        return _read(model.folder / CARD_FILE)
    return discreet.model_dump_json(indent=2).encode() + b"\n"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ArchiveUnfinished(
            f"Couldn't read “{path.name}”: {error.strerror or error}.",
            hint="No archive was written. Check that the drive is still there.",
            details=repr(error),
        ) from error


def _import(
    members: ZipFile,
    called: str,
    library: ModelLibrary,
    name: str | None,
    largest: int,
) -> tuple[ModelCard, str]:
    root = _root(members, called)
    data, card = _card(members, root, called)
    wanted = _wanted(members, root, card)
    if sum(member.file_size for member in wanted.values()) > largest:
        raise _too_large(called, largest)
    chosen = name or card.name
    with library.publish(chosen) as stage:
        for file, member in wanted.items():
            _unpack(members, member, stage / file)
        write_text(stage / CARD_FILE, _renamed(data, chosen))
        library.check_foreign(open_folder(stage, called=chosen))
    return card, chosen


def _travelled_notes(members: ZipFile) -> str:
    found = next((m for m in members.infolist() if m.filename == NOTES_MEMBER), None)
    if found is None or found.file_size > 4 * LONGEST_NOTE:
        return ""  # a character takes four bytes at most
    return members.read(found).decode(errors="replace")[:LONGEST_NOTE]


def _root(members: ZipFile, called: str) -> PurePosixPath:
    """Return the folder of the only card, at the top or one folder down."""
    cards = [PurePosixPath(name) for name in members.namelist()]
    roots = {
        path.parent
        for path in cards
        if path.name == CARD_FILE
        and len(path.parts) <= 2
        and path.parts[0] != "__MACOSX"
    }
    if len(roots) != 1:
        raise damaged(called, f"expected one {CARD_FILE}, found {len(roots)}")
    return roots.pop()


def _card(
    members: ZipFile, root: PurePosixPath, called: str
) -> tuple[bytes, ModelCard]:
    """Return the card as it stands in the archive, and as it is understood."""
    member = members.getinfo(str(root / CARD_FILE))
    if member.file_size > _LARGEST_CARD:
        raise damaged(called, f"its card has {member.file_size} bytes")
    data = members.read(member)
    card = parse_card(data, called=called)
    check_foreign_card(card)
    return data, card


def _wanted(
    members: ZipFile, root: PurePosixPath, card: ModelCard
) -> dict[str, ZipInfo]:
    """Return the members that the card names; opening tells which are missing."""
    present = {member.filename: member for member in members.infolist()}
    named = {file: str(root / file) for file in card.files}
    return {file: present[path] for file, path in named.items() if path in present}


def _unpack(members: ZipFile, member: ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with members.open(member) as source, target.open("wb") as stream:
        # reading ends at the size in the directory, which was added up before
        while chunk := source.read(_CHUNK_BYTES):
            stream.write(chunk)


def _renamed(data: bytes, name: str) -> str:
    content = json.loads(data)
    if content["title"] == content["name"]:
        content["title"] = name
    content["name"] = name
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _too_large(called: str, largest: int) -> ArchiveDamaged:
    return ArchiveDamaged(
        f"“{called}” would unpack to more than {largest / 2**20:,.0f} MB.",
        hint="Nothing was imported. Models are far smaller; get it from a source that "
        "you trust.",
    )
