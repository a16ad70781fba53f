"""Says before a training starts what Weights & Biases is going to be given."""

from core.jobs.context import JobContext
from core.recipes.recipe import Recipe, Tracking
from core.training.run_log import what_is_tracked


def say_what_is_tracked(recipe: Recipe, context: JobContext) -> None:
    """Warn if numbers are going to leave the computer; say it if they are kept here.

    Raises
    ------
    core.training.run_log.MissingExtra
        If the recipe asks for Weights & Biases and it is not installed.
    """
    said = what_is_tracked(recipe)
    if recipe.training.weights_and_biases is Tracking.ONLINE:
        context.report.warn(said)
    elif said:
        context.report.info(said)
