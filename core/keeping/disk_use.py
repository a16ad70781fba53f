"""How much room files take, and their deletion one by one; links are not followed."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from core.control import Control


@dataclass(slots=True)
class DiskUse:
    """What was counted, or deleted, and what could not be."""

    bytes: int = 0
    files: int = 0
    failures: list[str] = field(default_factory=list)
    """A sentence for each file or folder that could not be asked or deleted."""

    def add(self, other: "DiskUse") -> None:
        """Count what another has counted."""
        self.bytes += other.bytes
        self.files += other.files
        self.failures += other.failures


def disk_use(paths: Iterable[Path], control: Control) -> DiskUse:
    """Return what is at these places, folders with all that is in them.

    What is not there counts nothing. Raises :class:`core.control.Cancelled`.
    """
    use = DiskUse()
    for path in paths:
        for file in _files(path, use):
            control.check()
            _count(file, use)
    return use


def delete_files(paths: Iterable[Path], control: Control) -> DiskUse:
    """Delete files, and folders with all that is in them; return what is gone.

    A file that cannot be deleted is told and does not keep the others. A link is
    deleted, never what it leads to. Raises :class:`core.control.Cancelled` between two
    files.
    """
    gone = DiskUse()
    for path in paths:
        for file in _files(path, gone):
            control.check()
            _delete(file, gone)
        _remove_empty_folders(path)
    return gone


def reason(error: OSError) -> str:
    """Return what the system says is wrong."""
    return error.strerror or type(error).__name__


def newest_change(path: Path) -> float:
    """Return when a file, or anything in a folder, changed last.

    Returns
    -------
    float
        Seconds since 1970; infinity, as if it were new, where nobody can tell.
    """
    try:
        times = [path.lstat().st_mtime]
        is_folder = path.is_dir() and not path.is_symlink()
        walked = os.walk(path, onerror=_raise) if is_folder else ()
        for folder, folders, files in walked:
            times += [
                os.lstat(os.path.join(folder, name)).st_mtime  # noqa: PTH118  ten times faster
                for name in (*folders, *files)
            ]
    except OSError:
        return float("inf")
    return max(times)


def _files(path: Path, use: DiskUse) -> Iterator[Path]:
    if path.is_symlink() or path.is_file():
        yield path
        return

    def remember(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            use.failures.append(_sentence(Path(error.filename or path), error))

    for folder, folders, files in os.walk(path, onerror=remember):
        links = [name for name in folders if Path(folder, name).is_symlink()]
        yield from (Path(folder, name) for name in (*files, *links))


def _count(file: Path, use: DiskUse) -> None:
    try:
        use.bytes += file.lstat().st_size
    except FileNotFoundError:  # deleted meanwhile, as caches are
        return
    except OSError as error:
        use.failures.append(_sentence(file, error))
        return
    use.files += 1


def _delete(file: Path, gone: DiskUse) -> None:
    try:
        size = file.lstat().st_size
        file.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        gone.failures.append(_sentence(file, error))
        return
    gone.bytes += size
    gone.files += 1


def _remove_empty_folders(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        return
    for folder, _, _ in os.walk(path, topdown=False):
        with suppress(OSError):  # what holds a file that stayed
            Path(folder).rmdir()


def _sentence(path: Path, error: OSError) -> str:
    return f"“{path}”: {reason(error)}."


def _raise(error: OSError) -> None:
    raise error
