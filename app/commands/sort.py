"""``lumenary sort``: copies in folders of their findings, and the way back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from app.commands.options import Json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.jobs.results import JobResult, SortStillsResult

SortInto = Annotated[
    Path | None,
    typer.Option(
        file_okay=False,
        help="Then copy the stills into folders of their findings, review and refused, "
        "below DIR; nothing there is overwritten.",
        metavar="DIR",
    ),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Only say which still would be copied where."),
]
Undo = Annotated[
    Path | None,
    typer.Option(
        exists=True,
        help="Take back the copies of a sort: its manifest.jsonl, or its folder.",
        metavar="MANIFEST",
    ),
]


def sort(
    run: Annotated[
        Path | None,
        typer.Argument(
            exists=True,
            file_okay=False,
            help="Run folder of a “lumenary classify”, which prints it at its end.",
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            file_okay=False,
            help="Folder to sort into: new, or with other things that stay; one that "
            "was sorted before is gone on with.",
            metavar="DIR",
        ),
    ] = None,
    dry_run: DryRun = False,
    undo: Undo = None,
    json: Json = False,
) -> None:
    """Copy the stills of RUN into folders of their findings, review and refused.

    Originals are only read. --undo takes back what was copied and has not changed.
    """
    from app.terminal.terminal_job import run_in_terminal
    from core.jobs.requests import SortStillsRequest

    if undo is not None:
        undo_sort(undo, alone=not (run or into or dry_run), json=json)
    if run is None or into is None:
        raise typer.BadParameter("name the run and --into DIR, or --undo MANIFEST")
    request = SortStillsRequest(
        run=run.absolute(), out=into.absolute(), dry_run=dry_run
    )
    run_in_terminal(request, json=json, summarise=sort_summary)


def undo_sort(manifest: Path, *, alone: bool, json: bool) -> NoReturn:
    """Take back a sort and leave; ``alone``: whether nothing else was asked for."""
    from app.terminal.terminal_job import run_in_terminal
    from core.jobs.requests import UndoSortRequest

    if not alone:
        raise typer.BadParameter("--undo goes alone: it sorts and classifies nothing")
    request = UndoSortRequest(manifest=manifest.absolute())
    run_in_terminal(request, json=json, summarise=_undo_summary)


def sort_summary(result: "JobResult") -> str:
    """Return what was sorted, or would be, as a person reads it."""
    from core.jobs.results import SortStillsResult

    assert isinstance(result, SortStillsResult)
    return "\n".join(_sort_lines(result))


def _sort_lines(result: "SortStillsResult") -> "Iterator[str]":
    from app.terminal.shell_words import shell_word

    total = sum(result.copied.values())
    if result.dry_run:
        yield f"A dry run: nothing was written. Would copy {_counted(total, 'still')}:"
    else:
        yield f"{_counted(total, 'still')} copied, {result.already} of them before:"
    for folder, count in result.copied.items():
        yield f"  {folder}: {count}"
        if result.dry_run:
            yield from _examples(result, folder)
    if result.renamed:
        renamed = _counted(result.renamed, "still")
        yield f"Called otherwise, so that all names are kept apart: {renamed}"
        yield from (f"  {e.source} → {e.place}" for e in result.renamed_examples)
        more = result.renamed - len(result.renamed_examples)
        yield from (f"  and {more} more" for _ in range(more > 0))
    for reason, count in result.left_out.items():
        yield f"Left out: {_counted(count, 'still')} {reason}."
    if result.manifest:
        yield f"Copies and manifest: {result.folder}"
        yield f"Take back: lumenary sort --undo {shell_word(result.manifest)}"


def _examples(result: "SortStillsResult", folder: str) -> "Iterator[str]":
    for example in result.examples:
        if example.place.startswith(f"{folder}/"):
            yield f"    {example.source} → {example.place}"


def _undo_summary(result: "JobResult") -> str:
    from core.jobs.results import UndoSortResult

    assert isinstance(result, UndoSortResult)
    lines = [
        f"Removed {_counted(result.removed, 'copy')} and "
        f"{_counted(result.folders_removed, 'folder')} in {result.folder}; "
        "originals are as they were."
    ]
    if result.gone:
        lines.append(f"Gone before: {_counted(result.gone, 'copy')}.")
    lines += [f"Left: {_counted(n, 'file')} {why}." for why, n in result.kept.items()]
    if result.manifest:
        lines.append(f"Undo again when that is mended: {result.manifest} stays.")
    return "\n".join(lines)


def _counted(count: int, thing: str) -> str:
    several = thing.removesuffix("y") + ("ies" if thing.endswith("y") else "s")
    return f"{count} {thing if count == 1 else several}"
