"""The library: the user's models beside those shipped with the program."""

import difflib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadRequest, LumenaryError
from core.files import WriteFailed, rename, staged_folder
from core.library.card import ModelCard
from core.library.checked_models import CheckedModels
from core.library.model_folder import (
    OpenedModel,
    hash_files,
    open_folder,
    read_card,
    write_card,
)
from core.library.model_name import name_key, problem_with_name

__all__ = [
    "LibraryEntry",
    "ModelLibrary",
    "OpenedModel",
    "hash_files",
    "read_card",
    "write_card",
]


class UnknownModel(BadRequest):
    """No model has this name, and no model stands at this path."""


class BadModelName(BadRequest):
    """A name that cannot name a model, or that another model has already."""


class LibraryUnreadable(LumenaryError):
    """A library's folder exists and cannot be listed."""


class ShippedModel(LumenaryError):
    """A model that belongs to the program and stays with it."""


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """A model as it stands in the list: with its card, or with what is wrong with it.

    Its files' hashes are checked when it is opened, not when it is listed.
    """

    name: str
    folder: Path
    shipped: bool
    card: ModelCard | None
    problem: LumenaryError | None


class ModelLibrary:
    """Models in the user's folder and in the program's, known by their folders' names.

    The user's folder is made when the first model is published.

    Parameters
    ----------
    user_folder, shipped_folder
        Hold a folder for each model.
    checked
        Knows which models from outside were gone through; each time, by default.
    """

    def __init__(
        self,
        user_folder: Path,
        shipped_folder: Path,
        *,
        checked: CheckedModels | None = None,
    ) -> None:
        self._user_folder = user_folder
        self._shipped_folder = shipped_folder
        self._checked = checked or CheckedModels(None)

    def entries(self) -> tuple[LibraryEntry, ...]:
        """Return all models, the user's first, each group by name.

        A broken model is an entry with a ``problem``.

        Raises
        ------
        LibraryUnreadable
            If a library folder exists and cannot be listed.
        """
        return tuple(
            _entry(folder, shipped=shipped) for folder, shipped in self._folders()
        )

    def entry(self, name: str) -> LibraryEntry:
        """Return a model as it stands in the list, damaged or not.

        Raises
        ------
        UnknownModel
            If the library has no such model.
        """
        if found := self._find(name):
            return _entry(found[0], shipped=found[1])
        raise self._unknown(name)

    def times(self) -> dict[str, int]:
        """Return what differs once a model has come, gone or been replaced.

        Far cheaper than :meth:`entries`: no file is opened. Never raises.

        Returns
        -------
        dict
            Modification times of the library's folders and the models' in it, in
            nanoseconds, by path; those that cannot be asked are left out.
        """
        times: dict[str, int] = {}
        for root in self._user_folder, self._shipped_folder:
            with suppress(OSError):
                times[str(root)] = root.stat().st_mtime_ns
                with os.scandir(root) as found:
                    times |= {entry.path: entry.stat().st_mtime_ns for entry in found}
        return times

    def open(self, name_or_folder: str) -> OpenedModel:
        """Open a model by its name or its folder's path, every file checked.

        A name in the library comes before a folder of the same name. What did not come
        with the program is gone through once, before it is used for the first time.

        Raises
        ------
        UnknownModel
            If there is no such model; the nearest names are suggested.
        core.library.model_folder.NewerModel
            If the model's format is newer than this program's.
        core.library.model_folder.ModelDamaged
            If a file is missing, changed, or not named by the card.
        core.library.foreign_model.ModelUnsafe
            If a file holds what none of a model does.
        """
        folder, shipped = self._place_of(name_or_folder)
        model = open_folder(folder)
        if not shipped:
            self.check_foreign(model)
        return model

    def check_foreign(self, model: OpenedModel) -> None:
        """Go through a model from outside, unless that was done before.

        Raises as :meth:`core.library.checked_models.CheckedModels.check`.
        """
        self._checked.check(model)

    @contextmanager
    def publish(self, name: str) -> Iterator[Path]:
        """Yield an empty folder that appears as model ``name`` by one rename.

        An exception in the block leaves the library as it was; so does a folder that
        could not be opened as a model.

        Raises
        ------
        BadModelName
            If the name is not allowed or taken, also in another case.
        core.library.model_folder.ModelDamaged
            If what the block left is not a whole model.
        core.files.WriteFailed
            If the library cannot be written.
        """
        self.check_free(name)
        with staged_folder(self._user_folder / name) as stage:
            yield stage
            open_folder(stage, called=name)

    def check_free(self, name: str) -> None:
        """Raise :class:`BadModelName` unless a model may be published as ``name``.

        Worth asking before hours of training, and not only after.
        """
        if problem := problem_with_name(name):
            raise BadModelName(problem, hint="Choose another name.")
        if taken := self._find(name):
            raise BadModelName(
                f"There is a model “{taken[0].name}” already.",
                hint="Nothing was overwritten. Choose another name, or remove that "
                "model first.",
            )

    def remove(self, name: str) -> None:
        """Remove one of the user's models: gone from the library at once, then deleted.

        Raises
        ------
        UnknownModel
            If there is no such model.
        ShippedModel
            If it belongs to the program.
        core.files.WriteFailed
            If the folder cannot be changed; the model is untouched then.
        """
        found = self._find(name)
        if found is None:
            raise self._unknown(name)
        folder, shipped = found
        if shipped:
            raise ShippedModel(
                f"“{folder.name}” came with Lumenary and cannot be removed.",
                hint="Only models that you trained or imported can be.",
            )
        _delete(folder)

    def _folders(self) -> Iterator[tuple[Path, bool]]:
        for root, shipped in (self._user_folder, False), (self._shipped_folder, True):
            for folder in _model_folders(root):
                yield folder, shipped

    def _place_of(self, name_or_folder: str) -> tuple[Path, bool]:
        if found := self._find(name_or_folder):
            return found
        folder = Path(name_or_folder).expanduser()
        if name_or_folder and folder.is_dir():
            return folder.resolve(), False
        raise self._unknown(name_or_folder)

    def _find(self, name: str) -> tuple[Path, bool] | None:
        key = name_key(name)
        return next((f for f in self._folders() if name_key(f[0].name) == key), None)

    def _unknown(self, name: str) -> UnknownModel:
        names = [folder.name for folder, _ in self._folders()]
        near = difflib.get_close_matches(name, names, n=3, cutoff=0.5) or names[:5]
        known = ", ".join(f"“{n}”" for n in near)
        return UnknownModel(
            f"There is no model “{name}”.",
            hint=f"Did you mean {known}?" if known else "The library is empty.",
        )


def _model_folders(root: Path) -> list[Path]:
    try:
        return sorted(
            path
            for path in root.iterdir()
            if path.is_dir() and not path.name.startswith((".", "__"))
        )
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LibraryUnreadable(
            f"Couldn't list the models in {root}: {error.strerror}.",
            hint="Check your permissions, or name another folder by LUMENARY_HOME.",
            details=repr(error),
        ) from error


def _entry(folder: Path, *, shipped: bool) -> LibraryEntry:
    card, problem = None, None
    try:
        card = read_card(folder)
    except LumenaryError as error:
        problem = error
    return LibraryEntry(folder.name, folder, shipped, card, problem)


def _delete(folder: Path) -> None:
    try:
        with tempfile.TemporaryDirectory(
            prefix=".removed-", dir=folder.parent, ignore_cleanup_errors=True
        ) as grave:
            rename(folder, Path(grave) / folder.name)
    except OSError as error:
        raise WriteFailed(
            f"Couldn't remove the model “{folder.name}”: {error.strerror}.",
            hint="It is still there and whole. Check your permissions for the folder.",
            details=repr(error),
        ) from error
