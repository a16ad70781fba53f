"""What dropped paths ask for, and that a drop never becomes a move."""

import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.source import Source
from app.widgets.drop_area import (
    DropFilter,
    Dropped,
    common_folder,
    source_of,
)
from app.widgets.empty_page import EmptyPage
from app.widgets.primary_button import PrimaryButton

WriteStill = Callable[[Path], Path]


def test_one_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    assert source_of([tmp_path]) == Dropped(Source(tmp_path))


def test_stills_are_taken_with_the_deepest_folder_of_all(
    tmp_path: Path, write_still: WriteStill
) -> None:
    one = write_still(tmp_path / "exams/a/1.png")
    other = write_still(tmp_path / "exams/b/c/2.PNG")
    assert source_of([one, other]) == Dropped(Source(tmp_path / "exams", (one, other)))


def test_a_single_still_is_taken_with_its_folder_once(
    tmp_path: Path, write_still: WriteStill
) -> None:
    still = write_still(tmp_path / "a b" / "Петров 🔴.png")
    assert source_of([still, still]) == Dropped(Source(still.parent, (still,)))


def test_other_files_among_stills_are_counted(
    tmp_path: Path, write_still: WriteStill
) -> None:
    still = write_still(tmp_path / "a.png")
    text = tmp_path / "notes.txt"
    text.write_text("x")
    shadow = write_still(tmp_path / "._a.png")
    found = source_of([text, still, shadow])
    assert found == Dropped(Source(tmp_path, (still,)), left_out=2)


def test_what_cannot_be_classified_is_told_in_a_sentence(
    tmp_path: Path, write_still: WriteStill
) -> None:
    still = write_still(tmp_path / "one/a.png")
    (tmp_path / "two").mkdir()
    text = tmp_path / "notes.txt"
    text.write_text("x")
    cases = {
        (): "no folder and no still",
        (tmp_path / "one", tmp_path / "two"): "2 folders",
        (tmp_path / "two", still): "not both",
        (tmp_path / "gone.png",): "“gone.png” cannot be found",
        (still, tmp_path / "gone"): "“gone” cannot be found",
        (text,): "That file is no still: stills are files that end in .bmp",
        (text, tmp_path / "notes.txt", _also_text(tmp_path)): "None of them is a still",
    }
    for paths, words in cases.items():
        found = source_of(list(paths))
        assert isinstance(found, str)
        assert words in found
        assert found.endswith(".")


def _also_text(folder: Path) -> Path:
    path = folder / "README"
    path.write_text("x")
    return path


@pytest.mark.skipif(os.name == "nt", reason="needs a name that Linux allows")
def test_a_name_that_is_too_long_is_told_too() -> None:
    assert isinstance(source_of([Path("/" + "x" * 5000)]), str)


def test_the_common_folder_is_none_across_drives() -> None:
    files = PureWindowsPath("C:/a/1.png"), PureWindowsPath("D:/a/2.png")
    assert common_folder(files) is None
    assert common_folder(files[:1]) == PureWindowsPath("C:/a")


def test_the_common_folder_is_not_cut_within_a_name() -> None:
    files = PurePosixPath("/data/exam1/1.png"), PurePosixPath("/data/exam12/2.png")
    assert common_folder(files) == PurePosixPath("/data")


@pytest.fixture
def target(qtbot: QtBot) -> tuple[QWidget, DropFilter]:
    """A widget that takes drops, as the window does."""
    widget = QWidget()
    qtbot.addWidget(widget)
    drops = DropFilter(widget)
    drops.install(widget)
    return widget, drops


