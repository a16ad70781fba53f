"""Choosing another data folder; :mod:`core.paths` finds it at the next start."""

import os
import tempfile
from pathlib import Path
from typing import Final

from core.errors import BadRequest
from core.files import write_bytes
from core.paths import UserFolders, choice_file, default_home, is_there

_NAME: Final = "Lumenary"
_SETTINGS_FILE: Final = "settings.json"
"""The window's own, as ``app.settings.kept_settings`` calls it."""


def choose_home(folder: Path | None) -> Path:
    """Keep everything in ``folder`` from the next start on, made if need be.

    What is in the present folder stays there. ``LUMENARY_HOME`` still comes first.

    Parameters
    ----------
    folder
        Where a folder ``Lumenary`` is to be, that folder itself, or one that was in
        use before; ``None`` or :func:`default_home` for the system's folder.

    Returns
    -------
    Path
        The data folder of the next start.

    Raises
    ------
    BadRequest
        If the folder cannot be made or written; the choice stays as it was.
    core.files.WriteFailed
        If the choice cannot be recorded.
    """
    if folder is None or folder == default_home():
        write_bytes(choice_file(), b"")
        return default_home()
    home = _home_in(folder.absolute())
    _check_writable(home)
    write_bytes(choice_file(), os.fsencode(home) + b"\n")
    return home


def _home_in(folder: Path) -> Path:
    """Return a folder of our own in it, which is missing while its drive is.

    The place where a drive is mounted stays when the drive goes, and would look like
    an empty library.
    """
    named_for_it = folder.name.casefold() == _NAME.casefold()
    return folder if named_for_it or _used_before(folder) else folder / _NAME


def _used_before(folder: Path) -> bool:
    """Return whether it was a data folder; others have a folder ``runs``, too."""
    folders = UserFolders(folder)
    kept = folders.review_log, folder / _SETTINGS_FILE
    return is_there(folders.runs) and any(map(os.path.isfile, kept))


def _check_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BadRequest(
            f"“{folder}” cannot be written: {error.strerror}.",
            hint="The data folder stays where it was. Choose another.",
            details=repr(error),
        ) from error
