"""The source bar: what is chosen, and asking without holding up the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.widgets.clamped_label import ClampedLabel
from app.widgets.source_bar import SourceBar


@pytest.fixture
def bar(qtbot: QtBot) -> SourceBar:
    """A bar that is shown."""
    bar = SourceBar()
    qtbot.addWidget(bar)
    bar.resize(700, 40)
    bar.show()
    return bar


def _button(bar: SourceBar, name: str) -> QPushButton:
    buttons = bar.findChildren(QPushButton)
    return next(b for b in buttons if b.accessibleName() == name)


def _where(bar: SourceBar) -> ClampedLabel:
    label = bar.findChild(ClampedLabel)
    assert isinstance(label, ClampedLabel)
    return label


def _dialog(bar: SourceBar) -> QFileDialog:
    dialog = bar.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    return dialog


def test_what_is_chosen_stands_there_in_full_at_least_as_tooltip(
    bar: SourceBar,
) -> None:
    folder = Path("/home/clinic/" + "a long folder name/" * 20)
    bar.show_folder(folder)
    assert _where(bar).cut
    assert _where(bar).toolTip() == str(folder)
    bar.show_stills(Path("/data"), (Path("/data/a.png"),))
    assert _where(bar).text() == "1 still of /data"
    bar.show_stills(Path("/data"), (Path("/data/a.png"),) * 12, left_out=3)
    assert _where(bar).text() == "12 stills of /data; 3 other files left out"
    bar.show_nothing()
    assert _where(bar).text() == "No folder chosen yet"


def test_classify_waits_until_there_is_something(bar: SourceBar, qtbot: QtBot) -> None:
    classify = _button(bar, "Classify")
    assert not classify.isEnabled()
    assert "Choose a folder" in classify.toolTip()
    bar.set_ready(True)
    with qtbot.waitSignal(bar.classify_clicked, timeout=1000):
        qtbot.mouseClick(classify, Qt.MouseButton.LeftButton)


def test_a_folder_is_asked_for_without_blocking(
    bar: SourceBar, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.mouseClick(_button(bar, "Choose folder"), Qt.MouseButton.LeftButton)
    dialog = _dialog(bar)
    assert dialog.isVisible()
    dialog.selectFile(str(tmp_path))
    with qtbot.waitSignal(bar.folder_chosen, timeout=2000) as told:
        dialog.accept()
    assert told.args == [tmp_path]


def test_stills_are_asked_for_in_the_folder_that_is_chosen(
    bar: SourceBar, qtbot: QtBot, tmp_path: Path
) -> None:
    for name in "a.png", "b.png":
        (tmp_path / name).write_bytes(b"x")
    bar.show_folder(tmp_path)
    qtbot.mouseClick(_button(bar, "Choose stills"), Qt.MouseButton.LeftButton)
    dialog = _dialog(bar)
    assert Path(dialog.directory().path()) == tmp_path
    assert "*.png" in dialog.nameFilters()[0]
    with qtbot.waitSignal(bar.stills_chosen, timeout=2000) as told:
        dialog.filesSelected.emit([str(tmp_path / "a.png"), str(tmp_path / "b.png")])
    assert told.args == [(tmp_path / "a.png", tmp_path / "b.png")]
    dialog.reject()


def test_nothing_else_is_chosen_while_a_job_runs(bar: SourceBar) -> None:
    bar.set_enabled_for_choice(False)
    assert not _button(bar, "Choose folder").isEnabled()
    assert not _button(bar, "Choose stills").isEnabled()
