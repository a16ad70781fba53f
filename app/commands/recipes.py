"""``lumenary recipes``: what can be trained, and how."""

from typing import TYPE_CHECKING

import typer

from app.commands.options import Json

if TYPE_CHECKING:
    from core.recipes.recipe import Recipe


def recipes(json: Json = False) -> None:
    """List the recipes with what they do."""
    from app.terminal.terminal_job import errors_in_words
    from core.jobs.context import recipes_of
    from core.paths import UserFolders

    with errors_in_words():
        catalogue = recipes_of(UserFolders.from_environment())
        entries, problems = catalogue.entries(), catalogue.problems()
    for entry in entries:
        typer.echo(entry.recipe.model_dump_json() if json else _in_words(entry.recipe))
    for problem in problems:
        typer.echo(f"! {problem.error}", err=True)


def _in_words(recipe: "Recipe") -> str:
    first, second = recipe.training.phases
    return (
        f"{recipe.name}: {recipe.title}\n"
        f"  {recipe.description}\n"
        f"  {recipe.network.backbone.value} (width {recipe.network.alpha:g}) at "
        f"{recipe.preprocessing.size} px, batch {recipe.training.batch}, "
        f"up to {first.epochs} + {second.epochs} epochs"
    )
