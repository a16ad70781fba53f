"""``lumenary kept``: what the program keeps on the disk, and its deletion."""

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.options import Json
from app.exit_codes import ExitCode

if TYPE_CHECKING:
    from core.keeping.deletion import Deleted
    from core.keeping.places import KeptPlace

app = typer.Typer(
    help="Show what Lumenary keeps on the disk, and delete it.",
    invoke_without_command=True,
    no_args_is_help=False,
)


class Deletable(StrEnum):
    """The places that are deleted by command; as in :mod:`core.keeping.places`."""

    PREPARED = "prepared"
    RUNS = "runs"
    UNFINISHED = "unfinished"
    REVIEWS = "reviews"
    SESSION = "session"
    CRASHES = "crashes"
    LEFTOVERS = "leftovers"


@app.callback()
def kept(context: typer.Context, json: Json = False) -> None:
    """Show every place that holds pixels, file names or findings, with its size."""
    if context.invoked_subcommand is None:
        _show(json=json)


@app.command()
def delete(
    place: Annotated[Deletable, typer.Argument(help="What to delete.")],
    older_than: Annotated[
        int | None,
        typer.Option(min=0, metavar="DAYS", help="Only runs that began before that."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Delete what is kept in PLACE, after telling what is lost; never what is in use.

    Originals, models, exports and sorted copies are never deleted.
    """
    from app.kept_wording import how_much, what_came_of_it, what_is_lost
    from app.terminal.terminal_job import errors_in_words
    from core.control import Control
    from core.keeping.deletion import delete as delete_place
    from core.keeping.places import PlaceKey, measured
    from core.paths import UserFolders

    key = PlaceKey(place.value)
    age = None if older_than is None else timedelta(days=older_than)
    with errors_in_words():
        folders = UserFolders.from_environment()
        if not yes:
            now = measured(folders, key, Control())
            typer.echo(f"{now.title}: {how_much(now)}. {what_is_lost(now)}", err=True)
            typer.confirm("Delete?", abort=True, err=True)
        deleted = delete_place(folders, key, older_than=age)
    _say(_json_of_deleted(deleted) if json else what_came_of_it(deleted))
    if deleted.left:
        raise typer.Exit(ExitCode.SOME_FILES_FAILED)


@app.command()
def limit(
    gigabytes: Annotated[
        float | None,
        typer.Argument(min=0, help="What prepared stills may take; none shows it."),
    ] = None,
) -> None:
    """Show or set how much room prepared stills may take; the oldest go first."""
    from app.byte_sizes import in_words
    from app.terminal.terminal_job import errors_in_words
    from core.dataset.cache_limit import cache_limit, set_cache_limit
    from core.paths import UserFolders

    with errors_in_words():
        cache = UserFolders.from_environment().cache
        if gigabytes is not None:
            set_cache_limit(cache, round(gigabytes * 1e9))
    typer.echo(f"Prepared stills may take {in_words(cache_limit(cache))}.")


def _show(*, json: bool) -> None:
    from app.byte_sizes import in_words
    from app.terminal.terminal_job import errors_in_words
    from core.keeping.places import places
    from core.paths import UserFolders

    with errors_in_words():
        folders = UserFolders.from_environment()
        found = places(folders)
    for place in found:
        _say(_json_of(place) if json else _in_words(place))
    if not json:
        total = in_words(sum(place.bytes for place in found))
        typer.echo(f"In all {total}, in {folders.home}")


def _in_words(place: "KeptPlace") -> str:
    from app.byte_sizes import in_words
    from app.kept_wording import how_much

    lines = [f"{place.key}: {how_much(place)}, {in_words(place.bytes)}", place.holds]
    lines += [f"! {place.problem}"] if place.problem else []
    lines += [f"Not deleted here: {place.why_not}"] if place.why_not else []
    return "\n  ".join(lines)


def _json_of(place: "KeptPlace") -> dict[str, Any]:
    return {
        "place": place.key,
        "holds": place.holds,
        "paths": [str(path) for path in place.paths],
        "bytes": place.bytes,
        "count": place.count,
        "counted": place.counted,
        "deletable": place.deletable,
        "problem": place.problem or None,
    }


def _json_of_deleted(deleted: "Deleted") -> dict[str, Any]:
    return {
        "bytes": deleted.bytes,
        "count": deleted.count,
        "counted": deleted.counted,
        "left": deleted.left,
    }


def _say(answer: dict[str, Any] | str) -> None:
    import json

    typer.echo(answer if isinstance(answer, str) else json.dumps(answer))
