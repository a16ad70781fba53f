"""The files below a folder: in a stable order, each once, whatever links there are."""

import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_SYSTEM_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx", "@eadir"})
"""What Windows, macOS and network disks leave in folders of images, in lower case."""


def is_hidden(name: str) -> bool:
    """Return whether a file or folder of this name is never the user's own work."""
    return name.startswith(".") or name.casefold() in _SYSTEM_NAMES


def normalised(name: str) -> str:
    """Return a file name as it is shown and compared, the same on every system.

    macOS may hand out decomposed letters where others hand out composed ones (NFC), and
    Linux allows bytes that are no text at all: these are spelt out.
    """
    printable = name.encode("utf-8", "backslashreplace").decode("utf-8")
    return unicodedata.normalize("NFC", printable)


def path_of_name(root: Path, name: str) -> Path:
    """Return the file below ``root`` that is called ``name`` where names are shown.

    On most systems that is ``root / name``, and so it is where no file has that name.
    Only where the disk keeps decomposed letters or bytes that are no text, the folders
    on the way are searched.

    Parameters
    ----------
    root
        The folder that names are relative to.
    name
        With forward slashes, as :func:`normalised` returns it.
    """
    path = root / name
    if os.path.lexists(path):
        return path
    found = root
    for part in name.split("/"):
        found = _entry_called(found, part)
    return found


def path_as_kept(path: Path) -> Path:
    """Return the path of the file that is shown as ``path``; see `path_of_name`.

    Parameters
    ----------
    path
        Absolute.
    """
    anchor = Path(path.anchor)
    return path_of_name(anchor, path.relative_to(anchor).as_posix())


def _entry_called(folder: Path, name: str) -> Path:
    exactly = folder / name
    if os.path.lexists(exactly):
        return exactly
    try:
        alike = (entry for entry in folder.iterdir() if normalised(entry.name) == name)
        return next(alike, exactly)
    except OSError:
        return exactly


def visible_entries(folder: Path) -> list[Path]:
    """Return what a folder holds without hidden names, sorted by normalised name.

    Raises
    ------
    OSError
        If the folder cannot be listed.
    """
    entries = (entry for entry in folder.iterdir() if not is_hidden(entry.name))
    return sorted(entries, key=lambda entry: (normalised(entry.name), entry.name))


class FolderWalk:
    """One walk through folder trees that takes every real file once.

    A link to something that the walk reaches by its own path is left to that path, so
    that the outcome does not depend on which of the two comes first. Links that lead
    elsewhere are followed; a folder or file that was reached through one link is not
    taken again through another, which also ends loops.

    Parameters
    ----------
    tops
        The folders that will be walked.
    on_problem
        Receives a sentence for each folder that cannot be listed and each dead link.
    on_link_left
        Receives each link that is left to another way to its target.
    """

    def __init__(
        self,
        tops: Sequence[Path],
        on_problem: Callable[[str], None] | None = None,
        on_link_left: Callable[[Path], None] | None = None,
    ) -> None:
        self._tops = tuple(top.resolve() for top in tops)
        self._on_problem = on_problem or (lambda _: None)
        self._on_link_left = on_link_left or (lambda _: None)
        self._folders: set[Path] = set()
        self._linked_files: set[Path] = set()

    def files(self, top: Path) -> Iterator[Path]:
        """Yield the files below ``top``, lazily, each folder in its sorted order."""
        real = top.resolve()
        if real in self._folders:
            self._on_problem(f"“{top}” leads to a folder that was read already.")
            return
        yield from self._files(top, real)

    def _files(self, folder: Path, real: Path) -> Iterator[Path]:
        self._folders.add(real)
        try:
            entries = visible_entries(folder)
        except OSError as error:
            self._on_problem(f"Couldn't open the folder “{folder}”: {_reason(error)}.")
            return
        for entry in entries:
            target = self._target(entry, real)
            if target is None:
                continue
            if target in self._folders:
                self._on_link_left(entry)
            elif target.is_dir():
                yield from self._files(entry, target)
            else:
                yield entry

    def _target(self, entry: Path, real_folder: Path) -> Path | None:
        """Return the real path to read, or None if there is nothing, or nothing new."""
        own = real_folder / entry.name
        try:
            target = entry.resolve() if _may_lead_elsewhere(entry) else own
            if not (target.is_file() or target.is_dir()):
                self._on_problem(_why_nothing(entry))
                return None
            new = target == own or not self._has_another_way(target)
        except (
            OSError,
            RuntimeError,
        ) as error:  # Python 3.11 and 3.12: links in a ring
            self._on_problem(f"Couldn't open “{entry}”: {_reason(error)}.")
            return None
        if not new:
            self._on_link_left(entry)
        return target if new else None

    def _has_another_way(self, target: Path) -> bool:
        """Return whether a link's target is reached without it; remember files."""
        if any(_reached_from(top, target) for top in self._tops):
            return True
        if any(top.is_relative_to(target) for top in self._tops):  # a loop
            return True
        if target in self._linked_files:
            return True
        if target.is_file():
            self._linked_files.add(target)
        return False


def _why_nothing(entry: Path) -> str:
    if not os.path.lexists(entry):
        return f"“{entry}” is gone; it was there a moment ago."
    return f"“{entry}” is a link to nothing, or no file."


def _may_lead_elsewhere(path: Path) -> bool:
    # is_symlink knows no Windows junctions, which loop just as well
    return os.name == "nt" or path.is_symlink()


def _reached_from(top: Path, target: Path) -> bool:
    """Return whether a walk from ``top`` comes to ``target`` without any link."""
    if not target.is_relative_to(top):
        return False
    return not any(is_hidden(part) for part in target.relative_to(top).parts)


def _reason(error: OSError | RuntimeError) -> str:
    return getattr(error, "strerror", None) or "its links lead in a circle"
