"""A recipe of one's own: named with care, saved beside the shipped ones, never over."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.previewing.keep_recipe_dialog import KeepRecipeDialog
from core.images.settings import PreprocessingSettings, ScopeGuideSettings
from core.jobs.context import recipes_of
from core.paths import UserFolders

TRIED = PreprocessingSettings(
    size=96, scopeguide=ScopeGuideSettings(hue_low=60, margin=0.1)
)
SHIPPED = "quick-tour"

Ask = Callable[[], KeepRecipeDialog]


@pytest.fixture
def folders(tmp_path: Path) -> UserFolders:
    return UserFolders(tmp_path / "home")


@pytest.fixture
def ask(qtbot: QtBot, folders: UserFolders) -> Ask:
    def make() -> KeepRecipeDialog:
        catalogue = recipes_of(folders)
        dialog = KeepRecipeDialog(
            catalogue.get(SHIPPED), TRIED, catalogue, folders.recipes
        )
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def test_it_is_saved_and_found_again(
    ask: Ask, folders: UserFolders, qtbot: QtBot
) -> None:
    dialog = ask()
    dialog.name.setText("dyed-colons")
    dialog.title.setText("Dyed colons")
    with qtbot.waitSignal(dialog.kept) as told:
        qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    path, name = told.args or ()
    assert path == folders.recipes / "dyed-colons.toml"
    assert name == "dyed-colons"
    kept = recipes_of(folders).get("dyed-colons")
    assert kept.preprocessing == TRIED
    assert kept.title == "Dyed colons"
    assert kept.training == recipes_of(folders).get(SHIPPED).training
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "small letters"),
        ("My Recipe", "small letters"),
        ("con", "reserved"),
        (SHIPPED, "shipped"),
        ("x" * 61, "61 characters"),
    ],
)
def test_a_name_that_cannot_be_is_said_at_once(ask: Ask, name: str, why: str) -> None:
    dialog = ask()
    dialog.name.setText(name)
    assert why in dialog.problem.text()
    assert not dialog.save_button.isEnabled()
    dialog.name.setText("fine")
    assert dialog.problem.text() == ""
    assert dialog.save_button.isEnabled()


def test_a_title_is_wanted_too(ask: Ask) -> None:
    dialog = ask()
    for title in " ", "x" * 101:
        dialog.title.setText(title)
        assert not dialog.save_button.isEnabled()
        assert "title" in dialog.problem.text()


def test_a_free_name_is_proposed(ask: Ask) -> None:
    first = ask()
    assert first.name.text() == f"my-{SHIPPED}"
    assert first.save_button.isEnabled()
    first.save()
    assert ask().name.text() == f"my-{SHIPPED}-2"


def test_ones_own_recipe_may_be_replaced_and_that_is_said(
    ask: Ask, folders: UserFolders
) -> None:
    ask().save()
    again = ask()
    again.name.setText(f"my-{SHIPPED}")
    assert "Replaces" in again.problem.text()
    assert again.save_button.text() == "&Replace"
    again.title.setText("The second")
    again.save()
    assert recipes_of(folders).get(f"my-{SHIPPED}").title == "The second"


def test_what_hinders_saving_is_said_and_the_dialog_stays(
    ask: Ask, folders: UserFolders
) -> None:
    dialog = ask()
    folders.home.mkdir(parents=True, exist_ok=True)
    folders.recipes.write_text("a file where the folder should be")
    dialog.save()
    assert dialog.problem.text()
    assert dialog.isVisible()


def test_fields_have_names(ask: Ask) -> None:
    dialog = ask()
    assert all(field.accessibleName() for field in dialog.findChildren(QLineEdit))
