"""Whether a model of the library is what its card says, to the last byte."""

from typing import Final

from core.errors import LumenaryError
from core.library.model_folder import ModelDamaged, open_folder
from core.library.store import LibraryEntry

_INSTALL_AGAIN: Final = (
    "It was not used. It came with Lumenary: install Lumenary again, which leaves your "
    "own models, runs and reviews as they are."
)
Signature = tuple[tuple[str, int, int], ...]
"""Path, bytes and time of change of each file."""


def problem_of(entry: LibraryEntry) -> LumenaryError | None:
    """Hash every file of a model; return what is wrong with it, or nothing.

    Some 20 ms for a model of 20 MB that the system has in memory.
    """
    problem = entry.problem or _found_in(entry)
    if entry.shipped and isinstance(problem, ModelDamaged):
        return ModelDamaged(
            problem.user_message, hint=_INSTALL_AGAIN, details=problem.details
        )
    return problem


def _found_in(entry: LibraryEntry) -> LumenaryError | None:
    try:
        open_folder(entry.folder)
    except LumenaryError as error:
        return error
    return None


def signature(entry: LibraryEntry) -> Signature:
    """Return what differs once a file of a model was changed, without reading it.

    Empty where the folder cannot be listed.
    """
    try:
        stats = [(path, path.stat()) for path in sorted(entry.folder.rglob("*"))]
    except OSError:
        return ()
    return tuple((str(path), s.st_size, s.st_mtime_ns) for path, s in stats)
