"""Renames one of the user's models; at every moment a whole one is there."""

import shutil

from core.files import WriteFailed, rename
from core.library.card import ModelCard
from core.library.model_folder import read_card, write_card
from core.library.model_name import name_key, problem_with_name
from core.library.store import BadModelName, LibraryEntry, ModelLibrary, ShippedModel


def rename_model(library: ModelLibrary, old: str, new: str) -> None:
    """Give a model another name.

    A whole copy appears under the new name before the old one goes, so that whatever
    ends the program leaves the model under one of them, or both. A title that was
    merely the name follows it.

    Raises
    ------
    core.library.store.UnknownModel
        If there is no model ``old``.
    core.library.store.ShippedModel
        If it belongs to the program.
    core.library.store.BadModelName
        If ``new`` is not allowed or taken.
    core.library.model_folder.ModelDamaged
        If the model is damaged.
    core.files.WriteFailed
        If the library cannot be written; the model then has its old name.
    """
    entry = library.entry(old)
    if entry.shipped:
        raise ShippedModel(
            f"“{entry.name}” came with Lumenary and keeps its name.",
            hint="Only models that you trained or imported can be renamed.",
        )
    if name_key(entry.name) == name_key(new):
        _respell(entry, new)
    else:
        _move(library, entry.name, new)


def _move(library: ModelLibrary, old: str, new: str) -> None:
    model = library.open(old)
    with library.publish(new) as stage:
        for file in model.card.files:
            (stage / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(model.folder / file, stage / file)
        write_card(stage, _called(model.card, old, new))
    try:
        library.remove(old)
    except WriteFailed as error:
        library.remove(new)
        raise WriteFailed(
            f"Couldn't rename the model “{old}”: its folder can't be moved.",
            hint="It is still there, whole and under its old name. Close what uses it, "
            "or check your permissions for the folder.",
            details=error.details,
        ) from error


def _respell(entry: LibraryEntry, new: str) -> None:
    """Change only how the letters are written: to some file systems the same name."""
    if problem := problem_with_name(new):
        raise BadModelName(problem, hint="Choose another name.")
    card = read_card(entry.folder)
    write_card(entry.folder, _called(card, entry.name, new))
    try:
        rename(entry.folder, entry.folder.with_name(new))
    except OSError as error:
        write_card(entry.folder, card)
        raise WriteFailed(
            f"Couldn't rename the model “{entry.name}”: {error.strerror}.",
            hint="It is still there, whole and under its old name. Check your "
            "permissions for the folder.",
            details=repr(error),
        ) from error


def _called(card: ModelCard, old: str, new: str) -> ModelCard:
    title = new if card.title in {card.name, old} else card.title
    return card.model_copy(update={"name": new, "title": title})
