"""Rows that are filled like lines of words: what fits, what goes on below."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from app.widgets.flow_rows import FlowRows


@pytest.fixture
def rows(qtbot):
    """Three buttons, each 100 wide and 20 high, 10 apart, rows 5 apart."""
    owner = QWidget()
    qtbot.addWidget(owner)
    layout = FlowRows(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.set_gaps(10, 5)
    for _ in range(3):
        button = QPushButton(owner)
        button.setFixedSize(100, 20)
        layout.addWidget(button)
    yield layout
    owner.close()


@pytest.mark.parametrize(
    ("width", "height"), [(320, 20), (319, 45), (210, 45), (209, 70), (1, 70)]
)
def test_a_narrower_layout_is_higher(rows, width, height):
    assert rows.heightForWidth(width) == height


def test_a_widget_that_grows_is_measured_again(rows):
    assert rows.heightForWidth(320) == 20
    rows.itemAt(0).widget().setFixedSize(120, 40)
    assert rows.heightForWidth(320) == 40 + 5 + 20


def test_a_widget_that_is_hidden_takes_no_room(rows):
    assert rows.heightForWidth(210) == 45
    rows.itemAt(0).widget().hide()
    assert rows.heightForWidth(210) == 20


def test_a_widget_that_is_taken_out_takes_no_room(rows):
    assert rows.heightForWidth(210) == 45
    rows.removeWidget(rows.itemAt(0).widget())
    assert rows.heightForWidth(210) == 20
