"""The sections of a check, and what an entry of one of them is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.item_models.entries_model import Entry
from app.item_models.stills_model import ShownStill
from core.dataset.digest_pairs import DigestPair

if TYPE_CHECKING:
    from core.dataset.check_record import PairDistance

LEFT_OUT: Final = "Left out"
"""Stands on a still that is not trained on."""


class Section(StrEnum):
    """The parts of what a check found, in the order of the list."""

    OVERVIEW = "Overview"
    CLASSES = "Classes"
    CONFLICTS = "Label conflicts"
    COPIES = "Copies"
    POOR = "Poor stills"
    UNREADABLE = "Unreadable"
    GROUPS = "Groups"
    SPLIT = "Split"
    DECISIONS = "Your decisions"


@dataclass(frozen=True, slots=True)
class Gathering:
    """An entry of a section, and what is behind it."""

    entry: Entry
    heading: str
    about: str = ""
    places: Sequence[int] = ()
    """Stills of the record."""
    others: tuple[ShownStill, ...] = ()
    """Stills that are not in the record's list, unreadable or left out ones; there are
    no others then."""
    pairs: "tuple[PairDistance, ...]" = ()
    class_name: str = ""
    """Where the entry is a class."""
    decided_pair: DigestPair | None = None
    """Where the entry is a decision on two stills."""
    decided_still: str = ""
    """The digest, where the entry is a decision on one still."""
