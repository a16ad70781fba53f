"""Whether the folder that is worked on is still there, or went with its disk."""

import os
from pathlib import Path
from typing import Final

from core.errors import LumenaryError

RESUME: Final = (
    "The findings so far are kept. Bring the folder back, then resume the "
    "classification."
)
BEGIN_AGAIN: Final = "Nothing was measured or made. Bring it back, then begin again."


class FolderTakenAway(LumenaryError):
    """The folder went away during the work; a reason for each still would mislead."""


class FolderPresence:
    """Remembers a folder as it was at the beginning.

    A folder that could not be listed even then is never missed.

    Parameters
    ----------
    folder
        Where the stills are.
    hint
        What is kept where it goes away, and what to do.
    """

    def __init__(self, folder: Path, hint: str = RESUME) -> None:
        self._folder = folder
        self._hint = hint
        self._disk = _disk_of(folder)

    def check(self) -> None:
        """Return if the folder can be listed and lies on the disk that it was on.

        Where a disk is taken away, the empty folder that it was mounted on may remain.

        Raises
        ------
        FolderTakenAway
            If it cannot, or does not.
        """
        if self._disk is not None and _disk_of(self._folder) != self._disk:
            raise FolderTakenAway(
                f"The folder “{self._folder}” can't be reached any more.",
                hint=self._hint,
            )


def _disk_of(folder: Path) -> int | None:
    try:
        with os.scandir(folder) as entries:
            next(entries, None)
        return folder.stat().st_dev
    except OSError:
        return None
