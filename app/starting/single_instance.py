"""One window for each data folder: two would overwrite each other's session."""

from pathlib import Path
from typing import Final, Self

from PySide6.QtCore import QLockFile, QSysInfo

from core.errors import LumenaryError

_LOCK_FILE: Final = "window.lock"
_TORN_AFTER: Final = 10_000
"""Milliseconds; who has just made a lock has long written a name into it by then."""


class AlreadyOpen(LumenaryError):
    """Another window works in this data folder."""

    def __init__(self, holder: str, lock: Path, *, is_here: bool) -> None:
        whose = f" ({holder})" if holder else ""
        super().__init__(
            f"Lumenary is open already with this data folder{whose}.",
            hint="Go on in that window, or close it and start again. If no window is "
            f"open there any more, delete the file {lock}.",
            details=str(lock),
        )
        self.is_here = is_here
        """Whether that window is on this computer."""


class HomeNotWritable(LumenaryError):
    """The data folder takes no lock, and so nothing else."""


class WindowLock:
    """Held while a window is open; gone with the process, however it ends."""

    def __init__(self, lock: QLockFile) -> None:
        self._lock = lock

    def release(self) -> None:
        """Let another window have the folder; more than once does no harm."""
        self._lock.unlock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def claim(home: Path) -> WindowLock:
    """Take the data folder for this window.

    The lock of a process that has died on this computer is taken over; one from
    another computer never is, since nobody here can tell whether it still runs.

    Parameters
    ----------
    home
        The data folder; made if need be.

    Raises
    ------
    AlreadyOpen
        If another window has it; says which process, and where.
    HomeNotWritable
        If the folder cannot be made or written.
    """
    path = home / _LOCK_FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(home, repr(error)) from error
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # by the process's death only, not by age
    if lock.tryLock(0) or _taken_over_torn(lock):
        return WindowLock(lock)
    if lock.error() is QLockFile.LockError.LockFailedError:
        raise AlreadyOpen(_holder(lock), path, is_here=_is_here(lock))
    raise _not_writable(home, lock.error().name)


def _taken_over_torn(lock: QLockFile) -> bool:
    """Take over a lock that names nobody, as a power cut leaves it."""
    if lock.error() is not QLockFile.LockError.LockFailedError or _holder(lock):
        return False
    lock.setStaleLockTime(_TORN_AFTER)
    return lock.tryLock(0)


def _holder(lock: QLockFile) -> str:
    """Return who has the lock, in words; empty where the lock does not say."""
    process, host, _program = lock.getLockInfo()
    return f"process {process} on {host}" if host else ""


def _is_here(lock: QLockFile) -> bool:
    _process, host, _program = lock.getLockInfo()
    return host == QSysInfo.machineHostName()


def _not_writable(home: Path, details: str) -> HomeNotWritable:
    return HomeNotWritable(
        f"The data folder {home} cannot be written.",
        hint="Nothing was begun. Check your permissions and the free space, or name "
        "another folder by LUMENARY_HOME.",
        details=details,
    )
