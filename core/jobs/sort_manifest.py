"""What a sort made, one JSON object a line, in the folder that it sorted into.

A line for a copy or a folder is on the disk before there is such a copy or folder, so
that whatever end the sort came to, everything it made can be found and taken back. A
line may stand for a copy that was never made; when the sort finishes, such lines go.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from core.errors import LumenaryError
from core.inference.portable_names import is_portable
from core.jobs.requests import Thresholds

MANIFEST_FILE: Final = "manifest.jsonl"


class ManifestUnusable(LumenaryError):
    """There is no manifest, or it is damaged, of a later program, or tampered with."""


def _portable(name: str) -> str:
    if not is_portable(name):
        msg = f"no name that sorting gives: {name!r}"
        raise ValueError(msg)
    return name


def _in_a_folder(place: str) -> str:
    folder, _, name = place.partition("/")
    _portable(folder)
    _portable(name)  # a second slash is none of its names either
    return place


def _full(folder: Path) -> Path:
    # sorted on one system and undone on another, where its paths look otherwise
    kinds = PurePosixPath(folder), PureWindowsPath(folder)
    if not any(kind.is_absolute() for kind in kinds) or "\0" in str(folder):
        msg = f"no full path of a folder: {folder!r}"
        raise ValueError(msg)
    return folder


FolderName: TypeAlias = Annotated[str, AfterValidator(_portable)]
Place: TypeAlias = Annotated[str, AfterValidator(_in_a_folder)]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)


class SortHeader(_Line):
    """The first line: what was sorted, when, and by what."""

    version: Literal[1] = 1
    program: str
    """Version of the program."""
    run: Path
    folder: Annotated[Path, AfterValidator(_full)]
    """The classified folder, which each ``source`` is relative to."""
    model: str
    model_key: str
    thresholds: Thresholds = Thresholds()
    """What the user wanted instead of the card's; the first manifests do not say."""
    classified: datetime
    """When the run started."""
    sorted: datetime
    made_folder: bool
    """Whether the folder sorted into was made for it."""

    def goes_on_from(self, earlier: "SortHeader") -> bool:
        """Return whether both sort one folder by the same answers.

        So do two runs of one model with the same thresholds: one that was killed and
        one that went on from it, or one before stills were added and one after.
        """
        return self._answers == earlier._answers

    @property
    def _answers(self) -> tuple[object, ...]:
        return self.folder, self.model_key, self.thresholds


class MadeFolder(_Line):
    """A folder that was made."""

    made_folder: FolderName


class SortedCopy(_Line):
    """A copy."""

    place: Place
    """Below the manifest's folder: a folder and a name."""
    source: str
    """Below the classified folder, as findings name it."""
    digest: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    size: Annotated[int, Field(ge=0)]
    """Bytes."""
    mtime_ns: int
    """Of the source and its copy, since 1970."""

    @property
    def folder(self) -> str:
        """The folder that it stands in."""
        return self.place.partition("/")[0]


ManifestLine: TypeAlias = MadeFolder | SortedCopy

_LINE: TypeAdapter[ManifestLine] = TypeAdapter(ManifestLine)


@dataclass(slots=True)
class Manifest:
    """A manifest as it is read, and as it grows."""

    header: SortHeader
    folders: set[str] = field(default_factory=set)
    """Names of folders that were made, or were about to be."""
    copies: dict[str, SortedCopy] = field(default_factory=dict)
    """By place; the last line of a place counts."""
    whole_bytes: int = 0
    """Length of the file without a last line that a kill has cut."""

    def add(self, lines: Iterable[ManifestLine]) -> None:
        """Take up lines that were written."""
        for line in lines:
            if isinstance(line, MadeFolder):
                self.folders.add(line.made_folder)
            else:
                self.copies[line.place] = line

    def text(self) -> Iterator[str]:
        """Yield the lines of a manifest that says just this."""
        yield as_line(self.header)
        for folder in sorted(self.folders):
            yield as_line(MadeFolder(made_folder=folder))
        for copy in self.copies.values():
            yield as_line(copy)


def as_line(line: BaseModel) -> str:
    """Return a line of a manifest."""
    return line.model_dump_json() + "\n"


def read_manifest(path: Path) -> Manifest:
    """Return what a manifest says; a last line that a kill has cut is passed over.

    Raises
    ------
    ManifestUnusable
        If there is no such file, it is a link, or any line is not one that sorting
        writes, a name that leads out of the folder among them.
    """
    if path.is_symlink():
        raise _unusable(path, "is a link", "")
    try:
        with path.open("rb") as stream:
            header = stream.readline()
            manifest = Manifest(SortHeader.model_validate_json(header))
            manifest.whole_bytes = len(header)
            for line in stream:
                if line.endswith(b"\n"):
                    manifest.add([_LINE.validate_json(line)])
                    manifest.whole_bytes += len(line)
    except ValidationError as error:
        reason = "is damaged, changed or of a later Lumenary"
        raise _unusable(path, reason, str(error)) from error
    except FileNotFoundError as error:
        raise ManifestUnusable(
            f"There is no manifest of a sort at “{path}”.",
            hint="Nothing was changed. If the sort was undone before, all is done.",
            details=repr(error),
        ) from error
    except OSError as error:
        reason = f"can't be read ({error.strerror or type(error).__name__})"
        raise _unusable(path, reason, repr(error)) from error
    return manifest


def _unusable(path: Path, what: str, details: str) -> ManifestUnusable:
    return ManifestUnusable(
        f"The manifest “{path}” {what}.",
        hint="Nothing was copied or removed. Sort into another folder; what stands "
        "here can be removed by hand, the originals are elsewhere.",
        details=details,
    )
