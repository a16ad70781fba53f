"""How running work is asked to stop: checked at each step, never forced."""

import threading
from collections.abc import Callable

from core.errors import LumenaryError


class Cancelled(LumenaryError):
    """The work was cancelled on request; nothing was published.

    Parameters
    ----------
    sentence
        What to say of it.
    hint
        What has become of the user's things.
    """

    def __init__(
        self,
        sentence: str = "Cancelled.",
        *,
        hint: str = "Originals and models are as they were.",
    ) -> None:
        super().__init__(sentence, hint=hint)


class Control:
    """Two requests that a running job looks at between two steps.

    *Cancel* discards the work. *Stop and keep the best* ends training early and goes on
    with the best weights so far; work that has no "best" takes it as nothing to do.
    Safe to call from any thread.
    """

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self._discards = threading.Event()
        self._stop_and_keep = threading.Event()
        self._forget: list[Callable[[], None]] = []

    def cancel(self) -> None:
        """Ask the work to stop and to discard what it made."""
        self._cancelled.set()
        self._discards.set()
        for forget in tuple(self._forget):
            forget()

    def abandon(self) -> None:
        """Ask the work to stop because nobody waits for it any more.

        To the work this is a cancel; but nobody has said that he does not want it, so
        that what it has kept to be gone on with stays.
        """
        self._cancelled.set()

    def when_cancelled(self, forget: Callable[[], None]) -> None:
        """Have what could be gone on with forgotten as soon as a user cancels.

        ``forget`` is called from the thread that cancels, so that it is done even where
        the work hangs and is killed a moment later; or here, if that was a moment ago.
        It may be called twice.
        """
        self._forget.append(forget)
        if self._discards.is_set():
            forget()

    def stop_and_keep(self) -> None:
        """Ask training to end now and to keep the best weights so far."""
        self._stop_and_keep.set()

    @property
    def cancel_requested(self) -> bool:
        """Whether the work is to be discarded."""
        return self._cancelled.is_set()

    @property
    def stop_requested(self) -> bool:
        """Whether training is to end now and keep the best."""
        return self._stop_and_keep.is_set()

    def check(self) -> None:
        """Raise :class:`Cancelled` if asked to cancel; call between two steps."""
        if self._cancelled.is_set():
            raise Cancelled
