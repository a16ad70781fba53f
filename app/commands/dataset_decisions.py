"""``lumenary dataset not-a-copy`` and ``leave-out``: decisions on stills."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from core.review.dataset_decisions import DatasetDecisions

_First = Annotated[Path, typer.Argument(exists=True, dir_okay=False, metavar="A")]
_Second = Annotated[Path, typer.Argument(exists=True, dir_okay=False, metavar="B")]
_Undo = Annotated[bool, typer.Option("--undo", help="Take the decision back.")]


def not_a_copy(first: _First, second: _Second, undo: _Undo = False) -> None:
    """Say that A and B are no copies of each other, however alike they are.

    Checks, splits and trainings heed it from now on, wherever the files are and
    whatever they are called; nothing in them is changed.
    """
    from app.terminal.terminal_job import errors_in_words

    with errors_in_words():
        one, other = _digest(first), _digest(second)
        if one == other:
            raise typer.BadParameter(
                "both files are equal byte for byte, so that each is a copy"
            )
        with _decisions() as (log, reader):
            if undo:
                log.undo(one, other, reader=reader)
            else:
                log.not_a_copy(one, other, reader=reader)
    typer.echo(
        f"Likeness decides again on “{first.name}” and “{second.name}”."
        if undo
        else f"“{first.name}” and “{second.name}” are not taken for copies any more."
    )


def leave_out(
    stills: Annotated[
        list[Path], typer.Argument(exists=True, dir_okay=False, metavar="STILL...")
    ],
    why: Annotated[str, typer.Option(help="The reason, in your words.")] = "",
    undo: _Undo = False,
) -> None:
    """Leave stills out of checks, splits, trainings and measuring.

    They are known by what is in the files, and stay where they are, unchanged.
    """
    from app.terminal.terminal_job import errors_in_words

    with errors_in_words(), _decisions() as (log, reader):
        for digest in [_digest(still) for still in stills]:
            if undo:
                log.take_back(digest, reader=reader)
            else:
                log.leave_out(digest, reader=reader, why=why)
    names = f"“{stills[0].name}”" if len(stills) == 1 else f"{len(stills)} stills"
    typer.echo(f"{names} used again." if undo else f"{names} left out.")


@contextmanager
def _decisions() -> Iterator[tuple["DatasetDecisions", str]]:
    """Yield the log of decisions and who decides: the reader of the settings."""
    from app.settings.kept_settings import SettingsStore
    from core.paths import UserFolders
    from core.review.dataset_decisions import DatasetDecisions

    folders = UserFolders.from_environment()
    reader = SettingsStore(folders.home).load().settings.reader
    with DatasetDecisions(folders.review_log) as log:
        if log.notice:
            typer.echo(f"! {log.notice}", err=True)
        yield log, reader


def _digest(path: Path) -> str:
    """Return the SHA-256 of a still that can be read as one.

    Raises
    ------
    core.images.reading.UnreadableStill
        If it cannot: a decision on it would mean nothing.
    """
    from core.files import sha256_of
    from core.images.reading import UnreadableStill, read_still

    try:
        read_still(path, shortest_side=1)
        return sha256_of(path)
    except (UnreadableStill, OSError) as error:
        reason = getattr(error, "user_message", None) or "It cannot be read."
        raise UnreadableStill(
            f"Nothing was decided on “{path.name}”: {reason}",
            hint="Name stills that can be read.",
            details=repr(error),
        ) from error
