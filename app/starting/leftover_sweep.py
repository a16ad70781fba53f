"""Sweeps what killed processes left, and shortens old logs, beside the window."""

import threading
from contextlib import suppress
from typing import Final

from core.control import Cancelled, Control
from core.paths import UserFolders

_PATIENCE: Final = 0.2
"""Seconds that a closing window waits; the thread dies with the process anyway."""


class LeftoverSweep:
    """One look at the data folder; what is found is older than a day and of nobody.

    Parameters
    ----------
    folders
        The user's own. Where results were written is left to whoever asks for it: it
        may be a network drive.
    """

    def __init__(self, folders: UserFolders) -> None:
        self._folders = folders
        self._control = Control()
        self._thread = threading.Thread(
            target=self._sweep, name="leftovers", daemon=True
        )

    def start(self) -> None:
        """Begin; to be called once."""
        self._thread.start()

    def stop(self) -> None:
        """Stop at the next file; more than once does no harm."""
        self._control.cancel()
        if self._thread.is_alive():
            self._thread.join(_PATIENCE)

    def _sweep(self) -> None:
        from core.keeping.leftovers import sweep
        from core.keeping.old_logs import shorten_old_logs

        with suppress(Cancelled):
            sweep(self._folders, elsewhere=False, control=self._control)
            shorten_old_logs(self._folders, self._control)
