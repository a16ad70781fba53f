"""What the dialog shows is what it writes."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.help.about_dialog import AboutDialog
from app.problems.problem import Problem
from app.support.support_dialog import SupportDialog
from core.paths import UserFolders
from tests.app.support import telltale_home


@pytest.fixture
def folders(tmp_path: Path) -> UserFolders:
    return telltale_home.fill(tmp_path / "home")


@pytest.fixture
def problems() -> list[Problem]:
    return []


@pytest.fixture
def dialog(
    folders: UserFolders, problems: list[Problem], qtbot: QtBot
) -> Iterator[SupportDialog]:
    dialog = SupportDialog(folders, problems.append)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    assert not dialog.save_button.isEnabled()
    with qtbot.waitSignal(dialog.gathered, timeout=30_000):
        dialog.open()
    yield dialog
    dialog.close()


def test_what_is_shown_is_what_is_written(
    dialog: SupportDialog, tmp_path: Path, problems: list[Problem]
) -> None:
    shown = {}
    for number in range(dialog.list.topLevelItemCount()):
        row = dialog.list.topLevelItem(number)
        assert row is not None
        dialog.list.setCurrentItem(row)
        shown[row.text(0)] = dialog.text.toPlainText()
        assert dialog.title.text()
    dialog.write(tmp_path / "bundle")
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        written = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert written == shown
    assert "Saved “bundle.zip”" in dialog.said.text()
    assert problems == []
    assert "Wolperdinger" not in "".join(written.values())


def test_names_go_in_when_they_are_ticked_and_out_again(
    dialog: SupportDialog, qtbot: QtBot
) -> None:
    assert "are taken out" in dialog.meaning.text()
    with qtbot.waitSignal(dialog.gathered, timeout=30_000):
        dialog.with_names.click()
        assert dialog.parts == ()
        assert not dialog.save_button.isEnabled()
    assert "may name patients" in dialog.meaning.text()
    assert telltale_home.LOGGED_ONLY in "".join(part.text for part in dialog.parts)
    dialog.with_names.click()
    with qtbot.waitSignal(dialog.gathered, timeout=30_000):
        dialog.with_names.click()
        dialog.with_names.click()  # the last one counts
    assert "Wolperdinger" not in "".join(part.text for part in dialog.parts)


def test_a_file_that_nobody_named_is_not_replaced(
    dialog: SupportDialog, tmp_path: Path, problems: list[Problem]
) -> None:
    (tmp_path / "bundle.zip").write_bytes(b"mine")
    dialog.write(tmp_path / "bundle")
    assert (tmp_path / "bundle.zip").read_bytes() == b"mine"
    assert "already" in problems[0].user_message


def test_enter_asks_where_and_closing_stops_the_looking(
    dialog: SupportDialog, qtbot: QtBot
) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    asked = dialog.findChild(QFileDialog)
    assert asked is not None
    asked.reject()
    dialog.with_names.click()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert dialog.parts == ()


def test_about_leads_to_it(qtbot: QtBot) -> None:
    about = AboutDialog()
    about.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(about)
    about.open()
    with qtbot.waitSignal(about.support_wanted):
        about.support.click()
    assert not about.isVisible()
