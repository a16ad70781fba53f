"""Export, import, rename and remove: asked first, done in a thread, told after."""

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.model_library.export_dialog import ExportDialog
from app.model_library.name_dialog import NameDialog
from core.files import write_text
from core.jobs import tested_stills
from core.jobs.reporting import REPORT_FILE
from core.jobs.requests import TrainRequest
from core.jobs.run import new_job, save_job
from core.library.archive import NOTES_MEMBER, REPORT_MEMBER, export_model
from core.library.store import hash_files, read_card, write_card
from core.paths import SHIPPED_MODELS, UserFolders
from tests.app.model_library.shelf import Shelf, add_copy, opened

MADE = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def shelf(qtbot: QtBot, folders: UserFolders, small_model: Path) -> Iterator[Shelf]:
    add_copy(folders, small_model, "second")
    with opened(qtbot, folders) as shelf:
        shelf.page.choose("second")
        yield shelf


def dialog(shelf: Shelf, kind: type[ExportDialog] | type[NameDialog]) -> object:
    """Wait for a dialog of the window and return it."""
    shelf.until(lambda: any(d.isVisible() for d in shelf.window.findChildren(kind)))
    return next(d for d in shelf.window.findChildren(kind) if d.isVisible())


def name_dialog(shelf: Shelf) -> NameDialog:
    found = dialog(shelf, NameDialog)
    assert isinstance(found, NameDialog)
    return found


def export_dialog(shelf: Shelf) -> ExportDialog:
    found = dialog(shelf, ExportDialog)
    assert isinstance(found, ExportDialog)
    return found


def choose_file(shelf: Shelf, path: Path) -> None:
    """Choose a file in the one file dialog."""
    (files,) = shelf.window.findChildren(QFileDialog)
    files.fileSelected.emit(str(path))
    files.done(0)


def made_on_this_computer(folders: UserFolders, name: str) -> Path:
    """Leave a run behind as training does, whose report shows stills; return it."""
    folder = folders.models / name
    record = tested_stills.read_evaluation(SHIPPED_MODELS / "sample").model_copy(
        update={"model": name, "created": MADE}
    )
    write_text(folder / "evaluation.json", record.model_dump_json())
    card = read_card(folder)
    write_card(folder, card.model_copy(update={"files": hash_files(folder)}))
    request = TrainRequest(folder=folder, name=name, with_images=True)
    run = save_job(new_job(request, folders)).parent
    header = tested_stills.TestedHeader(
        folder=folder,
        model=name,
        model_key=card.key,
        classes=record.classes,
        subset=record.subset,
        method=record.method,
        seed=1,
        grouping=record.grouping,
        created=MADE,
    )
    tested_stills.write_tested(run, header, ())
    write_text(run / REPORT_FILE, "<p>Müller 1950.jpg</p>")
    return run


