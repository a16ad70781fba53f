"""What the check of a labelled folder found, as numbers: ``dataset-check.json``.

The page in the window and the page of HTML show this record and count nothing anew.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from core.dataset.json_pieces import members
from core.dataset.likeness import LikenessKind
from core.dataset.scanning import Part
from core.dataset.walking import path_of_name
from core.errors import LumenaryError
from core.files import write_text
from core.images.quality import QualityProblem

CHECK_RECORD_FILE = "dataset-check.json"


class CheckRecordUnusable(LumenaryError):
    """The record of a check is gone, damaged, or of another version of the program."""


class _RecordModel(BaseModel):
    """A frozen part of a record that refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CheckedStill(_RecordModel):
    """A still that can be read and is not left out."""

    name: str
    """Path relative to the folder, with ``/``, in Unicode's composed form."""
    digest: str
    """SHA-256 of the file, in hexadecimal."""
    label: str
    """The class, by its folder."""
    part: Part
    """Where a training with this seed would put it."""
    group: Annotated[int, Field(ge=0)]
    """Stills of one group stay in one part."""


class CheckedClass(_RecordModel):
    """How much there is of a class."""

    name: str
    stills: int
    groups: int
    """A group with stills of two classes counts in both."""
    parts: dict[Part, int]
    """Stills in each part; a row of the table of the split."""


class UnreadableStillFound(_RecordModel):
    """A file that could not be read."""

    name: str
    label: str
    reason: str


class PoorFinding(_RecordModel):
    """One thing that is wrong with a still."""

    problem: QualityProblem
    reason: str
    """A sentence with the number that says so."""


class PoorStillFound(_RecordModel):
    """A still that can be read and is unlikely to be of use."""

    still: Annotated[int, Field(ge=0)]
    """Its place among the record's ``stills``."""
    findings: tuple[PoorFinding, ...]


class LeftOutStill(_RecordModel):
    """A still that a reader left out; it is in no class, group or part."""

    name: str
    digest: str
    label: str
    why: str
    reader: str
    time: datetime


class PairDistance(NamedTuple):
    """How near two stills of a set of copies are to each other.

    A row of five in the file: there may be a hundred thousand of them.
    """

    first: int
    """Its place among the record's ``stills``."""
    second: int
    """As ``first``, and greater."""
    same_file: bool
    """Whether the files are equal byte for byte."""
    hash_bits: int
    """Bits of 64 in which the perceptual hashes differ."""
    cosine: float | None = None
    """Of the embeddings, 1 for alike; ``None`` where they were left out."""


class CopyGroup(_RecordModel):
    """Stills that show the same, and how that is known."""

    kind: LikenessKind
    """By what they were found; the surest where by several."""
    reason: str
    """Why they are taken for copies, for a reader; no full stop."""
    stills: Annotated[tuple[int, ...], Field(min_length=2)]
    """Places among the record's ``stills``, ascending."""
    labels: tuple[str, ...]
    """The class of each, in the same order."""
    conflict: bool
    """Whether they are surely the same and stand under different labels."""
    pairs: tuple[PairDistance, ...]
    """Every pair; in a set of more than :data:`MOST_PAIRED` stills, only those with the
    first still of the set."""


MOST_PAIRED = 24
"""Stills of which every pair is told: 276 pairs."""


class ToldApart(_RecordModel):
    """Two stills of which a reader said that they are no copies of each other."""

    digests: tuple[str, str]
    """The lesser first; files of the folder that have them are ``names``."""
    names: tuple[str, str]
    """The first file of each digest."""
    same_group: bool
    """Whether they still share a group, by a third still or a known group."""


class CheckRecord(_RecordModel):
    """What was found out about a labelled folder, and what to make of it."""

    format: Literal[1] = 1
    folder: Path
    created: datetime
    program_version: str
    drawn: bool
    """The stills were drawn by the program."""
    grouping: str
    """How stills were grouped, to follow the word "grouped"."""
    groups_known: bool
    """Whether a table or pattern named patients or examinations."""
    with_embeddings: bool
    """Whether copies were looked for by a network, too."""
    groups: int
    split: str
    """How the parts came about: a sentence."""
    parts_given: bool
    """Whether the folder came divided into parts."""
    seed: int
    classes: tuple[CheckedClass, ...]
    """By name."""
    stills: tuple[CheckedStill, ...]
    """By name."""
    unreadable: tuple[UnreadableStillFound, ...]
    poor: tuple[PoorStillFound, ...]
    left_out: tuple[LeftOutStill, ...]
    copies: tuple[CopyGroup, ...]
    """Conflicts first; a set within one told before is left out."""
    told_apart: tuple[ToldApart, ...]
    """Decisions in force of which both stills are in the folder."""
    advice: tuple[str, ...]
    """Sentences on what the numbers mean for a training, the weightiest first."""
    notices: tuple[str, ...]
    """Sentences on what is odd or was left out."""

    @property
    def conflicts(self) -> tuple[CopyGroup, ...]:
        """Copies that stand under different labels."""
        return tuple(one for one in self.copies if one.conflict)

    @property
    def look_alikes(self) -> tuple[CopyGroup, ...]:
        """Copies that are no conflicts."""
        return tuple(one for one in self.copies if not one.conflict)

    def in_part(self, part: Part) -> int:
        """Return the stills of one part, over all classes."""
        return sum(summary.parts.get(part, 0) for summary in self.classes)

    def of_class(self, name: str) -> Iterator[CheckedStill]:
        """Yield the stills of one class, by name."""
        return (still for still in self.stills if still.label == name)

    def path_of(self, name: str) -> Path:
        """Return the file of a still by its name, however the disk spells it."""
        return path_of_name(self.folder, name)


_LONG: Final[dict[str, type[_RecordModel]]] = {
    "stills": CheckedStill,
    "unreadable": UnreadableStillFound,
    "poor": PoorStillFound,
    "left_out": LeftOutStill,
    "copies": CopyGroup,
    "told_apart": ToldApart,
}
"""The lists of a record that may be long."""


def write_check_record(path: Path, record: CheckRecord) -> None:
    """Write a record whole or not at all.

    Raises
    ------
    core.files.WriteFailed
        If it cannot be written; what stood there before is untouched.
    """
    write_text(path, record.model_dump_json() + "\n")


def read_check_record(path: Path) -> CheckRecord:
    """Return a record that was written before.

    Other threads run meanwhile: the longest moment in which Python lets none of them
    is some milliseconds, not 95 for 10,000 stills.

    Raises
    ------
    CheckRecordUnusable
        If it is gone, cannot be read, or is no record of this version.
    """
    try:
        return _from_text(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CheckRecordUnusable(
            f"Couldn't read what the check found, “{path}”.",
            hint="Check the folder again. Nothing else is affected.",
            details=repr(error),
        ) from error


def _from_text(text: str) -> CheckRecord:
    """Return the record; raises :class:`ValueError`, also as pydantic's own."""
    told: dict[str, Any] = {}
    for name, value in members(text):
        part = _LONG.get(name)
        if not isinstance(value, Iterator):
            told[name] = value
        elif part is None:
            told[name] = tuple(value)
        else:
            told[name] = tuple(part.model_validate(one) for one in value)
    return CheckRecord.model_validate(told)
