"""Probabilities: stable rows, both answers in words, a refused still's numbers grey."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from app.item_models.finding_row import FindingRow
from app.widgets.clamped_label import ClampedLabel
from app.widgets.probabilities_panel import ProbabilitiesPanel
from app.widgets.probability_row import ProbabilityRow
from core.review.corrections import Review, Verdict

_CLASSES = "ulcer", "polyp", "зоб 🔴"
_ACCEPTED = FindingRow(
    row=0,
    file="exam/a.png",
    examination="exam",
    digest="0" * 64,
    predicted_class="polyp",
    confidence=0.973,
    decision="accept",
    probabilities=(0.02, 0.973, 0.007),
    true_class=None,
    error="",
    review=None,
)
_REFUSED = replace(_ACCEPTED, predicted_class=None, confidence=None, decision="refuse")
_UNREADABLE = replace(_REFUSED, decision=None, probabilities=(), error="cut off")


@pytest.fixture
def panel(qtbot: QtBot) -> ProbabilitiesPanel:
    """A panel with three classes that is shown."""
    panel = ProbabilitiesPanel()
    qtbot.addWidget(panel)
    panel.set_classes(_CLASSES)
    panel.resize(320, 300)
    panel.show()
    return panel


def _rows(panel: ProbabilitiesPanel) -> list[ProbabilityRow]:
    rows = [row for row in panel.findChildren(ProbabilityRow) if row.isVisible()]
    return sorted(rows, key=lambda row: row.y())


def _said(panel: ProbabilitiesPanel) -> list[str]:
    return [row.accessibleName() for row in _rows(panel)]


def _answer(panel: ProbabilitiesPanel) -> str:
    label = panel.findChild(ClampedLabel)
    assert isinstance(label, ClampedLabel)
    return label.text()


def test_rows_stand_in_the_cards_order_with_their_digits(
    panel: ProbabilitiesPanel,
) -> None:
    panel.show_row(_ACCEPTED)
    assert _said(panel) == [
        "ulcer, 2.0 %, key 1",
        "polyp, 97.3 %, the program's answer, key 2",
        "зоб 🔴, 0.7 %, key 3",
    ]
    assert _answer(panel) == "polyp, 97.3 % · accepted"


def test_the_readers_findings_are_marked_apart_from_the_programs(
    panel: ProbabilitiesPanel,
) -> None:
    review = Review(Verdict.CORRECT, ("ulcer", "polyp"), "anna", datetime.now(UTC))
    panel.show_row(replace(_ACCEPTED, review=review))
    assert [row.isChecked() for row in _rows(panel)] == [True, True, False]
    assert _said(panel)[0] == "ulcer, 2.0 %, the reader's finding, key 1"
    assert "the program's answer, the reader's finding" in _said(panel)[1]


def test_a_refused_stills_numbers_are_said_to_mean_nothing(
    panel: ProbabilitiesPanel,
) -> None:
    panel.show_row(_ACCEPTED)
    accepted = [row.grab().toImage() for row in _rows(panel)]
    panel.show_row(replace(_ACCEPTED, decision="refuse"))
    refused = [row.grab().toImage() for row in _rows(panel)]
    assert all(a != b for a, b in zip(accepted, refused, strict=True))
    panel.show_row(_REFUSED)
    assert _answer(panel).startswith("Refused: unlike the stills")
    assert not any("program" in words for words in _said(panel))


@pytest.mark.parametrize("still", [None, _UNREADABLE])
def test_without_numbers_there_is_nothing_to_click(
    panel: ProbabilitiesPanel, still: FindingRow | None
) -> None:
    panel.show_row(_ACCEPTED)
    panel.show_row(still)
    assert not any(row.isEnabled() for row in _rows(panel))
    assert all("no number" in words for words in _said(panel))
    assert _answer(panel)


def test_a_click_says_the_class_and_leaves_the_mark_to_the_page(
    panel: ProbabilitiesPanel, qtbot: QtBot
) -> None:
    panel.show_row(_ACCEPTED)
    row = _rows(panel)[2]
    with qtbot.waitSignal(panel.finding_toggled, timeout=1000) as told:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert told.args == ["зоб 🔴"]
    assert not row.isChecked()


def test_thirty_classes_scroll_to_the_programs_answer(qtbot: QtBot) -> None:
    classes = tuple(f"class-{i:02d}" for i in range(30))
    panel = ProbabilitiesPanel()
    qtbot.addWidget(panel)
    panel.set_classes(classes)
    panel.resize(320, 200)
    panel.show()
    numbers = (0.0,) * 29 + (1.0,)
    panel.show_row(
        replace(_ACCEPTED, predicted_class="class-29", probabilities=numbers)
    )
    keys = [words for words in _said(panel) if "key" in words]
    assert len(keys) == 9
    area = panel.findChild(QScrollArea)
    assert isinstance(area, QScrollArea)
    bar = area.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0


def test_other_classes_replace_the_rows(
    panel: ProbabilitiesPanel, qtbot: QtBot
) -> None:
    panel.show_row(_ACCEPTED)
    panel.set_classes(("a", "b"))
    qtbot.wait(1)  # the rows are laid out
    assert _said(panel) == ["a, no number, key 1", "b, no number, key 2"]


def test_nothing_moves_from_one_still_to_the_next(
    panel: ProbabilitiesPanel, qtbot: QtBot
) -> None:
    places = []
    for still in None, _ACCEPTED, _REFUSED, _UNREADABLE:
        panel.show_row(still)
        qtbot.wait(1)
        rows = _rows(panel)
        places.append([row.mapTo(panel, row.rect().topLeft()).y() for row in rows])
    assert all(place == places[0] for place in places)


def test_a_name_that_is_cut_is_told_in_the_tooltip(qtbot: QtBot) -> None:
    name = "an-extremely-long-class-name-that-somebody-will-choose"
    panel = ProbabilitiesPanel()
    qtbot.addWidget(panel)
    panel.set_classes((name, "short"))
    panel.resize(250, 200)
    panel.show()
    assert [row.toolTip() for row in _rows(panel)] == [name, ""]
