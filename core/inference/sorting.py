"""Where each classified still goes when a folder is sorted by what was found.

Pure: nothing is read or written. What stands in the target already is asked for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from core.inference.decisions import Decision
from core.inference.portable_names import name_key, numbered, portable_name

REVIEW_FOLDER: Final = "review"
REFUSED_FOLDER: Final = "refused"


class LeftOut(StrEnum):
    """Why a still was not copied; reads on after “3 stills”."""

    UNREADABLE = "that could not be read when classified"
    NO_ANSWER = "without a decision or a digest: classify again"
    GONE = "that can't be found any more"
    FORBIDDEN = "that you have no permission to read"
    BROKEN = "that could not be read any more"
    CHANGED = "that changed since the classification"
    COPY_CHANGED = "whose earlier copy has other bytes; it was left as it is"
    TAKEN = "whose name was taken by another file meanwhile"
    BAD_NAME = "whose name or path the disk does not take"


class AnsweredStill(Protocol):
    """What sorting has to know of a still."""

    @property
    def file(self) -> str:
        """Path relative to the classified folder, with forward slashes."""

    @property
    def decision(self) -> str | None:
        """One of :class:`Decision`, or ``None`` where there is no answer."""

    @property
    def predicted_class(self) -> str | None:
        """What it was called."""

    @property
    def error(self) -> str:
        """Why it could not be read; empty where it could."""

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes that were classified."""


class Target(Protocol):
    """The folder that stills are sorted into, as it is before."""

    def takes_folder(self, name: str) -> bool:
        """Return whether a folder may have this name: free, or a real folder."""

    def names_in(self, folder: str) -> Iterable[str]:
        """Return the names in a folder that are someone else's."""


class EmptyTarget:
    """A folder in which every name is free."""

    def takes_folder(self, name: str) -> bool:
        """Return that it may."""
        return bool(name)

    def names_in(self, folder: str) -> Iterable[str]:
        """Return nothing."""
        return ()


@dataclass(frozen=True, slots=True)
class PlannedCopy:
    """One still and its place."""

    file: str
    digest: str
    place: str
    """Folder and name below the target, with a slash between."""

    @property
    def folder(self) -> str:
        """The folder of the target that it goes into."""
        return self.place.partition("/")[0]

    @property
    def is_renamed(self) -> bool:
        """Whether the copy is called something else than the still."""
        return self.place.partition("/")[2] != self.file.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class SortPlan:
    """What would go where."""

    copies: tuple[PlannedCopy, ...]
    """In the order of the stills; no two places are the same on any system."""
    left_out: Mapping[LeftOut, int]


def plan_sort(
    stills: Iterable[AnsweredStill],
    *,
    classes: Sequence[str] = (),
    target: Target | None = None,
    known: Mapping[str, str] | None = None,
) -> SortPlan:
    """Return a place for each still that was classified.

    Only an accepted still goes into a folder of its finding; what is to be reviewed and
    what was refused have folders of their own, whatever the classes are called. The
    same stills and target give the same plan, and stills that are added at the end
    change no place.

    Parameters
    ----------
    stills
        In the order of the run; of several with one name the first counts.
    classes
        Of the model, in the card's order, which decides whose folder gets a number.
    target
        What stands there already and is kept apart; ``None``: nothing.
    known
        Places by ``file`` that an earlier sort by the same answers has given.
    """
    places = _Places(classes, target or EmptyTarget(), known or {})
    copies: dict[str, PlannedCopy] = {}
    left_out: Counter[LeftOut] = Counter()
    seen: set[str] = set()
    for still in stills:
        if still.file in seen:
            continue
        seen.add(still.file)
        reason = _reason_against(still)
        if reason is not None:
            left_out[reason] += 1
            continue
        place = places.place(still)
        copies[still.file] = PlannedCopy(still.file, still.digest, place)
    return SortPlan(tuple(copies.values()), left_out)


def _reason_against(still: AnsweredStill) -> LeftOut | None:
    if still.error:
        return LeftOut.UNREADABLE
    named = still.decision != Decision.ACCEPT.value or still.predicted_class
    if still.decision is None or not still.digest or not named:
        return LeftOut.NO_ANSWER
    return None


class _Places:
    """Gives out places, none twice."""

    def __init__(
        self, classes: Sequence[str], target: Target, known: Mapping[str, str]
    ) -> None:
        self._target = target
        self._known = known
        self._known_by_folder: dict[str, list[str]] = {}
        for place in known.values():
            folder, _, name = place.partition("/")
            self._known_by_folder.setdefault(folder, []).append(name)
        self._folder_keys: set[str] = set()
        self._review = self._new_folder(REVIEW_FOLDER)
        self._refused = self._new_folder(REFUSED_FOLDER)
        self._folder_of_class: dict[str, str] = {}
        for label in classes:
            self._class_folder(label)
        self._names: dict[str, _Names] = {}

    def place(self, still: AnsweredStill) -> str:
        folder = self._folder(still)
        known = self._known.get(still.file, "")
        if known.startswith(f"{folder}/"):
            return known
        if folder not in self._names:
            foreign = self._target.names_in(folder)
            self._names[folder] = _Names(
                (*foreign, *self._known_by_folder.get(folder, ()))
            )
        return f"{folder}/{self._names[folder].new(still.file.rpartition('/')[2])}"

    def _folder(self, still: AnsweredStill) -> str:
        match still.decision:
            case Decision.ACCEPT.value:
                return self._class_folder(still.predicted_class or "")
            case Decision.REVIEW.value:
                return self._review
            case _:
                return self._refused

    def _class_folder(self, label: str) -> str:
        if label not in self._folder_of_class:
            self._folder_of_class[label] = self._new_folder(_called_a_finding(label))
        return self._folder_of_class[label]

    def _new_folder(self, wanted: str) -> str:
        name = portable_name(wanted)
        candidate, number = name, 1
        while name_key(candidate) in self._folder_keys or not self._target.takes_folder(
            candidate
        ):
            number += 1
            candidate = numbered(name, number)
        self._folder_keys.add(name_key(candidate))
        return candidate


def _called_a_finding(label: str) -> str:
    """Return a class's name; nobody may take its folder for the unsure stills."""
    reserved = {REVIEW_FOLDER, REFUSED_FOLDER}
    is_reserved = name_key(portable_name(label)) in reserved
    return f"{portable_name(label)} (finding)" if is_reserved else label


class _Names:
    """The names of one folder."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name_key(name) for name in taken}
        self._last: Counter[str] = Counter()

    def new(self, wanted: str) -> str:
        name = portable_name(wanted)
        first = name_key(name)
        candidate = name
        while name_key(candidate) in self._taken:
            # goes on where it was: 100,000 stills of one name are no square
            self._last[first] = max(self._last[first], 1) + 1
            candidate = numbered(name, self._last[first])
        self._taken.add(name_key(candidate))
        return candidate
