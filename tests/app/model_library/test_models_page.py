"""The Models page over real models: what it shows, offers and refuses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.item_models.models_model import ModelRow
from core.jobs.requests import ClassifyRequest
from core.library.archive import export_model
from core.library.card import InitialWeights, ModelCard
from core.paths import UserFolders
from tests.app.model_library.shelf import Shelf, add_copy, damage, opened


@pytest.fixture
def second(folders: UserFolders, small_model: Path) -> ModelCard:
    """Another model of the user's, started from the shipped sample."""
    return add_copy(folders, small_model, "second")


@pytest.fixture
def shelf(qtbot: QtBot, folders: UserFolders, second: ModelCard) -> Iterator[Shelf]:
    with opened(qtbot, folders) as shelf:
        yield shelf


def test_the_list_says_whose_each_is_and_which_is_in_use(shelf: Shelf) -> None:
    marks = {row.entry.name: row.marks for row in shelf.page.list.rows.rows}
    assert marks["small"] == "small · yours · in use"
    assert marks["second"] == "yours"
    assert marks["starter"] == "starter · shipped"
    assert chosen(shelf).entry.name == "small", "the one in use is shown first"


def test_the_list_is_a_proper_model(shelf: Shelf, qtmodeltester: Any) -> None:
    qtmodeltester.check(shelf.page.list.rows)
    shelf.library.remove("second")
    shelf.look()
    qtmodeltester.check(shelf.page.list.rows)


def test_damage_is_found_told_and_ends_when_it_is_mended(shelf: Shelf) -> None:
    folder = shelf.library.entry("second").folder
    whole = (folder / "model.onnx").read_bytes()
    damage(folder)
    shelf.window.hide()
    shelf.window.show()
    shelf.page.choose("second")
    shelf.until(lambda: "damaged" in chosen(shelf).marks)
    told = " ".join(shelf.page.about.damage.sentences)
    assert "model.onnx" in told
    assert "import it again" in told
    bar = shelf.page.bar
    assert not bar.use.isEnabled()
    assert "damaged" in bar.use.toolTip()
    assert bar.remove.isEnabled(), "what is damaged can be removed"
    (folder / "model.onnx").write_bytes(whole)
    shelf.window.hide()
    shelf.window.show()
    shelf.until(lambda: chosen(shelf).usable)
    assert not shelf.page.about.damage.isVisible()


def test_a_card_that_cannot_be_read_is_shown_as_well(shelf: Shelf) -> None:
    card = shelf.library.entry("second").folder / "card.json"
    card.write_text("{", encoding="utf-8")
    shelf.look()
    shelf.page.choose("second")
    assert shelf.page.about.damage.isVisible()
    assert not shelf.page.about.numbers.isVisible()
    assert not shelf.page.about.notes.field.isEnabled()
    assert shelf.page.bar.remove.isEnabled()


def test_what_cannot_be_done_says_why(shelf: Shelf) -> None:
    bar = shelf.page.bar
    assert "in use" in bar.use.toolTip()
    assert "no numbers" in bar.report.toolTip()
    assert "no network" in bar.train.toolTip()
    shelf.page.choose("starter")
    for button in bar.rename, bar.remove:
        assert not button.isEnabled()
        assert "came with Lumenary" in button.toolTip()
    for button in bar.use, bar.report, bar.compare, bar.train, bar.export:
        assert button.isEnabled()


def test_what_is_wanted_is_told_by_name(shelf: Shelf, qtbot: QtBot) -> None:
    page = shelf.page
    page.choose("starter")
    for button, signal, expected in (
        (page.bar.use, page.use_wanted, ["starter"]),
        (page.bar.report, page.report_wanted, ["starter"]),
        (page.bar.train, page.train_from_wanted, ["starter"]),
    ):
        with qtbot.waitSignal(signal) as told:
            button.click()
        assert told.args == expected
    (to_small,) = [
        a for a in page.bar.compare.menu().actions() if "(small)" in a.text()
    ]
    with qtbot.waitSignal(page.compare_wanted) as told:
        to_small.trigger()
    assert told.args == ["starter", "small"]


def test_a_model_that_waiting_work_needs_stays(shelf: Shelf, tmp_path: Path) -> None:
    shelf.page.choose("second")
    folder = str(shelf.library.entry("second").folder)
    ticket = shelf.line.submit(
        ClassifyRequest(folder=tmp_path / "none", model=folder), title="Classifying x"
    )
    assert not shelf.page.bar.remove.isEnabled()
    assert "Classifying x" in shelf.page.bar.rename.toolTip()
    ticket.cancel()
    shelf.until(lambda: shelf.line.is_idle)
    assert shelf.page.bar.remove.isEnabled()


