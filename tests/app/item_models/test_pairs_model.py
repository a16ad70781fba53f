"""Pairs of copies: their distances in words, and what was decided."""

from dataclasses import replace

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.item_models.pairs_model import PairRow, PairsModel

NEAR = PairRow("a/1.jpg", "a/2.jpg", "Different", "4 of 64 bits", "0.91")


def test_qt_finds_nothing_wrong(qtmodeltester: ModelTester) -> None:
    model = PairsModel()
    qtmodeltester.check(model)
    model.show([NEAR])
    qtmodeltester.check(model)
    model.show([])
    qtmodeltester.check(model)


def test_a_pair_is_read_aloud_with_its_distances() -> None:
    model = PairsModel()
    model.show([NEAR])
    spoken = model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "a/1.jpg and a/2.jpg, files different, hash 4 of 64 bits" in spoken
    cells = [model.index(0, column).data() for column in range(model.columnCount())]
    assert cells == ["1.jpg", "2.jpg", "Different", "4 of 64 bits", "0.91", ""]


def test_a_decision_keeps_the_chosen_pair(qtbot: QtBot) -> None:
    model = PairsModel()
    model.show([NEAR])
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show([replace(NEAR, decision="Not a copy")])
    assert model.index(0, 5).data() == "Not a copy"
