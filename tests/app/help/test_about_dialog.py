"""The program says what it is, what it stands on, and under which terms."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTextBrowser
from pytestqt.qtbot import QtBot

from app.help.about_dialog import AboutDialog
from app.help.installed_libraries import installed_libraries, own_text
from core import __version__
from core.errors import LumenaryError
from core.jobs.context import library_of
from core.library.store import LibraryEntry
from core.paths import UserFolders


@pytest.fixture
def about(qtbot: QtBot, tmp_path: Path) -> AboutDialog:
    damaged = LibraryEntry(
        "<b>mine</b>", tmp_path, False, None, LumenaryError("A file is missing.")
    )
    dialog = AboutDialog([*library_of(UserFolders(tmp_path)).entries(), damaged])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_it_says_version_and_what_it_is_for(about: AboutDialog) -> None:
    said = " ".join(label.text() for label in about.findChildren(QLabel))
    assert f"Lumenary {__version__}" in said
    assert "not a medical device" in said


def test_its_own_terms_are_there_whole(about: AboutDialog) -> None:
    terms = about.findChild(QPlainTextEdit)
    assert terms is not None
    assert terms.isReadOnly()
    assert "Apache License" in terms.toPlainText()
    assert own_text("NOTICE").strip() in terms.toPlainText()


def test_libraries_are_listed_when_they_are_looked_at(about: AboutDialog) -> None:
    assert about.libraries.topLevelItemCount() == 0
    about.tabs.setCurrentIndex(1)
    count = about.libraries.topLevelItemCount()
    rows = [about.libraries.topLevelItem(row) for row in range(count)]
    names = [row.text(0) for row in rows if row is not None]
    assert {"PySide6_Essentials", "numpy", "pydantic_core"} <= set(names)
    about.tabs.setCurrentIndex(0)
    about.tabs.setCurrentIndex(1)
    assert about.libraries.topLevelItemCount() == count


def test_models_come_with_their_terms_and_a_damaged_one_says_so(
    about: AboutDialog,
) -> None:
    page = about.findChild(QTextBrowser)
    assert page is not None
    text = page.toPlainText()
    assert "model: research and education only" in text
    assert "<b>mine</b>" in text
    assert "A file is missing." in text


def test_each_library_has_a_version_and_a_short_licence() -> None:
    libraries = {library.name: library for library in installed_libraries()}
    assert libraries["numpy"].licence.startswith("BSD-3-Clause")
    assert libraries["PySide6_Essentials"].licence.startswith("LGPL-3.0-only")
    assert "pytest" not in libraries  # for those who work on it
    assert all(library.version and library.licence for library in libraries.values())
    assert all(len(library.licence) < 100 for library in libraries.values())
