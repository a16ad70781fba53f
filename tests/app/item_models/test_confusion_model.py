"""The matrix says its counts in words, and shares without hiding them."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from app.item_models.cell_stills import REVISED
from app.item_models.confusion_model import (
    SHADE_ROLE,
    SHARE_ROLE,
    ConfusionModel,
    Shares,
)
from tests.app.item_models.report_records import revised, sparse, starter

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def model(qtmodeltester: ModelTester) -> ConfusionModel:
    """The starter model's matrix, after Qt's own tests."""
    model = ConfusionModel()
    qtmodeltester.check(model)
    model.show(starter())
    qtmodeltester.check(model)
    return model


def test_a_cell_is_said_in_words(model: ConfusionModel) -> None:
    words = "2 of 105 stills of polyps were called ulcerative-colitis"
    assert model.index(1, 2).data(SPOKEN) == words
    assert model.index(1, 2).data() == "2"
    assert model.index(1, 2).data(SHARE_ROLE) == ""


@pytest.mark.parametrize(
    ("shares", "share", "words"),
    [
        (Shares.BY_ROW, "1.9\xa0%", "2 of 105 stills of polyps were called"),
        (Shares.BY_COLUMN, "9.5\xa0%", "2 of 21 stills called ulcerative-colitis were"),
    ],
)
def test_counts_stay_beside_shares(
    model: ConfusionModel, shares: Shares, share: str, words: str
) -> None:
    changed: list[object] = []
    model.dataChanged.connect(lambda *_: changed.append(1))
    model.set_shares(shares)
    model.set_shares(shares)
    assert changed == [1]
    assert model.index(1, 2).data() == "2"
    assert model.index(1, 2).data(SHARE_ROLE) == share
    assert words in model.index(1, 2).data(SPOKEN)
    assert share in model.index(1, 2).data(SPOKEN)


def test_heads_say_how_many_stills_there_are(model: ConfusionModel) -> None:
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert model.headerData(2, across) == "ulcerative-colitis\nn\xa0=\xa021"
    assert model.headerData(2, down) == "ulcerative-colitis\nn\xa0=\xa019"
    assert model.headerData(2, across, SPOKEN) == "21 stills called ulcerative-colitis"
    assert model.headerData(0, down, SPOKEN) == "3 stills labelled esophagitis"
    assert model.headerData(3, down) is None


def test_a_class_without_stills_has_no_share(qtmodeltester: ModelTester) -> None:
    model = ConfusionModel()
    model.show(sparse())
    model.set_shares(Shares.BY_ROW)
    qtmodeltester.check(model)
    cell = model.index(2, 0)
    assert (cell.data(), cell.data(SHADE_ROLE)) == ("0", 0.0)
    assert cell.data(SHARE_ROLE) == "\N{EN DASH}"
    assert "0 of 0 stills of c were called a" in cell.data(SPOKEN)


def test_revised_numbers_say_so_in_each_cell(model: ConfusionModel) -> None:
    model.show(revised(starter()))
    assert model.index(0, 0).data(SPOKEN).endswith(f"; {REVISED}")
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole).endswith(REVISED)
