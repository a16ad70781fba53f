"""The command line: one command for each kind of work, loaded when it is used."""

from typing import Annotated

import typer

from app.commands import (
    classify,
    compare,
    dataset,
    doctor,
    evaluate,
    export,
    kept,
    labels,
    models,
    preview,
    recipes,
    samples,
    sort,
    support_bundle,
    train,
    window,
    worker,
)

app = typer.Typer(
    name="lumenary",
    help="Classify folders of endoscopy stills and train classifiers on your own. "
    "For research; not a medical device. Nothing leaves this computer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("window")(window.window)
app.command("classify")(classify.classify)
app.command("sort")(sort.sort)
app.add_typer(export.app, name="export")
app.command("preview")(preview.preview)
app.add_typer(dataset.app, name="dataset")
app.command("train")(train.train)
app.command("evaluate")(evaluate.evaluate)
app.command("compare")(compare.compare)
app.add_typer(labels.app, name="labels")
app.add_typer(models.app, name="models")
app.command("recipes")(recipes.recipes)
app.add_typer(kept.app, name="kept")
app.command("samples")(samples.samples)
app.command("doctor")(doctor.doctor)
app.command("gpus", hidden=True)(doctor.gpus)
app.command("support-bundle")(support_bundle.support_bundle)
app.command("worker")(worker.worker)


def _show_version(wanted: bool) -> None:
    if wanted:
        from core import __version__

        typer.echo(f"Lumenary {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help="Show the version and leave.",
        ),
    ] = False,
) -> None:
    """Take the options that stand before any command."""