def _data(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


_ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
_HELD = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def _enter(widget: QWidget, data: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(1, 1), _ACTIONS, data, *_HELD)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def _drop(widget: QWidget, data: QMimeData) -> QDropEvent:
    """Drop as a file manager does that would move the files."""
    assert _enter(widget, data)
    event = QDropEvent(QPointF(1, 1), _ACTIONS, data, *_HELD)
    event.setDropAction(Qt.DropAction.MoveAction)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event


def test_a_dropped_folder_is_told_and_never_moved(
    target: tuple[QWidget, DropFilter], qtbot: QtBot, tmp_path: Path
) -> None:
    widget, drops = target
    with qtbot.waitSignal(drops.dropped, timeout=1000) as told:
        event = _drop(widget, _data(tmp_path))
    assert told.args == [Dropped(Source(tmp_path))]
    assert event.isAccepted()
    assert event.dropAction() == Qt.DropAction.CopyAction


def test_two_dropped_folders_are_refused_with_a_sentence(
    target: tuple[QWidget, DropFilter], qtbot: QtBot, tmp_path: Path
) -> None:
    widget, drops = target
    folders = tmp_path / "a", tmp_path / "b"
    for folder in folders:
        folder.mkdir()
    with qtbot.waitSignal(drops.refused, timeout=1000) as told:
        _drop(widget, _data(*folders))
    assert "one at a time" in told.args[0]


def test_dropped_text_and_web_addresses_are_left_alone(
    target: tuple[QWidget, DropFilter], qtbot: QtBot
) -> None:
    widget, drops = target
    text, web = QMimeData(), QMimeData()
    text.setText("polyp")
    web.setUrls([QUrl("https://example.org/a.png")])
    with qtbot.assertNotEmitted(drops.hovering):
        assert not _enter(widget, text)
        assert not _enter(widget, web)


def test_while_a_job_runs_nothing_is_taken(
    target: tuple[QWidget, DropFilter], tmp_path: Path
) -> None:
    widget, drops = target
    drops.set_enabled(False)
    assert not _enter(widget, _data(tmp_path))
    drops.set_enabled(True)
    assert _enter(widget, _data(tmp_path))


def test_holding_files_over_it_is_told_until_they_leave(
    target: tuple[QWidget, DropFilter], qtbot: QtBot, tmp_path: Path
) -> None:
    widget, drops = target
    told: list[bool] = []
    drops.hovering.connect(told.append)
    _enter(widget, _data(tmp_path))
    QApplication.sendEvent(widget, QDragLeaveEvent())
    assert told == [True, False]


def test_the_empty_page_offers_what_to_do(qtbot: QtBot) -> None:
    page = EmptyPage()
    qtbot.addWidget(page)
    page.show()
    buttons = {b.accessibleName(): b for b in page.findChildren(QPushButton)}
    asked: list[str] = []
    page.choose_folder.connect(lambda: asked.append("folder"))
    page.choose_stills.connect(lambda: asked.append("stills"))
    page.samples_wanted.connect(lambda: asked.append("samples"))
    assert not buttons["Try the sample stills"].isVisible()
    page.offer_samples(True)
    for name in "Choose folder", "Choose stills", "Try the sample stills":
        qtbot.mouseClick(buttons[name], Qt.MouseButton.LeftButton)
    assert asked == ["folder", "stills", "samples"]


def test_the_empty_page_shows_where_to_let_go(qtbot: QtBot) -> None:
    page = EmptyPage()
    qtbot.addWidget(page)
    page.resize(500, 300)
    page.show()
    before = page.grab().toImage()
    page.set_highlight(True)
    assert page.grab().toImage() != before
    page.set_highlight(False)
    assert page.grab().toImage() == before


def test_the_empty_page_says_what_is_chosen_and_waits(qtbot: QtBot) -> None:
    page = EmptyPage()
    qtbot.addWidget(page)
    page.show()
    page.set_chosen("Exams & <b>2026</b>")
    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert "“Exams & <b>2026</b>” is chosen" in shown  # and is no markup
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText
        for label in page.findChildren(QLabel)
    )
    assert any("Ctrl+Return" in text for text in shown)
    buttons = {
        b.accessibleName(): b for b in page.findChildren(QPushButton) if b.isVisible()
    }
    assert isinstance(buttons["Classify what is chosen"], PrimaryButton)
    assert "Choose folder" not in buttons
    with qtbot.waitSignal(page.classify_clicked, timeout=1000):
        buttons["Classify what is chosen"].click()
    page.set_chosen("Exams", ready=False)
    assert not buttons["Classify what is chosen"].isEnabled()
    page.set_chosen(None)
    assert not buttons["Classify what is chosen"].isVisible()