def test_the_line_of_a_model(
    shelf: Shelf, folders: UserFolders, small_model: Path, second: ModelCard
) -> None:
    weights = InitialWeights(
        origin="backbone of model second",
        sha256=None,
        licence="",
        model_name="second",
        model_key=second.key,
    )
    add_copy(folders, small_model, "third", initial_weights=weights)
    shelf.look()
    shelf.page.choose("third")
    names = [link.name for link in shelf.page.about.chain.links]
    assert names == ["First weights", "second", "third"]
    shelf.library.remove("second")
    shelf.look()
    gone, third = shelf.page.about.chain.links
    assert (gone.name, gone.about) == ("second", "not in this library")
    assert third.is_the_model


def test_models_tested_elsewhere_are_not_to_be_compared_by_their_numbers(
    shelf: Shelf,
) -> None:
    shelf.page.tabs.setCurrentIndex(2)
    beside = shelf.page.beside
    rows = beside.table.rates.table.rows
    assert {row.note or row.name for row in rows} >= {"small", "starter", "sample"}
    assert "do not say which is better" in beside.caution.sentences[0]
    cells = {row.note: row.cells for row in rows}
    assert cells["starter"][0].text.startswith("99.4")
    assert "n" in cells["starter"][0].note
    assert cells["starter"][1].note == "of its own"
    with shelf.qtbot.waitSignal(shelf.page.compare_wanted) as told:
        beside.compare.click()
    assert told.args is not None
    assert len(set(told.args)) == 2


def test_notes_save_themselves_and_follow_the_model(shelf: Shelf) -> None:
    notes = shelf.page.about.notes
    notes.field.setFocus()
    QTest.keyClicks(notes.field, "Left colon only.")
    shelf.until(lambda: notes.told.text() == "Saved")
    shelf.page.choose("starter")
    assert notes.field.toPlainText() == ""
    QTest.keyClicks(notes.field, "Shipped.")
    shelf.page.choose("small")
    assert notes.field.toPlainText() == "Left colon only."
    shelf.page.choose("starter")
    assert notes.field.toPlainText() == "Shipped.", "leaving it has saved it"


def test_notes_that_cannot_be_saved_stay_on_the_page(shelf: Shelf) -> None:
    shelf.folders.model_notes.write_text("in the way", encoding="utf-8")
    notes = shelf.page.about.notes
    QTest.keyClicks(notes.field, "Important")
    shelf.until(lambda: bool(shelf.problems))
    assert "Couldn't write" in shelf.problems[0].user_message
    assert notes.told.text() == "Not saved"
    assert notes.field.toPlainText() == "Important"
    shelf.folders.model_notes.unlink()
    shelf.room.keeping.save()
    assert notes.told.text() == "Saved"


def test_an_archive_that_is_dropped_is_imported(shelf: Shelf, tmp_path: Path) -> None:
    archive = tmp_path / "second.lumenary"
    export_model(shelf.library.open("second"), archive)
    shelf.library.remove("second")
    shelf.look()
    drop(shelf, archive)
    shelf.until(lambda: "second" in shelf.names or bool(shelf.problems))
    assert shelf.problems == []
    assert chosen(shelf).entry.name == "second"
    assert "Imported" in shelf.page.bar.told.text()


@pytest.mark.parametrize("name", ["still.png", "x.zip"])
def test_what_is_no_archive_is_told(shelf: Shelf, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"none")
    drop(shelf, path)
    shelf.until(lambda: bool(shelf.problems))
    assert "archive" in shelf.problems[0].user_message
    shelf.until_idle()
    assert shelf.page.bar.importing.isEnabled()


def test_everything_has_a_name_and_is_reached_by_keys(shelf: Shelf) -> None:
    page = shelf.page
    assert all(button.accessibleName() for button in page.bar.buttons)
    for part in page.list, page.tabs, page.about.chain, page.beside.table:
        assert part.accessibleName()
    shelf.window.activateWindow()
    page.list.setFocus()
    before = page.list.currentIndex().row()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.currentIndex().row() == before + 1
    reached = set()
    for _ in range(40):
        if (focus := QApplication.focusWidget()) is None:
            break
        reached.add(focus.accessibleName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert {"Notes on this model", "Export", "Import"} <= reached


def chosen(shelf: Shelf) -> ModelRow:
    assert shelf.page.chosen is not None
    return shelf.page.chosen


def drop(shelf: Shelf, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), actions, data, *held)
    QApplication.sendEvent(shelf.page, enter)
    event = QDropEvent(QPointF(50, 50), actions, data, *held)
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(shelf.page, event)
    assert event.dropAction() == Qt.DropAction.CopyAction, "the original stays"
