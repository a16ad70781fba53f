"""``lumenary classify``: a finding for each still below a folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from app.commands.options import Json
from app.commands.sort import DryRun, SortInto, Undo, sort_summary, undo_sort
from core.percent import percent

if TYPE_CHECKING:
    from core.jobs.requests import ClassifyRequest
    from core.jobs.results import JobResult


def classify(
    folder: Annotated[
        Path | None,
        typer.Argument(exists=True, help="Folder of stills, or one still."),
    ] = None,
    model: Annotated[
        str, typer.Option(help="Name of a model, or its folder.")
    ] = "starter",
    out: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="CSV to write. (default: in the run folder)"),
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option(min=1, help="Stills read at once. (default: one for each core)"),
    ] = None,
    review_below: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="Confidence below which answers go to review. (default: the model's)",
        ),
    ] = None,
    refusal_scale: Annotated[
        float,
        typer.Option(
            min=0.5,
            max=1.5,
            help="Times the model's own distance from which stills are refused; "
            "less refuses more.",
        ),
    ] = 1.0,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on with an unfinished classification of the same stills by the "
            "same model and thresholds: the one that came furthest since the last "
            "finished one.",
        ),
    ] = False,
    sort_into: SortInto = None,
    dry_run: DryRun = False,
    undo: Undo = None,
    json: Json = False,
) -> None:
    """Classify every still below FOLDER and write a CSV; originals stay untouched."""
    from app.commands.training_options import absolute, checked
    from app.terminal.terminal_job import run_in_terminal
    from core.jobs.requests import ClassifyRequest, Thresholds

    if undo is not None:
        undo_sort(undo, alone=not (folder or sort_into or dry_run), json=json)
    if folder is None:
        raise typer.BadParameter("name the folder of stills to classify")
    if dry_run and sort_into is None:
        raise typer.BadParameter("--dry-run goes with --sort-into")
    request = checked(
        ClassifyRequest,
        folder=folder.absolute(),
        model=model,
        out=absolute(out),
        threads=threads,
        thresholds=checked(
            Thresholds, review_below=review_below, refusal_scale=refusal_scale
        ),
    )
    if resume:
        request = _resumed(request)
    if sort_into is not None:
        _classify_and_sort(request, sort_into.absolute(), dry_run=dry_run, json=json)
    run_in_terminal(request, json=json, summarise=_summary, go_on=_how_to_go_on)


def _classify_and_sort(
    request: "ClassifyRequest", out: Path, *, dry_run: bool, json: bool
) -> NoReturn:
    from app.terminal.terminal_job import end_in_terminal, errors_in_words
    from core.jobs.requests import SortStillsRequest
    from core.jobs.results import ClassifyResult
    from core.jobs.sort_stills import refuse_target

    with errors_in_words():  # now, and not after an hour
        refuse_target(out, request.folder)
    result, status = end_in_terminal(
        request, json=json, summarise=_summary, go_on=_how_to_go_on
    )
    if isinstance(result, ClassifyResult):
        sort = SortStillsRequest(run=result.run, out=out, dry_run=dry_run)
        _, of_sort = end_in_terminal(sort, json=json, summarise=sort_summary)
        status = max(status, of_sort)
    raise typer.Exit(status)


def _resumed(request: "ClassifyRequest") -> "ClassifyRequest":
    from app.terminal.terminal_job import errors_in_words
    from core.jobs.context import library_of
    from core.jobs.resuming import unfinished_run
    from core.paths import UserFolders

    with errors_in_words():
        folders = UserFolders.from_environment()
        model = library_of(folders).open(request.model)
        run = unfinished_run(folders.runs, request, model.card.key)
    return request.model_copy(update={"resume": run})


def _how_to_go_on(run: Path) -> str:
    from core.jobs.findings_record import FINDINGS_FILE

    if not (run / FINDINGS_FILE).is_file():
        return ""
    return "To go on where this stopped, give the same command with --resume."


def _summary(result: "JobResult") -> str:
    from core.jobs.results import ClassifyResult

    assert isinstance(result, ClassifyResult)
    lines = [
        f"{result.stills} stills in {result.seconds:.1f} s with “{result.model}”: "
        f"{result.accepted} accepted, {result.review} to review, "
        f"{result.refused} refused (unlike the training stills)."
    ]
    lines += [f"  {name}: {count}" for name, count in result.by_class.items()]
    if result.with_truth:
        share = result.right / result.with_truth
        lines.append(
            f"The folders tell the class of {result.with_truth} of these: "
            f"{result.right} were called right ({percent(share)}). "
            "“lumenary evaluate” measures this properly."
        )
    if result.unreadable:
        lines.append(
            f"Couldn't read {result.unreadable} of {result.stills}; "
            "the column “error” says why."
        )
    lines.append(f"Table: {result.table}")
    lines.append(f"Run, for “lumenary export”: {result.run}")
    return "\n".join(lines)
