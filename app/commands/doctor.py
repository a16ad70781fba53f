"""``lumenary doctor``: what works on this computer, and what does not."""

from typing import Annotated

import typer

from app.commands.options import Json


def doctor(
    json: Json = False,
    gpu: Annotated[
        bool,
        typer.Option("--gpu", help="Also ask TensorFlow for GPUs; takes seconds."),
    ] = False,
) -> None:
    """Say what works here: libraries, display, GPU, models, memory, folders."""
    from app.diagnosis import diagnose
    from app.terminal.terminal_job import errors_in_words
    from core.paths import UserFolders

    with errors_in_words():
        findings = diagnose(UserFolders.from_environment(), ask_tensorflow=gpu)
    for finding in findings:
        if json:
            typer.echo(finding.model_dump_json())
        else:
            mark = "ok" if finding.works else "--"
            typer.echo(f"{mark}  {finding.subject}: {finding.message}")


def gpus() -> None:
    """Print the names of TensorFlow's GPUs: ``doctor --gpu`` asks a process."""
    from core.training.keras_import import import_tensorflow

    found = import_tensorflow().config.list_physical_devices("GPU")
    typer.echo(", ".join(each.name for each in found))
