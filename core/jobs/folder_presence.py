"""Whether the folder that is worked on is still there, or went with its disk."""

import os
from pathlib import Path

from core.errors import LumenaryError


class FolderTakenAway(LumenaryError):
    """The folder went away during the work; a reason for each still would mislead."""


class FolderPresence:
    """Remembers a folder as it was at the beginning.

    A folder that could not be listed even then is never missed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
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
                hint="The findings so far are kept. Bring the folder back, then "
                "resume the classification.",
            )


def _disk_of(folder: Path) -> int | None:
    try:
        with os.scandir(folder) as entries:
            next(entries, None)
        return folder.stat().st_dev
    except OSError:
        return None
