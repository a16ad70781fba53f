"""``lumenary labels``: doubt in the labels of an evaluation's stills."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.options import Json, WithoutImages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.jobs.evaluated_labels import EvaluatedLabels
    from core.jobs.results import JobResult
    from core.review.label_questions import LabelQuestion, LabelQuestions

app = typer.Typer(
    help="Question labels of stills that a model was measured on. No file changes, and "
    "a test still stays in the test part.",
    no_args_is_help=True,
)

_Run = Annotated[
    Path,
    typer.Argument(
        exists=True,
        file_okay=False,
        help="Run folder of a “lumenary evaluate”, which prints it at its end, or of a "
        "training.",
    ),
]
_Stills = Annotated[
    list[str],
    typer.Argument(help="Stills, by path or by name below the evaluated folder."),
]
_Reader = Annotated[
    str | None,
    typer.Option(help="Who says so. (default: the reader in the window's settings)"),
]


@app.command("list")
def list_questions(run: _Run, json: Json = False) -> None:
    """List the questioned labels among the stills of RUN."""
    from app.terminal.terminal_job import errors_in_words
    from core.jobs.evaluated_labels import EvaluatedLabels
    from core.paths import UserFolders
    from core.review.label_questions import recorded_questions

    with errors_in_words():
        labels = EvaluatedLabels.of(run)
        questions = recorded_questions(UserFolders.from_environment().review_log)
    asked = labels.questioned(questions)
    for line in _as_json(asked) if json else _in_words(asked):
        typer.echo(line)


@app.command()
def question(
    run: _Run,
    stills: _Stills,
    shows: Annotated[
        str | None, typer.Option(metavar="CLASS", help="What the stills show instead.")
    ] = None,
    none_of_these: Annotated[
        bool,
        typer.Option("--none-of-these", help="They show none of the model's classes."),
    ] = False,
    reader: _Reader = None,
) -> None:
    """Note that the labels of STILLS are doubted, and what they show instead."""
    from datetime import datetime

    from app.terminal.terminal_job import errors_in_words
    from core.jobs.evaluated_labels import EvaluatedLabels

    if (shows is None) != none_of_these:
        raise typer.BadParameter("say either --shows CLASS or --none-of-these")
    with errors_in_words():
        labels = EvaluatedLabels.of(run)
        chosen = [labels.still(name) for name in stills]
        for still in chosen:
            labels.refuse_unseen(still)
            if shows is not None:
                labels.refuse_proposal(still, shows)
        who = _reader(reader)
        with _log() as log:
            for still in chosen:
                log.ask(
                    digest=still.digest,
                    stated=still.true_class,
                    proposed=shows,
                    reader=who,
                    time=datetime.now().astimezone(),
                    model=labels.header.model_key,
                )
    _tell(labels, f"Questioned {_labels(len(chosen))}.", run)


@app.command()
def withdraw(run: _Run, stills: _Stills, reader: _Reader = None) -> None:
    """Take the doubt in the labels of STILLS back."""
    from datetime import datetime

    from app.terminal.terminal_job import errors_in_words
    from core.errors import BadRequest
    from core.jobs.evaluated_labels import EvaluatedLabels

    with errors_in_words():
        labels = EvaluatedLabels.of(run)
        chosen = [labels.still(name) for name in stills]
        who = _reader(reader)
        with _log() as log:
            questioned = {file for file, _ in labels.questioned(log.questions())}
            for still in chosen:
                if still.file not in questioned:
                    raise BadRequest(
                        f"The label of “{still.file}” is not questioned.",
                        hint="Nothing was withdrawn.",
                    )
            for still in chosen:
                now = datetime.now().astimezone()
                log.withdraw(digest=still.digest, reader=who, time=now)
    _tell(labels, f"Withdrew the question of {_labels(len(chosen))}.", run)


@app.command()
def measure(
    run: _Run, without_images: WithoutImages = False, json: Json = False
) -> None:
    """Measure the stills of RUN again with the labels that are proposed for them.

    The numbers as first measured stay; the new ones stand beside them, marked as
    revised after errors were seen.
    """
    from app.terminal.terminal_job import run_in_terminal
    from core.jobs.requests import ReviseLabelsRequest

    request = ReviseLabelsRequest(run=run.absolute(), with_images=not without_images)
    run_in_terminal(request, json=json, summarise=_summary)


def _summary(result: "JobResult") -> str:
    from app.commands.evaluate import in_words
    from core.jobs.results import ReviseLabelsResult
    from core.jobs.revise import REVISED_NOTICE

    assert isinstance(result, ReviseLabelsResult)
    old, new = result.record_old, result.record_new
    first = in_words(old.overall.balanced_accuracy)
    lines = [f"As first measured: balanced accuracy {first}"]
    if new is None or new.revised is None:
        lines.append("No label is questioned: there are no revised numbers.")
        return "\n".join(lines)
    then = in_words(new.overall.balanced_accuracy)
    lines += [
        f"{REVISED_NOTICE}: balanced accuracy {then}",
        *(f"! {notice}" for notice in new.notices[:1]),
        f"Report: {result.report}",
    ]
    return "\n".join(lines)


def _in_words(asked: "Iterable[tuple[str, LabelQuestion]]") -> list[str]:
    from app.reporting.question_wording import question_sentence

    lines = [
        f"{file}: its label says {doubt.stated}; {question_sentence(doubt)}"
        for file, doubt in asked
    ]
    return lines or ["No label of these stills is questioned."]


def _as_json(asked: "Iterable[tuple[str, LabelQuestion]]") -> list[str]:
    from json import dumps

    return [
        dumps(
            {
                "file": file,
                "stated": doubt.stated,
                "proposed": doubt.proposed,
                "reader": doubt.reader,
                "time": doubt.time.isoformat(),
            },
            ensure_ascii=False,
        )
        for file, doubt in asked
    ]


def _log() -> "LabelQuestions":
    from core.paths import UserFolders
    from core.review.label_questions import LabelQuestions

    log = LabelQuestions(UserFolders.from_environment().review_log)
    if log.notice:
        typer.echo(f"! {log.notice}", err=True)
    return log


def _reader(named: str | None) -> str:
    from app.settings.kept_settings import SettingsStore
    from core.paths import UserFolders

    if named is not None:
        return named
    loaded = SettingsStore(UserFolders.from_environment().home).load()
    for problem in loaded.problems:
        typer.echo(f"! {problem}", err=True)
    return loaded.settings.reader


def _labels(count: int) -> str:
    return f"the label of {count} still" + ("" if count == 1 else "s")


def _tell(labels: "EvaluatedLabels", done: str, run: Path) -> None:
    from app.terminal.shell_words import shell_word

    typer.echo(f"{done} Nothing below “{labels.header.folder}” was changed.")
    typer.echo(f"Measure again: lumenary labels measure {shell_word(run)}")
