"""The archive of a model that was dropped on a page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

ARCHIVE_SUFFIXES: Final = (".lumenary", ".zip")
"""What an exported model may be called; the first opens by a double click."""


def archive_of(paths: Sequence[Path]) -> Path | str:
    """Return the dropped archive, or a sentence that says why there is none."""
    if len(paths) != 1:
        return "Drop one archive of a model at a time."
    if paths[0].suffix.lower() not in ARCHIVE_SUFFIXES:
        endings = " or ".join(ARCHIVE_SUFFIXES)
        return (
            "That is no archive of a model: these are files that “Export…” wrote and "
            f"that end in {endings}."
        )
    return paths[0].absolute()
