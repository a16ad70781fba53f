"""The summary: both sides beside each other, exports when there is something."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.appearance.contrast import contrast_ratio
from app.appearance.palettes import dark_palette, light_palette
from app.widgets.summary_panel import SummaryPanel
from app.widgets.summary_table import SummaryTable
from core.review.corrections import Review, Verdict
from core.review.tally import Tally

_CLASSES = "ulcer", "polyp"


@pytest.fixture
def panel(qtbot: QtBot) -> SummaryPanel:
    """A panel that is shown."""
    panel = SummaryPanel()
    qtbot.addWidget(panel)
    panel.resize(360, 480)
    panel.show()
    return panel


@pytest.fixture
def tally() -> Tally:
    """Ten stills, one unreadable, three reviewed."""
    tally = Tally()
    for decision, count in ("accept", 6), ("review", 2), ("refuse", 1):
        for _ in range(count):
            finding = None if decision == "refuse" else "polyp"
            tally.count(finding, decision, "")
    tally.count(None, None, "cut off")
    for verdict, findings in (
        (Verdict.AGREE, ("polyp",)),
        (Verdict.CORRECT, ("ulcer", "polyp")),
        (Verdict.CANNOT_JUDGE, ()),
    ):
        tally.count_review(None, Review(verdict, findings, "anna", datetime.now(UTC)))
    return tally


def _texts(panel: SummaryPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def _button(panel: SummaryPanel, name: str) -> QPushButton:
    buttons = panel.findChildren(QPushButton)
    return next(b for b in buttons if b.accessibleName() == name)


def test_the_numbers_of_both_sides_are_told(panel: SummaryPanel, tally: Tally) -> None:
    panel.set_tally("exam 1", tally, _CLASSES)
    texts = _texts(panel)
    for words in (
        "exam 1",
        "10 stills · 1 unreadable",
        "3 of 9 reviewed",
        "1 of 3 agreed · 1 corrected · 1 cannot judge",
        "67 %",
        "22 %",
        "11 %",
    ):
        assert words in texts
    for word in "Accept", "Review", "Refuse":
        assert word in texts


def test_each_finding_stands_with_both_counts(
    panel: SummaryPanel, tally: Tally
) -> None:
    panel.set_tally("exam 1", tally, _CLASSES)
    table = panel.findChild(SummaryTable)
    assert isinstance(table, SummaryTable)
    cells = [
        [table.model().index(row, column).data() for column in range(3)]
        for row in range(table.rowCount())
    ]
    assert cells == [["ulcer", "0", "1"], ["polyp", "8", "2"]]


def test_counts_can_be_read_when_the_theme_changes(
    panel: SummaryPanel, tally: Tally
) -> None:
    panel.setPalette(light_palette())
    panel.set_tally("exam 1", tally, _CLASSES)
    table = panel.findChild(SummaryTable)
    assert isinstance(table, SummaryTable)
    for made in dark_palette, light_palette:
        panel.setPalette(made())
        ground = table.palette().base().color()
        for row, column in ((0, 1), (1, 1), (1, 2)):  # a zero, and two counts
            item = table.item(row, column)
            assert item is not None
            assert contrast_ratio(item.foreground().color(), ground) >= 4.5


def test_exports_wait_for_something_to_export(
    panel: SummaryPanel, tally: Tally, qtbot: QtBot
) -> None:
    signals = {
        "Export CSV": panel.export_csv,
        "Export XLSX": panel.export_xlsx,
        "Corrections as folder": panel.export_corrections,
    }
    assert not any(_button(panel, name).isEnabled() for name in signals)
    panel.set_tally("exam 1", tally, _CLASSES)
    for name, signal in signals.items():
        with qtbot.waitSignal(signal, timeout=1000):
            qtbot.mouseClick(_button(panel, name), Qt.MouseButton.LeftButton)
    panel.set_can_export(False, "Wait until the stills are classified")
    for name in signals:
        assert not _button(panel, name).isEnabled()
        assert "Wait" in _button(panel, name).toolTip()


@pytest.mark.parametrize(
    ("keys", "name"), [("Ctrl+E", "Export CSV"), ("Ctrl+Shift+E", "Export XLSX")]
)
def test_tables_are_exported_by_keys_that_the_tooltip_names(
    panel: SummaryPanel, tally: Tally, keys: str, name: str
) -> None:
    button = _button(panel, name)
    panel.set_tally("exam 1", tally, _CLASSES)
    assert button.shortcut() == QKeySequence(keys)
    assert f"({keys})" in button.toolTip()


def test_each_export_says_that_no_filter_limits_it(
    panel: SummaryPanel, tally: Tally
) -> None:
    panel.set_tally("exam 1", tally, _CLASSES)
    for button in panel.findChildren(QPushButton):
        if button.accessibleName() != "Undo a sort":
            assert "whatever filter or examination is chosen" in button.toolTip()


def test_without_reviews_there_are_no_corrections(panel: SummaryPanel) -> None:
    tally = Tally()
    tally.count("polyp", "accept", "")
    panel.set_tally("exam 1", tally, _CLASSES)
    assert "1 still" in _texts(panel)
    assert "No still has been reviewed yet." in _texts(panel)
    assert _button(panel, "Export CSV").isEnabled()
    assert not _button(panel, "Corrections as folder").isEnabled()


def test_other_classes_replace_the_rows(panel: SummaryPanel, tally: Tally) -> None:
    panel.set_tally("a", tally, _CLASSES)
    names = tuple(f"зоб 🔴 {i}" for i in range(30))
    panel.set_tally("b", tally, names)
    table = panel.findChild(SummaryTable)
    assert isinstance(table, SummaryTable)
    assert table.rowCount() == 30
    assert table.model().index(29, 0).data() == names[29]
