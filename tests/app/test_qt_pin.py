"""The reason for PySide6's pin: 6.12.0 loses a reference to None at each call."""

import sys

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on"
)
def test_a_thousand_calls_leave_the_count_of_none_as_it_was(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    label.setText("warm")
    before = sys.getrefcount(None)
    for _ in range(1_000):
        label.setText("still")
    assert abs(sys.getrefcount(None) - before) < 500