def test_nothing_goes_along_unless_it_is_ticked(shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "second.zip"
    made_on_this_computer(shelf.folders, "second")
    shelf.look()
    shelf.page.about.notes.field.setPlainText("mine")
    shelf.page.bar.export.click()
    asked = export_dialog(shelf)
    assert not asked.notes.isChecked()
    assert not asked.report.isChecked()
    asked.button.click()
    choose_file(shelf, target)
    shelf.until(lambda: str(target) in shelf.page.bar.told.text())
    with zipfile.ZipFile(target) as members:
        assert not {NOTES_MEMBER, REPORT_MEMBER} & set(members.namelist())


def test_what_is_ticked_goes_along(shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "second.zip"
    run = made_on_this_computer(shelf.folders, "second")
    shelf.look()
    shelf.page.about.notes.field.setPlainText("mine")  # not saved yet
    shelf.page.bar.export.click()
    asked = export_dialog(shelf)
    asked.notes.setChecked(True)
    assert not asked.warning.isVisible()
    asked.report.setChecked(True)
    assert "sees stills" in asked.warning.sentences[0]
    asked.button.click()
    choose_file(shelf, target)
    shelf.until(lambda: str(target) in shelf.page.bar.told.text())
    with zipfile.ZipFile(target) as members:
        assert members.read(NOTES_MEMBER) == b"mine"
        assert members.read(REPORT_MEMBER) == (run / REPORT_FILE).read_bytes()


def test_what_there_is_not_cannot_be_ticked(shelf: Shelf) -> None:
    shelf.page.bar.export.click()
    asked = export_dialog(shelf)
    assert not asked.notes.isEnabled()
    assert not asked.report.isEnabled()
    assert "not on this computer" in asked.report.toolTip()
    asked.reject()


def test_an_export_that_fails_is_told(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    shelf.room.actions.export("second", tmp_path / "file" / "x.zip")
    shelf.until(lambda: bool(shelf.problems))
    assert "Couldn't write" in shelf.problems[0].user_message
    assert shelf.page.bar.export.isEnabled()


def test_a_taken_name_is_asked_for_again(shelf: Shelf, tmp_path: Path) -> None:
    archive = tmp_path / "second.zip"
    export_model(shelf.library.open("second"), archive)
    shelf.page.bar.importing.click()
    choose_file(shelf, archive)
    asked = name_dialog(shelf)
    assert asked.field.text() == "second 2"
    asked.field.setText("small")
    assert "already" in asked.problem.text()
    assert not asked.button.isEnabled()
    asked.field.setText("third")
    asked.button.click()
    shelf.until(lambda: "third" in shelf.names)
    assert sorted(shelf.names) == ["second", "small", "third"]
    assert shelf.library.open("third").card.title == "third"


def test_rename(shelf: Shelf, qtbot: QtBot) -> None:
    shelf.page.about.notes.field.setPlainText("mine")
    shelf.page.bar.rename.click()
    asked = name_dialog(shelf)
    for bad in "second", "small", "con", "":
        asked.field.setText(bad)
        assert not asked.button.isEnabled(), bad
    asked.field.setText("Klinik 🩺")
    with qtbot.waitSignal(shelf.room.actions.renamed) as told:
        asked.button.click()
    assert told.args == ["second", "Klinik 🩺"]
    shelf.until(lambda: "Klinik 🩺" in shelf.names)
    assert shelf.page.chosen is not None
    assert shelf.page.chosen.entry.name == "Klinik 🩺"
    assert shelf.page.about.notes.field.toPlainText() == "mine"
    assert "second" not in shelf.names


def test_remove_asks_and_takes_the_notes_along(shelf: Shelf) -> None:
    shelf.page.about.notes.field.setPlainText("mine")
    shelf.page.bar.remove.click()
    (question,) = shelf.window.findChildren(QMessageBox)
    assert "second" in question.text()
    assert question.defaultButton() is question.button(
        QMessageBox.StandardButton.Cancel
    )
    question.reject()
    assert "second" in shelf.names
    assert list(shelf.folders.model_notes.iterdir())
    shelf.room.actions.remove("second")
    shelf.until(lambda: "second" not in shelf.names)
    assert list(shelf.folders.model_notes.iterdir()) == []
    assert "Removed" in shelf.page.bar.told.text()


def test_the_button_of_the_question_removes(shelf: Shelf) -> None:
    shelf.page.bar.remove.click()
    (question,) = shelf.window.findChildren(QMessageBox)
    (remove,) = [b for b in question.buttons() if b.accessibleName() == "Remove"]
    remove.click()
    shelf.until(lambda: "second" not in shelf.names)


def test_a_copy_keeps_the_notes_that_it_shares(shelf: Shelf, tmp_path: Path) -> None:
    archive = tmp_path / "second.zip"
    export_model(shelf.library.open("second"), archive)
    shelf.room.actions.import_archive(archive)
    name_dialog(shelf).button.click()
    shelf.until(lambda: "second 2" in shelf.names)
    shelf.page.about.notes.field.setPlainText("both")
    shelf.room.keeping.save()
    shelf.room.actions.remove("second")
    shelf.until(lambda: "second" not in shelf.names)
    shelf.page.choose("second 2")
    assert shelf.page.about.notes.field.toPlainText() == "both"
