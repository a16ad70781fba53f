"""What is looked at or classified, whichever way it was chosen."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """A folder, or only some stills below it."""

    folder: Path
    stills: tuple[Path, ...] = ()
    """Empty: all stills of the folder."""
