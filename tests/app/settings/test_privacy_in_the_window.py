"""What is deleted in the settings of an open window: the window shows it no more."""

from pathlib import Path

from PySide6.QtCore import Qt

from app.settings.delete_dialog import DeleteDialog
from app.settings.privacy_page import PrivacyPage
from app.settings.settings_dialog import SettingsDialog
from core.keeping.places import PlaceKey
from core.paths import UserFolders
from tests.app.driven_window import DrivenWindow, OpenWindow, write_stills
from tests.app.pages.checked_home import CheckedHome


def test_reviews_that_are_deleted_are_shown_no_more(
    window: DrivenWindow, tmp_path: Path
) -> None:
    window.classify(write_stills(tmp_path / "stills", ["blue", "green"]))
    window.look_at("0.png")
    window.press(Qt.Key.Key_Return)
    assert window.row("0.png").review is not None
    delete(window, PlaceKey.REVIEWS)
    assert window.row("0.png").review is None
    window.look_at("1.png")
    window.press(Qt.Key.Key_Return)
    assert window.row("1.png").review is not None, "the log takes new ones"


def test_the_run_on_the_screen_is_not_deleted(
    window: DrivenWindow, tmp_path: Path
) -> None:
    stills = write_stills(tmp_path / "stills", ["blue", "green"])
    window.classify(stills)
    first = window.application.classification.run_folder
    window.classify(stills)
    shown = window.application.classification.run_folder
    assert first is not None
    assert shown is not None
    assert first != shown
    delete(window, PlaceKey.RUNS)
    assert shown.exists()
    assert not first.exists()


def test_the_check_on_the_dataset_page_is_not_deleted(
    folders: UserFolders, open_window: OpenWindow, tmp_path: Path
) -> None:
    run = CheckedHome.made(tmp_path / "checked").lend(folders)
    window = open_window()
    others = window.application.others
    assert others is not None
    window.application.window.show_page(others.dataset.page)
    window.until(lambda: others.dataset.page.check is not None)
    delete(window, PlaceKey.RUNS)
    assert run.exists(), "its page of HTML can still be opened"


def delete(window: DrivenWindow, place: PlaceKey) -> None:
    """Delete a place in the settings, and close them."""
    window.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.take_dialog()
    assert isinstance(dialog, SettingsDialog)
    dialog.tabs.setCurrentIndex(1)
    page = dialog.privacy
    assert page is not None
    measured(window, page)
    page.rows.row(place).delete.click()
    (asked,) = [one for one in page.findChildren(DeleteDialog) if one.isVisible()]
    with window.qtbot.waitSignal(dialog.deleted, timeout=20_000):
        asked.delete.click()
    measured(window, page)
    dialog.reject()


def measured(window: DrivenWindow, page: PrivacyPage) -> None:
    window.until(lambda: page.total.text().startswith("In all"))
