"""The states of the Models page."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from states.stage import Stage

if TYPE_CHECKING:
    from core.library.card import ModelCard

OWN = "Klinik Nord 2026"
LONG = "Klinik Nord 2026, with the ulcers of three more examiners"
DAMAGED = "copied from the old workstation"


def models_states(stage: Stage) -> Iterator[str]:
    """Look through a library with a damaged model, and ask what must be asked."""
    application, room = stage.application, stage.others.models
    page = room.page
    _fill(application.folders.models)
    application.window.show_page(page)
    application.models.look()
    page.choose("starter")
    yield "models-shipped"
    page.choose(LONG)
    page.about.notes.field.setPlainText(
        "Retrained after the ulcers of January were missed. Left colon only: the "
        "examiners of the right one were not asked."
    )
    yield "models-own"
    page.choose(DAMAGED)
    yield "models-damaged"
    page.choose(LONG)
    for number, state in ((1, "made"), (2, "beside")):
        page.tabs.setCurrentIndex(number)
        stage.until(lambda: not room.beside.busy)
        yield f"models-{state}"
    page.tabs.setCurrentIndex(0)
    yield from _asked(stage)


def _asked(stage: Stage) -> Iterator[str]:
    """Ask for what needs an answer."""
    room = stage.others.models
    page = room.page
    page.bar.export.click()
    yield "models-export"
    page.bar.rename.click()
    yield "models-rename"
    page.bar.remove.click()
    yield "models-remove"
    archive = stage.folder / f"{OWN}.lumenary"
    room.actions.export(OWN, archive)
    stage.until(lambda: not room.beside.busy)
    room.actions.import_archive(archive)
    yield "models-import"


def _fill(models: Path) -> None:
    """Add a model that was started from the starter, one from that, a damaged one."""
    from core.library.store import read_card
    from core.paths import SHIPPED_MODELS

    _add(models / OWN, read_card(SHIPPED_MODELS / "starter"))
    for name in LONG, DAMAGED:
        _add(models / name, read_card(models / OWN))
    with (models / DAMAGED / "model.onnx").open("ab") as network:
        network.write(b"\0")


def _add(folder: Path, parent: "ModelCard") -> None:
    """Make a model of the drawn one, as if it had been started from another."""
    from core.library.card import InitialWeights
    from core.library.store import hash_files, read_card, write_card
    from core.paths import SHIPPED_MODELS

    shutil.copytree(SHIPPED_MODELS / "sample", folder)
    with (folder / "model.onnx").open("ab") as network:
        network.write(folder.name.encode())  # another network, which nobody runs
    weights = InitialWeights(
        origin=f"backbone of model {parent.name}",
        sha256=parent.files["model.keras"],
        licence="see its card",
        model_name=parent.name,
        model_key=parent.key,
    )
    changes = {
        "name": folder.name,
        "title": folder.name,
        "initial_weights": weights,
        "files": hash_files(folder),
    }
    write_card(folder, read_card(folder).model_copy(update=changes))
