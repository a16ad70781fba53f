"""Keeps the computer awake while work is going on."""

import threading
from contextlib import suppress

_SECONDS_TO_RELEASE = 1.0
"""How long closing waits for the system to be told; it notices by itself, too."""


class SleepInhibitor:
    """Asks the system not to sleep; the screen may still be locked and go dark.

    Nothing of this is ever in the way: it happens in a thread of its own, since a
    desktop may take its time to answer, and where there is nobody to ask it does
    nothing.
    """

    def __init__(self) -> None:
        self._hold: _Hold | None = None
        self._leaving: _Hold | None = None

    def warm_up(self) -> None:
        """Load what is needed, beside the window, before there is work to hold for."""
        threading.Thread(target=_load, name="stay awake: load", daemon=True).start()

    @property
    def in_effect(self) -> bool:
        """Whether the system has agreed."""
        return self._hold is not None and self._hold.agreed.is_set()

    def hold(self) -> None:
        """Stay awake from now on."""
        if self._hold is None:
            self._hold = _Hold()
            self._hold.start()

    def release(self) -> None:
        """Let the computer sleep again."""
        if self._hold is not None:
            self._hold.over.set()
            self._leaving, self._hold = self._hold, None

    def close(self) -> None:
        """Release at the end of the program, waiting a moment for the system.

        Also where it was released just before, when the last work was stopped.
        """
        self.release()
        if self._leaving is not None:
            self._leaving.join(_SECONDS_TO_RELEASE)


def _load() -> None:
    with suppress(ImportError):
        import wakepy  # noqa: F401


class _Hold(threading.Thread):
    """From one hold to its release; Windows wants both from the same thread."""

    def __init__(self) -> None:
        super().__init__(name="stay awake", daemon=True)
        self.over = threading.Event()
        self.agreed = threading.Event()

    def run(self) -> None:
        with suppress(Exception):  # whatever a desktop does, the work matters more
            from wakepy import keep

            with keep.running(on_fail="pass") as mode:
                if mode.active:
                    self.agreed.set()
                self.over.wait()
        self.agreed.clear()
