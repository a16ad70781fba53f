"""A model's line is followed through the library, whatever its members are called."""

from pathlib import Path

import onnx
import pytest

from core.library.card import InitialWeights, ModelCard
from core.library.lineage import lineage
from core.library.model_folder import read_card, write_card
from core.library.renaming import rename_model
from core.library.store import ModelLibrary, hash_files
from tests.core.library.crafted import LAYER, write_keras
from tests.small_model import write_model


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    return ModelLibrary(tmp_path / "models", tmp_path / "none")


def publish(
    library: ModelLibrary, name: str, weights: InitialWeights | None = None
) -> ModelCard:
    """Publish a model whose files are unlike those of any other name."""
    with library.publish(name) as stage:
        write_model(stage, name=name)
        write_keras(stage / "model.keras", layer={**LAYER, "config": {"name": name}})
        network = onnx.load(stage / "model.onnx")
        network.doc_string = name
        onnx.save(network, stage / "model.onnx")
        changes: dict[str, object] = {"files": hash_files(stage)}
        if weights is not None:
            changes["initial_weights"] = weights
        write_card(stage, read_card(stage).model_copy(update=changes))
    return read_card(library.entry(name).folder)


def started_from(parent: ModelCard, *, keyed: bool = True) -> InitialWeights:
    return InitialWeights(
        origin=f"backbone of model {parent.name}",
        sha256=parent.files["model.keras"],
        licence="CC0",
        model_name=parent.name if keyed else None,
        model_key=parent.key if keyed else None,
    )


@pytest.mark.parametrize("keyed", [True, False])
def test_through_two_models_to_the_first_weights(
    library: ModelLibrary, keyed: bool
) -> None:
    """Cards of older programs know the parent's file of weights only."""
    first = publish(library, "first")
    second = publish(library, "second", started_from(first, keyed=keyed))
    third = publish(library, "third", started_from(second, keyed=keyed))
    rename_model(library, "first", "renamed")
    found = lineage(library.entries(), third)
    assert [each.name for each in found.ancestors] == ["second", "renamed"]
    assert found.beginning == "random"


def test_an_ancestor_that_is_gone_keeps_its_name(library: ModelLibrary) -> None:
    first = publish(library, "first")
    second = publish(library, "second", started_from(first))
    library.remove("first")
    (gone,) = lineage(library.entries(), second).ancestors
    assert (gone.name, gone.card) == ("first", None)
    assert lineage(library.entries(), second).beginning == ""


def test_another_model_of_the_same_name_is_no_ancestor(library: ModelLibrary) -> None:
    first = publish(library, "first")
    second = publish(library, "second", started_from(first))
    library.remove("first")
    publish(library, "forged")
    rename_model(library, "forged", "first")
    (gone,) = lineage(library.entries(), second).ancestors
    assert gone.card is None


def test_a_card_that_names_itself_ends(library: ModelLibrary) -> None:
    first = publish(library, "first")
    folder = library.entry("first").folder
    card = first.model_copy(update={"initial_weights": started_from(first)})
    write_card(folder, card)
    assert len(lineage(library.entries(), card).ancestors) == 1


def test_a_model_without_ancestors(library: ModelLibrary) -> None:
    assert lineage((), publish(library, "first")).ancestors == ()
