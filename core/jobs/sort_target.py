"""The folder that stills are sorted into, as it is before: what of it is free."""

from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path

from core.dataset.walking import normalised
from core.errors import BadRequest
from core.inference.portable_names import name_key
from core.jobs.sort_manifest import MANIFEST_FILE


class PlaceRefused(BadRequest):
    """Stills cannot be sorted into the folder that was named."""


class SortTarget:
    """What stands in a folder; nothing of it is ever touched.

    Parameters
    ----------
    folder
        Need not be there yet.
    originals
        Real paths of the folders that stills were classified in.
    own
        Places of copies that an earlier sort of the same run made.

    Raises
    ------
    OSError
        In every method, if the folder cannot be listed.
    """

    def __init__(
        self, folder: Path, originals: Collection[Path], own: Collection[str] = ()
    ) -> None:
        self._folder = folder.resolve()
        self._originals = originals
        self._own = frozenset(own)

    def takes_folder(self, name: str) -> bool:
        """Return whether a folder may have this name.

        It may where the name is free, or belongs to a real folder that holds no
        originals; not where a link, a file or a folder of nearly this name has it.
        """
        if name_key(name) == name_key(MANIFEST_FILE):
            return False
        alike = self._entries.get(name_key(name), [])
        return all(
            normalised(entry.name) == name
            and is_real_folder(entry)
            and not lies_within(entry, self._originals)
            for entry in alike
        )

    def names_in(self, folder: str) -> Iterable[str]:
        """Return the names in a folder that no earlier sort gave."""
        path = self._folder / folder
        if not path.is_dir():
            return ()
        names = [normalised(entry.name) for entry in path.iterdir()]
        return [name for name in names if f"{folder}/{name}" not in self._own]

    @cached_property
    def _entries(self) -> dict[str, list[Path]]:
        entries: dict[str, list[Path]] = {}
        if self._folder.is_dir():
            for entry in self._folder.iterdir():
                entries.setdefault(name_key(entry.name), []).append(entry)
        return entries


def is_real_folder(path: Path) -> bool:
    """Return whether a folder is there itself, and not through a link or junction.

    Parameters
    ----------
    path
        Its parent is real.
    """
    return path.is_dir() and path.resolve() == path


def lies_within(path: Path, folders: Iterable[Path]) -> bool:
    """Return whether a path lies within any of these folders, which are real."""
    real = path.resolve()
    return any(real.is_relative_to(folder) for folder in folders)


def refuse_place(folder: Path, originals: Iterable[Path]) -> None:
    """Refuse a folder that stills can't be sorted into.

    Parameters
    ----------
    folder
        To sort into.
    originals
        Real paths of folders that hold classified stills.

    Raises
    ------
    PlaceRefused
        If the folder lies within the originals, is a file, or if the folder in which
        it is to be made is not there: what is asked for may be a drive that is not.
    """
    if lies_within(folder, originals):
        raise PlaceRefused(
            f"“{folder}” lies within the classified folder.",
            hint="The copies would be classified with the originals the next time. "
            "Choose a folder beside it.",
        )
    if folder.exists() and not folder.is_dir():
        raise PlaceRefused(
            f"“{folder}” is a file.", hint="Nothing was changed. Choose a folder."
        )
    if not folder.parent.is_dir():
        raise PlaceRefused(
            f"There is no folder “{folder.parent}” to make “{folder.name}” in.",
            hint="Nothing was copied. Connect the drive or make that folder first.",
        )
