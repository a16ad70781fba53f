"""What a card says of the model that a training began with."""

import shutil
from pathlib import Path

import pytest

from core.control import Control
from core.jobs.channel import Reporter
from core.jobs.context import JobContext, recipes_of
from core.jobs.requests import WeightsRequest
from core.jobs.starting_weights import as_card_entry, starting_weights
from core.library.store import ModelLibrary
from core.paths import SHIPPED_MODELS, UserFolders


@pytest.fixture
def context(tmp_path: Path) -> JobContext:
    folders = UserFolders(tmp_path)
    return JobContext(
        folders=folders,
        run_folder=tmp_path / "run",
        library=ModelLibrary(folders.models, SHIPPED_MODELS),
        recipes=recipes_of(folders),
        report=Reporter(lambda event: None),
        control=Control(),
    )


def test_a_model_is_named_and_known_by_its_network(context: JobContext) -> None:
    recipe = context.library.open("sample").card.recipe
    entry = as_card_entry(
        starting_weights(recipe, WeightsRequest(model="sample"), context)
    )
    sample = context.library.open("sample").card
    assert (entry.model_name, entry.model_key) == ("sample", sample.key)
    assert entry.sha256 == sample.files["model.keras"], "as older programs look for it"


def test_random_weights_have_no_parent(context: JobContext) -> None:
    recipe = context.library.open("sample").card.recipe
    entry = as_card_entry(
        starting_weights(recipe, WeightsRequest(random=True), context)
    )
    assert (entry.model_name, entry.model_key) == (None, None)


def test_a_renamed_parent_keeps_its_key(context: JobContext) -> None:
    copy = context.folders.models / "mine"
    shutil.copytree(SHIPPED_MODELS / "sample", copy)
    recipe = context.library.open("mine").card.recipe
    entry = as_card_entry(
        starting_weights(recipe, WeightsRequest(model="mine"), context)
    )
    assert entry.model_key == context.library.open("sample").card.key
