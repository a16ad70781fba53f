"""What a look for stills leaves out, counted, and told in a sentence for each kind."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.images.reading import STILL_SUFFIXES

_ENDINGS_TOLD: Final = 5
"""Files named by numbers alone may have as many endings as there are files."""
_DICOM: Final = frozenset({".dcm", ".dicom"})


def is_still(path: Path) -> bool:
    """Return whether a file's name ends like a still's."""
    return path.suffix.lower() in STILL_SUFFIXES


@dataclass(slots=True)
class PassedOver:
    """Files that are no stills, and links to stills that are met without them."""

    endings: Counter[str] = field(default_factory=Counter)
    """Files that are no stills, by their ending in lower case."""
    links: int = 0

    def stills_among(self, files: Iterable[Path]) -> Iterator[Path]:
        """Yield the stills as they come, and count the other files."""
        for path in files:
            if is_still(path):
                yield path
            else:
                self.endings[path.suffix.lower() or "no suffix"] += 1

    def note_link(self, path: Path) -> None:
        """Count a link to a still or folder that is reached by another way."""
        self.links += 1

    @property
    def files(self) -> str:
        """How many files of which ending, the most frequent first: ``8 .dcm, 4 .gif``.

        Empty where there are none.
        """
        # by name where as many: the same sentence on every system
        ranked = sorted(self.endings.items(), key=lambda one: (-one[1], one[0]))
        told = [f"{count} {ending}" for ending, count in ranked[:_ENDINGS_TOLD]]
        if rest := sum(count for _, count in ranked[_ENDINGS_TOLD:]):
            told.append(f"{rest} others")
        return ", ".join(told)

    @property
    def dicom(self) -> str:
        """How many DICOM files: ``are 8 .dcm files``; empty where there are none."""
        found = {end: self.endings[end] for end in sorted(_DICOM) if self.endings[end]}
        counted = " and ".join(f"{count} {ending}" for ending, count in found.items())
        total = sum(found.values())
        are = "is" if total == 1 else "are"
        return f"{are} {counted} {_files(total)}" if found else ""

    def sentences(self) -> Iterator[str]:
        """Yield what to tell the user; nothing where nothing was passed over."""
        if total := self.endings.total():
            are = "is no still" if total == 1 else "are no stills"
            yield f"Passed over: {total} {_files(total)} that {are} ({self.files})."
        if self.links:
            links = "1 link" if self.links == 1 else f"{self.links} links"
            yield f"Passed over: {links} to what is met by another way."


def _files(count: int) -> str:
    return "file" if count == 1 else "files"
