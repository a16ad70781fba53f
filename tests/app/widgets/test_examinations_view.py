"""The tree of examinations: says what a person chose, and shows how far all is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.item_models.examinations_model import ExaminationsModel
from app.widgets.examinations_view import ExaminationsView, progress_words
from core.jobs.events import ClassifiedStill

_FOLDERS = {"": 1, "exam 1": 2, "exam 2": 3, "exam 2/Петров": 1}


@pytest.fixture
def model() -> ExaminationsModel:
    """Three examinations, none classified yet."""
    model = ExaminationsModel()
    model.begin("clinic", _FOLDERS)
    return model


@pytest.fixture
def view(qtbot: QtBot, model: ExaminationsModel) -> ExaminationsView:
    """The tree of the model, shown."""
    view = ExaminationsView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(460, 240)
    view.show()
    return view


def _still(file: str) -> ClassifiedStill:
    return ClassifiedStill(
        file=file, predicted_class="polyp", confidence=0.9, decision="accept"
    )


def test_all_examinations_are_chosen_first_and_their_rows_open(
    view: ExaminationsView, model: ExaminationsModel
) -> None:
    assert view.currentIndex() == model.index_of("")
    assert view.isExpanded(model.index_of(""))


def test_the_keyboard_chooses_an_examination(
    view: ExaminationsView, qtbot: QtBot
) -> None:
    told: list[str] = []
    view.chosen.connect(told.append)
    for key in Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down:
        qtbot.keyClick(view, key)
    assert told == ["exam 1", "exam 2", "exam 2/Петров"]


def test_selecting_by_the_page_is_not_told_and_opens_the_way(
    view: ExaminationsView, model: ExaminationsModel, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(view.chosen):
        assert view.select("exam 2/Петров")
        assert not view.select("exam 9")
    assert view.currentIndex() == model.index_of("exam 2/Петров")
    assert view.isExpanded(model.index_of("exam 2"))


def test_another_folder_begins_with_all_and_says_nothing(
    view: ExaminationsView, model: ExaminationsModel, qtbot: QtBot
) -> None:
    view.select("exam 1")
    with qtbot.assertNotEmitted(view.chosen):
        model.begin("other", {"b": 1})
    assert view.currentIndex() == model.index_of("")


def test_progress_is_painted_as_it_comes(
    view: ExaminationsView, model: ExaminationsModel
) -> None:
    before = view.viewport().grab().toImage()
    model.add([_still("exam 1/a.png")])
    assert view.viewport().grab().toImage() != before


def test_a_hundred_examinations_begin_folded(qtbot: QtBot) -> None:
    model = ExaminationsModel()
    model.begin("clinic", {f"exam {i}": 1 for i in range(100)})
    view = ExaminationsView()
    qtbot.addWidget(view)
    view.setModel(model)
    assert not view.isExpanded(model.index_of(""))


@pytest.mark.parametrize("points", [1, 2])
def test_in_a_narrow_column_all_but_the_findings_are_seen(
    view: ExaminationsView, qtbot: QtBot, points: int
) -> None:
    font = view.font()
    font.setPointSizeF(points * font.pointSizeF())
    view.setFont(font)
    em = view.fontMetrics().height()
    view.resize(18 * em, 12 * em)
    qtbot.wait(1)
    assert view.isColumnHidden(3)
    assert not view.horizontalScrollBar().isVisible()
    assert view.columnWidth(0) > 6 * em
    assert all(view.columnWidth(column) > 4 * em for column in (1, 2))
    view.resize(50 * em, 12 * em)
    assert not view.isColumnHidden(3)


def test_findings_stand_in_the_tooltip(
    view: ExaminationsView, model: ExaminationsModel
) -> None:
    model.add([_still("exam 1/a.png")])
    tooltip = model.index_of("exam 1").data(Qt.ItemDataRole.ToolTipRole)
    assert tooltip == "exam 1\npolyp: 1"


@pytest.mark.parametrize(
    ("done", "total", "narrow"),
    [
        (1200, 3000, "40 %"),
        (2999, 3000, "99 %"),
        (3000, 3000, "100 %"),
        (3, 3000, "< 1 %"),
        (0, 3000, "0 %"),
    ],
)
def test_numbers_without_room_become_per_cent(
    qapp: QApplication, done: int, total: int, narrow: str
) -> None:
    metrics = QFontMetrics(QFont())
    whole = f"{done:,} of {total:,}"
    room = metrics.horizontalAdvance(whole)
    assert progress_words("", done, total, metrics, room) == whole
    assert progress_words("", done, total, metrics, room - 1) == narrow
    assert progress_words("", 0, 0, metrics, room) == ""
