"""Folders of stills as a tree, each with the counts of all that lies below it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.review.tally import Tally, examination_of


@dataclass(slots=True, eq=False)
class Examination:
    """A folder with stills in it or below it."""

    number: int
    """Its place in ``ExaminationTree.examinations``, which never changes."""
    folder: str
    """Path relative to the classified folder with ``/``; empty for that itself."""
    parent: "Examination | None" = None
    place: int = 0
    """Among its parent's children."""
    children: list["Examination"] = field(default_factory=list)
    expected: int = 0
    """Stills in it and below, as far as they were found beforehand."""
    tally: Tally = field(default_factory=Tally)
    """Of the stills in it and below."""

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.folder.rpartition("/")[2]

    @property
    def progress(self) -> tuple[int, int]:
        """How many stills have been looked at, of how many."""
        return self.tally.stills, max(self.expected, self.tally.stills)

    @property
    def reviewed(self) -> tuple[int, int]:
        """How many stills have been reviewed, of how many readable ones so far."""
        return self.tally.reviewed, self.tally.readable

    def lineage(self) -> Iterator["Examination"]:
        """Yield this and all that it lies in, up to the root."""
        examination: Examination | None = self
        while examination is not None:
            yield examination
            examination = examination.parent


class ExaminationTree:
    """The folders that hold stills, and those between them and the root.

    Parameters
    ----------
    by_folder
        Stills right in each folder, by its path relative to the classified one.
    """

    def __init__(self, by_folder: Mapping[str, int]) -> None:
        self.root = Examination(0, "")
        self.examinations = [self.root]
        self._by_folder = {"": self.root}
        for folder, stills in by_folder.items():
            for examination in self._make(folder).lineage():
                examination.expected += stills
        for examination in self.examinations:
            _put_in_order(examination.children)

    def find(self, folder: str) -> Examination | None:
        """Return the examination of a folder, ``None`` if there is none."""
        return self._by_folder.get(folder)

    def holding(self, file: str) -> Examination:
        """Return the innermost known examination that a file lies in."""
        folder = examination_of(file)
        while folder not in self._by_folder:
            folder = examination_of(folder)
        return self._by_folder[folder]

    def _make(self, folder: str) -> Examination:
        missing: list[str] = []
        while folder not in self._by_folder:
            missing.append(folder)
            folder = examination_of(folder)
        examination = self._by_folder[folder]
        for path in reversed(missing):
            examination = self._add(path, examination)
        return examination

    def _add(self, folder: str, parent: Examination) -> Examination:
        examination = Examination(len(self.examinations), folder, parent)
        self.examinations.append(examination)
        self._by_folder[folder] = examination
        parent.children.append(examination)
        return examination


def natural_key(name: str) -> tuple[tuple[str | int, ...], str]:
    """Return what names are sorted by so that exam2 comes before exam10."""
    parts = re.split(r"(\d+)", name.casefold())
    # text and numbers take turns, so that only like is compared with like
    return tuple(int(p) if at % 2 else p for at, p in enumerate(parts)), name


def _put_in_order(siblings: list[Examination]) -> None:
    siblings.sort(key=lambda examination: natural_key(examination.name))
    for place, examination in enumerate(siblings):
        examination.place = place
