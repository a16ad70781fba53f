"""A model's file that was opened by a double click, in the real window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.model_library.name_dialog import NameDialog
from app.pages.models_page import ModelsPage
from app.starting.handing_over import hand_over
from core.library.archive import export_model
from core.library.store import ModelLibrary
from core.paths import UserFolders
from tests.app.driven_window import DrivenWindow, OpenWindow
from tests.core.library.crafted import LAYER, crafted, write_keras


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a model's file, of a model that the library does not have."""
    return crafted(tmp_path)


@pytest.fixture
def driven(open_window: OpenWindow) -> DrivenWindow:
    driven = open_window()
    driven.until(lambda: driven.application.others is not None)
    return driven


def page_of(driven: DrivenWindow) -> ModelsPage:
    assert driven.application.others is not None
    return driven.application.others.models.page


def question(driven: DrivenWindow) -> NameDialog:
    """Wait for the question; return its dialog."""
    window = driven.application.window
    driven.until(lambda: any(d.isVisible() for d in window.findChildren(NameDialog)))
    return next(d for d in window.findChildren(NameDialog) if d.isVisible())


def words_of(dialog: NameDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def open_it(driven: DrivenWindow, file: Path) -> None:
    """Open a file as a second program does; the window must not wait for it."""
    assert not hand_over(driven.application.folders.home, file, patience=0)
    driven.application.opened_archives.add(file)


def names(folders: UserFolders) -> set[str]:
    return {path.name for path in folders.models.iterdir() if path.name[0] != "."}


def test_it_is_imported_once_that_was_confirmed(
    driven: DrivenWindow, folders: UserFolders, archive: Path
) -> None:
    open_it(driven, archive)
    dialog = question(driven)
    assert page_of(driven).isVisible()
    assert "“crafted.lumenary” holds a model" in words_of(dialog)
    assert "Red, green and blue." in words_of(dialog)
    assert names(folders) == {"small"}
    assert dialog.field.text() == "crafted"
    dialog.button.click()
    driven.until(lambda: names(folders) == {"small", "crafted"})
    driven.until(lambda: page_of(driven).chosen is not None)
    driven.until(lambda: page_of(driven).chosen.entry.name == "crafted")  # type: ignore[union-attr]


def test_nothing_is_imported_unless_it_was(
    driven: DrivenWindow, folders: UserFolders, archive: Path
) -> None:
    open_it(driven, archive)
    question(driven).reject()
    assert names(folders) == {"small"}


def test_a_model_that_is_there_already_is_said_to_be(
    driven: DrivenWindow, folders: UserFolders, tmp_path: Path
) -> None:
    own = ModelLibrary(folders.models, tmp_path / "none").open("small")
    export_model(own, tmp_path / "small.lumenary")
    open_it(driven, tmp_path / "small.lumenary")
    dialog = question(driven)
    assert "in your library already, as “small”" in words_of(dialog)
    assert dialog.field.text() == "small 2"
    dialog.reject()


def test_one_that_would_harm_is_refused_in_the_window(
    driven: DrivenWindow, folders: UserFolders, tmp_path: Path
) -> None:
    evil = {**LAYER, "class_name": "Lambda"}
    archive = crafted(tmp_path, lambda m: write_keras(m / "model.keras", layer=evil))
    open_it(driven, archive)
    question(driven).button.click()
    problem = driven.take_problem()
    assert "a Lambda layer, which is program code" in problem.user_message
    assert not problem.is_bug
    assert names(folders) == {"small"}


@pytest.mark.parametrize("name", ["gone.lumenary", "notes.txt"])
def test_a_file_that_is_none_is_said(
    driven: DrivenWindow, folders: UserFolders, tmp_path: Path, name: str
) -> None:
    open_it(driven, tmp_path / name)
    problem = driven.take_problem()
    assert problem.user_message
    assert not problem.is_bug
    assert names(folders) == {"small"}


def test_names_of_a_model_are_shown_as_they_are(
    driven: DrivenWindow, tmp_path: Path
) -> None:
    """A card from outside may hold what looks like a page's source, or be endless."""
    evil = "<img src='file:///etc/passwd'><b>bold</b>"
    archive = crafted(tmp_path, None, title=evil, knows="x " * 100_000)
    open_it(driven, archive)
    dialog = question(driven)
    assert evil in words_of(dialog)
    assert dialog.height() < driven.application.window.height()
    dialog.button.click()
    driven.until(lambda: page_of(driven).chosen is not None)
    driven.until(lambda: page_of(driven).chosen.entry.name == "crafted")  # type: ignore[union-attr]
