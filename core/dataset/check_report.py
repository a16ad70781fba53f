"""One self-contained page that shows a labelled folder before anything is trained."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.dataset.scanning import Part
from core.page_templates import page_templates

_PART_NAMES = {
    Part.TRAIN: "Training",
    Part.VALIDATION: "Validation",
    Part.TEST: "Test",
}


@dataclass(frozen=True, slots=True)
class PicturedStill:
    """A still as the page shows it."""

    name: str
    """Path relative to the dataset's folder."""
    label: str
    jpeg: bytes | None = field(default=None, repr=False)
    """A small JPEG; none for a file that cannot be read."""


@dataclass(frozen=True, slots=True)
class ClassSummary:
    """How much there is of a class, and a few of its stills."""

    name: str
    stills: int
    groups: int
    by_part: Mapping[Part, int]
    samples: tuple[PicturedStill, ...]


@dataclass(frozen=True, slots=True)
class PoorStill:
    """A still that is unlikely to be of use, and why."""

    still: PicturedStill
    problem: str
    """One of a few words, by which the page counts: "blurred"."""
    reason: str


@dataclass(frozen=True, slots=True)
class PicturedCopies:
    """Stills that show the same, and how that is known."""

    reason: str
    stills: tuple[PicturedStill, ...]
    total: int
    """How many there are; the page may show fewer."""


@dataclass(frozen=True, slots=True)
class DismissedStillShown:
    """A still that a reader left out."""

    still: PicturedStill
    why: str
    """In the reader's words; may be empty."""
    reader: str


@dataclass(frozen=True, slots=True, eq=False)
class CheckContent:
    """All that the page says; every sequence in the order in which it is shown."""

    title: str
    """The folder's name."""
    created: datetime
    program_version: str
    groups: int
    grouping: str
    """How stills were grouped, to follow the word "grouped"."""
    split: str
    """How parts came about: a sentence."""
    classes: tuple[ClassSummary, ...]
    problems: Mapping[str, int]
    """Stills by problem, all of them, the most frequent first."""
    poor: tuple[PoorStill, ...]
    conflict_count: int
    conflicts: tuple[PicturedCopies, ...]
    copies_count: int
    """Sets of other stills that are alike and stay together."""
    copies: tuple[PicturedCopies, ...]
    left_out_count: int = 0
    """Stills that a reader left out; they are counted nowhere else."""
    left_out: tuple[DismissedStillShown, ...] = ()
    told_apart: int = 0
    """Pairs that a reader said are no copies."""
    advice: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    drawn: bool = False
    """The stills were drawn by the program; the page says so."""

    @property
    def stills(self) -> int:
        """Stills that can be read."""
        return sum(summary.stills for summary in self.classes)

    @property
    def largest_class(self) -> int:
        """Stills of the most frequent class, at least 1."""
        return max((summary.stills for summary in self.classes), default=0) or 1

    def in_part(self, part: Part) -> int:
        """Return the stills of one part, over all classes."""
        return sum(summary.by_part.get(part, 0) for summary in self.classes)


def render_check_report(content: CheckContent) -> str:
    """Return the page as HTML: no scripts, no other files, nothing asked of a network.

    File and class names are the user's and are escaped wherever they stand.
    """
    environment = page_templates()
    environment.filters.update(
        address=_data_address, count_of=_count_of, thousands=_thousands
    )
    template = environment.get_template("dataset_check.html")
    return template.render(content=content, parts=_PART_NAMES)


def _data_address(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")


def _count_of(count: int, one: str, many: str = "") -> str:
    return f"{_thousands(count)} {one if count == 1 else many or one + 's'}"


def _thousands(count: int) -> str:
    return f"{count:,}"
