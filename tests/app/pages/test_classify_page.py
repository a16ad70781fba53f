"""A folder is classified in the real window by a real worker, odd files and all."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from app.item_models.examinations_model import EXAMINATION_ROLE, REVIEWED_ROLE
from app.item_models.findings_model import Column
from app.source import Source
from app.worker.job_outcome import OutcomeKind
from core.jobs.events import ClassifiedStill, StillsClassified
from tests.app.driven_window import (
    DrivenWindow,
    open_dialogs,
    write_still,
    write_stills,
)
from tests.app.pages.odd_files import READABLE, UNREADABLE, write_odd_files

Key = Qt.Key


@pytest.fixture
def odd(window: DrivenWindow, tmp_path: Path) -> DrivenWindow:
    """A window with the odd files classified."""
    outcome = window.classify(write_odd_files(tmp_path / "clinic"))
    assert outcome.kind is OutcomeKind.FINISHED
    return window


def examinations(window: DrivenWindow) -> dict[str, tuple[str, ...]]:
    """Return the words of every row of the tree by its folder."""
    model, rows = window.application.examinations, {}

    def take(parent: QModelIndex) -> None:
        for place in range(model.rowCount(parent)):
            cells = [model.index(place, c, parent) for c in range(model.columnCount())]
            rows[cells[0].data(EXAMINATION_ROLE)] = tuple(c.data() for c in cells)
            take(cells[0])

    take(QModelIndex())
    return rows


def showing(window: DrivenWindow) -> str:
    """Return the line that says how many of how many are shown."""
    return window.texts(window.page.filter_bar)


def test_every_still_gets_its_row(odd: DrivenWindow) -> None:
    answers = {row.file: row.predicted_class for row in odd.rows if not row.error}
    assert answers == READABLE
    assert {row.file for row in odd.rows if row.error} == set(UNREADABLE)
    assert odd.row("first/empty.png").decision is None
    assert "empty" in odd.row("first/empty.png").error


def test_what_could_not_be_read_is_counted_and_shown_on_a_click(
    odd: DrivenWindow,
) -> None:
    odd.until(lambda: "9 of 9" in showing(odd))
    (link,) = [
        label
        for label in odd.page.filter_bar.findChildren(QLabel)
        if label.isVisible() and "3" in label.text() and "read" in label.text()
    ]
    odd.page.tree.setCurrentIndex(odd.application.examinations.index_of("second"))
    assert len(odd.shown) == 4
    link.linkActivated.emit("")
    assert sorted(odd.shown) == sorted(UNREADABLE), "all that the link counts"
    assert "9 stills" in odd.texts(odd.page.summary)
    odd.page.tree.setCurrentIndex(odd.application.examinations.index_of("second"))
    link.linkActivated.emit("")
    assert sorted(odd.shown) == sorted(UNREADABLE), "also where only those are shown"


def test_examinations_stand_in_a_tree_with_their_counts(odd: DrivenWindow) -> None:
    tree = examinations(odd)
    assert {"", "first", "second"} <= set(tree)
    assert [tree[folder][1] for folder in ("", "first", "second")] == ["9", "5", "4"]
    assert "blue" in tree["first"][-1]


def test_an_examination_is_chosen_in_the_tree(odd: DrivenWindow) -> None:
    odd.page.tree.select("second")
    odd.page.tree.chosen.emit("second")
    assert set(odd.shown) == {row.file for row in odd.rows if "second" in row.file}
    assert "4 stills · 1 unreadable" in odd.texts(odd.page.summary)
    odd.page.tree.chosen.emit("")
    assert len(odd.shown) == 9


def test_a_classification_waits_for_other_work_and_the_old_rows_stay(
    odd: DrivenWindow, tmp_path: Path
) -> None:
    before = odd.shown
    run = odd.application.classification.run_folder
    other = odd.occupy("Training “colon 2”")
    odd.choose(write_stills(tmp_path / "next", ["blue"] * 3))
    odd.click(odd.page.source_bar, "Classify")
    assert "Waits for: Training “colon 2”" in odd.texts(odd.page.waiting)
    assert odd.shown == before
    assert odd.application.classification.run_folder == run
    assert not odd.button(odd.page.source_bar, "Classify").isEnabled()
    assert odd.button(odd.page.summary, "Export CSV").isEnabled()
    other.cancel()
    odd.until(lambda: odd.application.line.is_idle)
    assert [row.file for row in odd.rows] == ["0.png", "1.png", "2.png"]
    assert not odd.page.waiting.isVisible()
    assert odd.application.classification.run_folder != run


def test_while_the_first_one_waits_the_page_asks_for_nothing_else(
    window: DrivenWindow, tmp_path: Path
) -> None:
    other = window.occupy()
    window.choose(write_stills(tmp_path / "first", ["blue"] * 3))
    empty = window.page.empty_page
    assert "Press Classify" in window.texts(empty)
    window.page.start()
    assert "as soon as the work before it is done" in window.texts(empty)
    assert "Press Classify" not in window.texts(empty)
    for name in "Choose another folder", "Choose stills", "Try the sample stills":
        assert not window.button(empty, name).isEnabled()
    window.press(Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert open_dialogs() == []
    window.application._try_samples(tmp_path)
    assert window.page.source == Source(tmp_path / "first")
    window.click(window.page.waiting, "Take out: Classifying “first”")
    assert "Press Classify" in window.texts(empty)
    assert window.button(empty, "Choose stills").isEnabled()
    window.ended(other.cancel)


def test_a_classification_that_is_taken_out_leaves_everything_as_it_was(
    odd: DrivenWindow, tmp_path: Path
) -> None:
    before = odd.shown
    other = odd.occupy()
    odd.choose(write_stills(tmp_path / "next", ["blue"] * 3))
    odd.page.start()
    assert not odd.button(odd.page.source_bar, "Choose folder").isEnabled()
    odd.click(odd.page.waiting, "Take out: Classifying “next”")
    assert odd.shown == before
    assert not odd.page.waiting.isVisible()
    assert odd.button(odd.page.source_bar, "Choose folder").isEnabled()
    assert odd.button(odd.page.source_bar, "Classify").isEnabled()
    odd.ended(other.cancel)


def test_what_another_job_tells_does_not_reach_the_page(odd: DrivenWindow) -> None:
    before = odd.shown
    other = odd.occupy()
    row = odd.rows[0]
    told = ClassifiedStill(
        file="elsewhere.png",
        predicted_class=row.predicted_class,
        confidence=1.0,
        decision="accept",
    )
    other.event_received.emit(StillsClassified(stills=(told,)))
    assert odd.shown == before
    odd.ended(other.cancel)
    assert odd.shown == before


def test_a_model_replaced_while_it_waited_is_not_asked(
    odd: DrivenWindow, tmp_path: Path
) -> None:
    before = odd.shown
    other = odd.occupy()
    odd.choose(write_stills(tmp_path / "next", ["blue"] * 3))
    odd.page.start()
    shutil.rmtree(odd.application.folders.models / "small")
    other.cancel()
    odd.until(lambda: odd.application.line.is_idle)
    assert odd.take_problem().user_message
    assert odd.shown == before
    assert odd.button(odd.page.source_bar, "Choose folder").isEnabled()


def test_reviews_count_in_tree_and_summary(odd: DrivenWindow) -> None:
    odd.look_at("first/0.png")
    odd.press(Key.Key_Return)
    model = odd.application.examinations
    (root,) = [model.index(0, 0)]
    assert root.data(REVIEWED_ROLE) == (1, 6)
    odd.until(lambda: "1 of 6 reviewed" in odd.texts(odd.page.summary))


def test_an_unreadable_still_says_why(odd: DrivenWindow) -> None:
    row = odd.row("second/letter.jpg")
    odd.page.views.choose(row.row)
    assert row.error in odd.words_for_the_still


def test_the_desk_names_the_file(odd: DrivenWindow) -> None:
    odd.look_at("first/0.png")
    (label,) = [
        label for label in odd.desk.findChildren(QLabel) if label.text() == "0.png"
    ]
    assert label.isVisible()
    assert Path(label.toolTip()).parts[-3:] == ("clinic", "first", "0.png")
    odd.page.views.choose_nothing()
    assert label.text() == ""


def test_some_stills_of_a_folder(window: DrivenWindow, tmp_path: Path) -> None:
    folder = write_stills(tmp_path / "clinic", ["blue", "red", "green"])
    window.classify(folder, folder / "2.png", folder / "0.png")
    assert [row.file for row in window.rows] == ["0.png", "2.png"]


def test_a_single_file_is_a_source_too(window: DrivenWindow, tmp_path: Path) -> None:
    still = write_still(tmp_path / "one.png", "green")
    window.classify(still)
    window.look_at("one.png")


def test_a_dropped_folder_is_chosen(window: DrivenWindow, tmp_path: Path) -> None:
    folder = write_stills(tmp_path / "clinic 🩺", ["red"])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    place, copy = QPointF(200, 200), Qt.DropAction.CopyAction
    for kind in QDragEnterEvent, QDropEvent:
        event = kind(
            place if kind is QDropEvent else place.toPoint(),
            copy,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(window.page, event)
        assert event.isAccepted()
    assert window.page.source is not None
    assert window.page.source.folder == folder
    window.ended(lambda: window.click(window.page, "Classify"))
    assert window.rows[0].predicted_class == "red"


def test_a_folder_without_stills_is_said_once(
    window: DrivenWindow, tmp_path: Path
) -> None:
    (tmp_path / "nothing").mkdir()
    assert window.classify(tmp_path / "nothing").kind is OutcomeKind.FAILED
    assert "no stills" in window.take_problem().user_message
    assert window.application.presenter.dialog is None
    assert window.page.empty_page.isVisible()


def test_sorting_from_a_header_and_from_the_bar(odd: DrivenWindow) -> None:
    orders = odd.page.filter_bar.findChildren(QComboBox)
    (order,) = [box for box in orders if box.accessibleName() == "Order"]
    order.setCurrentIndex(order.findText("Finding"))
    found = [odd.row(file).predicted_class for file in odd.shown]
    assert found == sorted(found, key=lambda name: (name is None, name))
    header = odd.page.views.table.horizontalHeader()
    at = QPoint(header.sectionPosition(Column.FILE) + 30, header.height() // 2)
    for wanted in False, True:
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert odd.shown == sorted(odd.shown, reverse=wanted)
