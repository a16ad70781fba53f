"""The Models page in the real window: what it asks of the other pages is done there."""

from pathlib import Path

import pytest

from app.model_library.name_dialog import NameDialog
from app.pages.models_page import ModelsPage
from core.jobs.requests import TrainRequest
from core.paths import UserFolders
from tests.app.driven_window import DrivenWindow, OpenWindow
from tests.app.model_library.shelf import add_copy


@pytest.fixture
def driven(
    folders: UserFolders, small_model: Path, open_window: OpenWindow
) -> DrivenWindow:
    """The window on its Models page, with a second model of the user's."""
    add_copy(folders, small_model, "second")
    driven = open_window()
    driven.application.window.show_page(page_of(driven))
    driven.until(page_of(driven).isVisible)
    return driven


def page_of(driven: DrivenWindow) -> ModelsPage:
    assert driven.application.others is not None
    return driven.application.others.models.page


def test_use_for_classifying(driven: DrivenWindow) -> None:
    page_of(driven).choose("second")
    page_of(driven).bar.use.click()
    assert driven.page.model_name == "second"
    assert driven.page.isVisible()
    driven.application.window.show_page(page_of(driven))
    chosen = page_of(driven).chosen
    assert chosen is not None
    assert chosen.in_use


def test_open_report_and_compare(driven: DrivenWindow) -> None:
    others = driven.application.others
    assert others is not None
    page_of(driven).choose("starter")
    page_of(driven).bar.report.click()
    assert others.report.page.isVisible()
    assert others.report.page.report is not None
    assert others.report.page.report.record.model == "starter"
    driven.application.window.show_page(page_of(driven))
    page_of(driven).compare_wanted.emit("starter", "second")
    assert others.compare.isVisible()
    assert "(starter)" in others.compare.bar.first.currentText()
    assert "(second)" in others.compare.bar.second.currentText()


def test_a_training_starts_from_it(driven: DrivenWindow) -> None:
    others = driven.application.others
    assert others is not None
    page_of(driven).choose("starter")
    page_of(driven).bar.train.click()
    assert others.train.page.isVisible()


def test_what_is_renamed_stays_in_use(driven: DrivenWindow) -> None:
    others = driven.application.others
    assert others is not None
    assert driven.page.model_name == "small"
    others.models.actions.rename("small", "large")
    driven.until(lambda: driven.page.model_name == "large")
    assert page_of(driven).isVisible(), "the page that was asked stays"
    chosen = page_of(driven).chosen
    assert chosen is not None
    assert (chosen.entry.name, chosen.in_use) == ("large", True)


def test_the_name_of_a_training_that_waits_is_not_given_away(
    driven: DrivenWindow, tmp_path: Path
) -> None:
    others, line = driven.application.others, driven.application.line
    assert others is not None
    other = driven.occupy()
    request = TrainRequest(folder=tmp_path, name="Colon 2")
    waiting = line.submit(request, title="Training “Colon 2”")
    page_of(driven).choose("second")
    page_of(driven).bar.rename.click()
    dialog = driven.take_dialog()
    assert isinstance(dialog, NameDialog)
    dialog.field.setText("colon 2")
    assert "Training “Colon 2”" in dialog.problem.text()
    assert not dialog.button.isEnabled()
    waiting.cancel()
    dialog.field.setText("colon 3")
    dialog.field.setText("colon 2")
    assert dialog.button.isEnabled()
    dialog.reject()
    driven.ended(other.cancel)


def test_a_model_that_is_removed_is_offered_nowhere(driven: DrivenWindow) -> None:
    others = driven.application.others
    assert others is not None
    others.models.actions.remove("second")
    models = driven.application.models
    driven.until(lambda: "second" not in [entry.name for entry in models.entries])
    combo = others.compare.bar.first
    assert not any("(second)" in combo.itemText(i) for i in range(combo.count()))


def test_notes_are_saved_when_the_window_closes(
    driven: DrivenWindow, folders: UserFolders
) -> None:
    page_of(driven).about.notes.field.setPlainText("typed last")
    driven.close()
    (note,) = folders.model_notes.iterdir()
    assert note.read_text(encoding="utf-8") == "typed last"
