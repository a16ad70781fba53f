"""The packages of a small folder, and the time that their files bear."""

from pathlib import Path
from typing import Final, NamedTuple

SECONDS: Final = 1_700_000_000
"""Since 1970."""


class Packages(NamedTuple):
    """What was handed out for one version."""

    deb: Path
    archive: Path
