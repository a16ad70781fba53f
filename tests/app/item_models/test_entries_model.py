"""Entries of a list: shown, counted and read aloud."""

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.item_models.entries_model import COUNT_ROLE, NOTE_ROLE, EntriesModel, Entry

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def test_qt_finds_nothing_wrong(qtmodeltester: ModelTester) -> None:
    model = EntriesModel()
    qtmodeltester.check(model)
    for count in 3, 3, 5, 0:
        model.show([Entry(f"{count}", "1", "note")] * count)
        qtmodeltester.check(model)


def test_an_entry_is_read_aloud_whole() -> None:
    model = EntriesModel()
    model.show([Entry("polyps", "1,200", "300 groups"), Entry("normal")])
    index = model.index(0)
    assert index.data(SPOKEN) == "polyps, 1,200, 300 groups"
    assert (index.data(COUNT_ROLE), index.data(NOTE_ROLE)) == ("1,200", "300 groups")
    assert model.index(1).data(SPOKEN) == "normal"


def test_other_counts_of_the_same_entries_keep_what_is_chosen(qtbot: QtBot) -> None:
    model = EntriesModel()
    model.show([Entry("a", "1"), Entry("b", "2")])
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show([Entry("a", "1"), Entry("b", "3")])
    with qtbot.waitSignal(model.modelReset):
        model.show([Entry("a", "1")])
