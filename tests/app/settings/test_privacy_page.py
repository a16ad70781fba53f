"""The page on privacy measures beside the window, asks, deletes, and tells."""

from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from app.settings.delete_dialog import DeleteDialog
from app.settings.kept_settings import Settings
from app.settings.privacy_page import PrivacyPage
from app.settings.settings_dialog import SettingsDialog
from core.dataset.cache_limit import cache_limit
from core.keeping.places import PlaceKey, places
from core.paths import UserFolders
from core.review.decisions_log import DecisionsLog
from tests.core.keeping.used_home import UsedHome

Opened = Callable[..., tuple[SettingsDialog, PrivacyPage]]


@pytest.fixture(autouse=True)
def _own_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the real user's choice of a folder."""
    monkeypatch.setattr(
        platformdirs, "user_config_dir", lambda *_, **__: str(tmp_path / "config")
    )


@pytest.fixture
def home(tmp_path: Path) -> UsedHome:
    used = UsedHome(tmp_path)
    used.fill()
    return used


@pytest.fixture
def opened(qtbot: QtBot) -> Opened:
    """Open the settings on their page on privacy, measured."""

    def open_it(
        folders: UserFolders, in_use: Callable[[], list[Path]] = list
    ) -> tuple[SettingsDialog, PrivacyPage]:
        dialog = SettingsDialog(Settings(), folders.home, in_use=in_use)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog, before_close_func=SettingsDialog.reject)
        dialog.open()
        assert dialog.privacy is None, "nothing is measured before it is asked for"
        dialog.tabs.setCurrentIndex(1)
        assert dialog.privacy is not None
        wait_until_measured(qtbot, dialog.privacy)
        return dialog, dialog.privacy

    return open_it


def test_each_place_shows_what_is_there(
    opened: Opened, home: UsedHome, qtbot: QtBot
) -> None:
    dialog, page = opened(home.folders)
    assert page.rows.places == places(home.folders)
    runs = page.rows.row(PlaceKey.RUNS)
    assert runs.count.text() == "1 run"
    assert runs.size.text().endswith("kB")
    assert "file names and findings" in runs.meaning.text()
    assert page.total.text().startswith("In all ")
    for place in page.rows.places:
        row = page.rows.row(place.key)
        qtbot.waitUntil(lambda r=row, p=place: r.delete.isVisible() == p.deletable)
        assert row.delete.isEnabled() == bool(place.count)
    assert not dialog.defaults.isVisible(), "nothing here has a default"


def test_runs_are_deleted_after_it_was_asked(
    opened: Opened, home: UsedHome, qtbot: QtBot
) -> None:
    dialog, page = opened(home.folders)
    told: list[str] = []
    dialog.deleted.connect(told.append)
    asked = ask(page, PlaceKey.RUNS)
    assert "cannot be shown or exported again" in words_of(asked)
    qtbot.keyClick(asked, Qt.Key.Key_Return)  # Enter never deletes
    assert len(list(home.folders.runs.iterdir())) == 2
    ask(page, PlaceKey.RUNS).delete.click()
    wait_until_measured(qtbot, page)
    assert told == [PlaceKey.RUNS]
    assert page.said.text().startswith("Deleted 1 run, ")
    assert page.rows.row(PlaceKey.RUNS).count.text() == "nothing"
    assert not page.rows.row(PlaceKey.RUNS).delete.isEnabled()
    assert len(list(home.folders.runs.iterdir())) == 1, "the one to be resumed"


def test_only_old_runs_if_wanted(opened: Opened, home: UsedHome, qtbot: QtBot) -> None:
    old = home.classify()
    old = old.rename(old.with_name("2020-01-02T03-04-05-classify-abcd"))
    _, page = opened(home.folders)
    asked = ask(page, PlaceKey.RUNS)
    assert not asked.days.isEnabled()
    asked.old.click()
    asked.days.setValue(7)
    asked.delete.click()
    wait_until_measured(qtbot, page)
    assert not old.exists()
    assert page.rows.row(PlaceKey.RUNS).count.text() == "1 run"


def test_what_the_window_shows_stays_and_is_said(
    opened: Opened, home: UsedHome, qtbot: QtBot
) -> None:
    shown = home.classify()
    _, page = opened(home.folders, in_use=lambda: [shown])
    ask(page, PlaceKey.RUNS).delete.click()
    wait_until_measured(qtbot, page)
    assert shown.exists()
    assert f"Left: The run “{shown.name}” is shown" in page.said.text()


def test_reviews_go_although_the_window_has_them_open(
    opened: Opened, home: UsedHome, qtbot: QtBot
) -> None:
    with DecisionsLog(home.folders.review_log) as log:
        _, page = opened(home.folders)
        asked = ask(page, PlaceKey.REVIEWS)
        assert "3 reviews of 3 stills by 1 reader would be lost" in words_of(asked)
        asked.delete.click()
        wait_until_measured(qtbot, page)
        assert log.reviews("m") == {}
    home.review(2)
    page.refresh.click()
    wait_until_measured(qtbot, page)
    assert page.rows.row(PlaceKey.REVIEWS).count.text() == "2 answers"


def test_what_cannot_be_deleted_now_is_said(
    opened: Opened, home: UsedHome, qtbot: QtBot
) -> None:
    home.folders.review_log.write_bytes(b"SQLite format 3\0 of something else")
    home.folders.review_log.unlink()
    home.folders.review_log.mkdir()
    _, page = opened(home.folders)
    ask(page, PlaceKey.REVIEWS).delete.click()
    wait_until_measured(qtbot, page)
    assert "was not emptied" in page.said.text()
    assert page.rows.row(PlaceKey.RUNS).delete.isEnabled()


def test_the_room_for_prepared_stills_is_kept_beside_them(
    opened: Opened, home: UsedHome
) -> None:
    _, page = opened(home.folders)
    assert page.limit.value() == 1.0
    page.limit.setValue(2.5)
    assert cache_limit(home.folders.cache) == 2_500_000_000


def test_everything_has_a_name_and_is_reached_by_tab(
    opened: Opened, home: UsedHome, qtbot: QtBot
) -> None:
    dialog, page = opened(home.folders)
    QApplication.processEvents()
    buttons = {
        one
        for one in dialog.findChildren(QPushButton)
        if one.isVisible() and one.isEnabled()
    }
    names = [one.accessibleName() for one in buttons]
    assert all(names)
    assert len(set(names)) == len(names), "read aloud, each is known from the others"
    dialog.activateWindow()
    dialog.tabs.tabBar().setFocus()
    qtbot.waitUntil(dialog.tabs.tabBar().hasFocus)
    reached = set()
    for _ in range(2 * len(buttons) + 8):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert buttons | {page.limit} <= reached


def test_a_data_folder_without_anything_offers_nothing(
    opened: Opened, tmp_path: Path
) -> None:
    _, page = opened(UserFolders(tmp_path / "nothing yet"))
    assert page.total.text() == "In all 0 bytes"
    assert not any(row.delete.isEnabled() for row in map(page.rows.row, PlaceKey))


def ask(page: PrivacyPage, key: PlaceKey) -> DeleteDialog:
    """Press a place's button and return what asks."""
    page.rows.row(key).delete.click()
    asked = [one for one in page.findChildren(DeleteDialog) if one.isVisible()]
    assert len(asked) == 1
    return asked[0]


def words_of(dialog: DeleteDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def wait_until_measured(qtbot: QtBot, page: PrivacyPage) -> None:
    qtbot.waitUntil(lambda: page.total.text().startswith("In all"), timeout=20_000)
