"""A zip file from outside, looked at as a whole before a byte of it is unpacked.

What Lumenary writes is dull: each member once, stored or deflated, side by side, under
a plain relative name. Anything else was made by something else, and is refused.
"""

import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from core.errors import LumenaryError
from core.library.model_name import name_key

MOST_MEMBERS: Final = 2_000
"""A model has about ten files; one zipped by hand may have others beside them."""
LARGEST_RATIO: Final = 200
"""Bytes out of one byte in. Weights give 1.1, tables and pages 3 to 20; deflate can
give 1,032, which is what bombs do."""
_SMALL: Final = 1 << 20
"""Bytes below which a member may be as dense as it likes."""
_LARGEST_DIRECTORY: Final = 1 << 20
"""Bytes for the names of all members; Python reads it whole before anyone can look."""
_LOCAL_HEADER: Final = 30
_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\5\6"
_END64_MARK: Final = b"PK\6\7"
_END64_SIZE: Final = 20
_LONGEST_COMMENT: Final = 1 << 16
_ENCRYPTED: Final = 0x1
_UTF8: Final = 0x800


class ArchiveDamaged(LumenaryError):
    """A file is not a model's archive, or not a whole one."""


class ArchiveUnsafe(ArchiveDamaged):
    """An archive is made as no program makes one in good faith."""


@contextmanager
def opened_members(archive: Path) -> Iterator[ZipFile]:
    """Open a zip file whose members were all looked at.

    What reading it in the block can fail with is told as damage.

    Raises
    ------
    ArchiveUnsafe
        If :func:`check_members` refuses it.
    ArchiveDamaged
        If it is no zip file, or cannot be read.
    """
    called = archive.name
    with _told_as_damage(called), _read_from(archive) as stream:
        _refuse_large_directory(stream, called)
        with ZipFile(stream) as members:
            check_members(members.infolist(), called)
            yield members


def check_members(members: Sequence[ZipInfo], called: str) -> None:
    """Refuse what no archive of a model holds; nothing is read for it.

    Parameters
    ----------
    members
        All that a zip file says it holds.
    called
        What errors call the file.

    Raises
    ------
    ArchiveUnsafe
        If there are too many, two that are one to some file system or lie over each
        other, a link, a name that leads elsewhere, or one that would swell.
    """
    if len(members) > MOST_MEMBERS:
        raise unsafe(called, f"holds {len(members):,} files", "a model has ten")
    for member in members:
        if problem := _problem_with(member):
            # ZipInfo cannot tell of itself where it has no name
            raise unsafe(called, problem, ascii(member.orig_filename))
    _refuse_names_alike(members, called)
    _refuse_overlap(members, called)


def damaged(called: str, details: str) -> ArchiveDamaged:
    """Return what says that a file is no whole archive."""
    return ArchiveDamaged(
        f"“{called}” is not a whole archive of a Lumenary model.",
        hint="Nothing was imported. Copy it again from where it was exported.",
        details=details,
    )


def unsafe(called: str, what: str, details: str) -> ArchiveUnsafe:
    """Return what says that a file is refused; ``what`` reads on after its name."""
    return ArchiveUnsafe(
        f"“{called}” {what}.",
        hint="Nothing was imported. No archive that Lumenary wrote is like that; get "
        "it anew from someone you trust.",
        details=details,
    )


def _problem_with(member: ZipInfo) -> str:
    """Return what is wrong with a member, to follow the archive's name, or nothing."""
    name = member.orig_filename
    if _leads_elsewhere(name):
        return f"holds a file that would land outside of its folder: “{name}”"
    if stat.S_IFMT(member.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        return f"holds a link or device instead of a file: “{name}”"
    if member.flag_bits & _ENCRYPTED:
        return f"is protected by a password, “{name}” at least"
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return f"is packed in a way that Lumenary does not use, “{name}” at least"
    most = max(_SMALL, LARGEST_RATIO * member.compress_size)
    if member.file_size > most:
        return (
            f"would swell: “{name}” unpacks to {member.file_size / 2**20:,.0f} MB "
            f"from {member.compress_size / 2**10:,.0f} KB"
        )
    return ""


def _leads_elsewhere(name: str) -> bool:
    parts = name.removesuffix("/").split("/")
    return any(part in {"", ".", ".."} for part in parts) or any(
        sign in name for sign in "\\:\0"
    )


def _refuse_names_alike(members: Sequence[ZipInfo], called: str) -> None:
    seen: dict[str, str] = {}
    for member in members:
        name = member.filename.removesuffix("/")
        earlier = seen.setdefault(name_key(name), member.filename)
        if earlier is not member.filename:
            raise unsafe(
                called,
                f"holds two files that would be one: “{earlier}” and "
                f"“{member.filename}”",
                repr(member),
            )


def _refuse_overlap(members: Sequence[ZipInfo], called: str) -> None:
    """Refuse members that share bytes, by which a small file unpacks to a huge one.

    Fifield, A better zip bomb, USENIX WOOT 2019.
    """
    for one, other in pairwise(sorted(members, key=lambda m: m.header_offset)):
        encoding = "utf-8" if one.flag_bits & _UTF8 else "cp437"
        name_bytes = len(one.orig_filename.encode(encoding))
        end = one.header_offset + _LOCAL_HEADER + name_bytes + one.compress_size
        if end > other.header_offset:
            raise unsafe(
                called,
                f"packs “{one.filename}” and “{other.filename}” into the same bytes",
                f"{end} > {other.header_offset}",
            )


def _refuse_large_directory(stream: IO[bytes], called: str) -> None:
    """Refuse a list of members that is larger than any honest one, before it is read.

    A list that says a wrong size is damage, which Python's own reader tells.
    """
    size = stream.seek(0, 2)
    stream.seek(max(size - _END.size - _LONGEST_COMMENT, 0))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(_END_MARK)
    if tail[max(at - _END64_SIZE, 0) : max(at, 0)].startswith(_END64_MARK):
        raise unsafe(called, "is a zip file for more than 4 GB", "zip64")
    if 0 <= at <= len(tail) - _END.size:
        directory = _END.unpack_from(tail, at)[5]
        if directory > _LARGEST_DIRECTORY:
            raise unsafe(called, "holds far too many files", f"{directory} bytes")


def _read_from(archive: Path) -> IO[bytes]:
    try:
        return archive.open("rb")
    except OSError as error:
        raise ArchiveDamaged(
            f"Couldn't read “{archive}”: {error.strerror or error}.",
            hint="Nothing was imported. Check the path and your permissions.",
            details=repr(error),
        ) from error


@contextmanager
def _told_as_damage(called: str) -> Iterator[None]:
    """Tell as damage what reading an archive can fail with."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, struct.error, UnicodeError) as error:
        raise damaged(called, str(error)) from error
    except (NotImplementedError, RuntimeError, ValueError, OverflowError) as error:
        # of a version, or with numbers, that Python does not know
        raise damaged(called, str(error)) from error
    except OSError as error:
        raise ArchiveDamaged(
            f"Couldn't unpack “{called}”: {error.strerror or type(error).__name__}.",
            hint="Nothing was imported. Check that its drive is still there and that "
            "your data folder can be written.",
            details=repr(error),
        ) from error
