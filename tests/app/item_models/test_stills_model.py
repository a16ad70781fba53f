"""Stills of a sheet: put into words only where somebody looks."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from app.item_models.stills_model import STILL_ROLE, LazyStills, ShownStill, StillsModel


def still(number: int, *, tag: str = "") -> ShownStill:
    name = f"polyps/{number}.jpg"
    return ShownStill(Path("/d") / name, name, "polyps", "Training", tag, "d", "Dark.")


def test_qt_finds_nothing_wrong(qtmodeltester: ModelTester) -> None:
    model = StillsModel()
    qtmodeltester.check(model)
    model.show([still(1), still(2)])
    qtmodeltester.check(model)
    model.renew([still(1), still(2, tag="Left out")])
    qtmodeltester.check(model)
    model.show(LazyStills(4, still))
    qtmodeltester.check(model)


def test_a_still_is_read_aloud_whole() -> None:
    model = StillsModel()
    model.show([still(1, tag="Left out")])
    spoken = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "polyps/1.jpg, polyps, Training, Left out, Dark."
    assert model.index(0).data(STILL_ROLE) == still(1, tag="Left out")


def test_a_name_that_looks_like_markup_is_shown_as_it_is() -> None:
    model = StillsModel()
    model.show([ShownStill(Path("x"), "<b>x</b>.jpg", "polyps")])
    tip = model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;x" in tip


def test_ten_thousand_stills_are_not_made_to_show_a_few() -> None:
    asked: list[int] = []

    def made(place: int) -> ShownStill:
        asked.append(place)
        return still(place)

    model = StillsModel()
    model.show(LazyStills(10_000, made))
    assert model.rowCount() == 10_000
    assert model.index(9_999).data() == "polyps/9999.jpg"
    assert asked == [9_999]


def test_lazy_stills_are_a_sequence() -> None:
    stills = LazyStills(3, still)
    assert [one.name for one in stills] == [still(at).name for at in range(3)]
    assert stills[-1] == still(2)
    assert stills[1:] == [still(1), still(2)]
    with pytest.raises(IndexError, match="below 3"):
        stills[3]
