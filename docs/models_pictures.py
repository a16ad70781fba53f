"""The states of the Models page, for ``docs/screenshots.py``."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.application import Application
    from app.model_library.models_room import ModelsRoom
    from core.library.card import ModelCard

OWN = "Klinik Nord 2026"
LONG = "Klinik Nord 2026, with the ulcers of three more examiners"
DAMAGED = "copied from the old workstation"


def models_states(application: "Application", folder: Path) -> Iterator[str]:
    """Bring the page into one state after the other, and name each.

    Whoever asks for the next one has waited until nothing runs and taken a picture,
    of the dialog if there is one, which is closed then.

    Parameters
    ----------
    application
        The open window.
    folder
        Where an archive may be written.
    """
    assert application.others is not None
    room = application.others.models
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
        yield f"models-{state}"
    page.tabs.setCurrentIndex(0)
    yield from _asked(room, folder)


def _asked(room: "ModelsRoom", folder: Path) -> Iterator[str]:
    """Ask for what needs an answer."""
    page = room.page
    page.bar.export.click()
    yield "models-export"
    page.bar.rename.click()
    yield "models-rename"
    page.bar.remove.click()
    yield "models-remove"
    archive = folder / f"{OWN}.lumenary"
    room.actions.export(OWN, archive)
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
