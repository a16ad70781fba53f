"""Text is cut only with a tooltip that tells it all."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.widgets.clamped_label import ClampedLabel

_LONG = "a sentence of many words that goes on for quite a while " * 4


def _label(qtbot: QtBot, label: ClampedLabel, width: int) -> ClampedLabel:
    qtbot.addWidget(label)
    label.resize(width, 60)
    label.show()
    return label


def test_a_short_text_has_no_tooltip(qtbot: QtBot) -> None:
    label = _label(qtbot, ClampedLabel(), 400)
    label.set_text("short")
    assert not label.cut
    assert label.toolTip() == ""


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_a_long_text_takes_its_lines_and_the_tooltip_has_the_rest(
    qtbot: QtBot, lines: int
) -> None:
    label = _label(qtbot, ClampedLabel(lines), 120)
    label.set_text(_LONG, lead="Knows:")
    assert label.cut
    assert label.toolTip() == f"Knows: {_LONG}"
    assert label.heightForWidth(120) == lines * label.fontMetrics().lineSpacing()


def test_growing_wider_shows_all_and_drops_the_tooltip(qtbot: QtBot) -> None:
    label = _label(qtbot, ClampedLabel(1, Qt.TextElideMode.ElideMiddle), 80)
    label.set_text("/home/clinic/examinations/2025")
    assert label.toolTip()
    label.resize(600, 60)
    assert not label.toolTip()


def test_reserved_lines_keep_everything_below_where_it_is(qtbot: QtBot) -> None:
    label = _label(qtbot, ClampedLabel(2, reserved=2), 120)
    heights = []
    for text in "", "short", _LONG:
        label.set_text(text)
        heights.append((label.heightForWidth(120), label.sizeHint().height()))
    assert len(set(heights)) == 1


@pytest.mark.parametrize("text", ["", "\n", "🔴" * 300, "\u0301" * 40, "ø" * 5000])
def test_odd_texts_are_painted(qtbot: QtBot, text: str) -> None:
    for lines in 1, 2:
        label = _label(qtbot, ClampedLabel(lines), 90)
        label.set_text(text)
        assert not label.grab().isNull()


def test_markup_in_a_name_is_shown_as_it_is(qtbot: QtBot) -> None:
    label = _label(qtbot, ClampedLabel(), 400)
    label.set_text("<b>exam</b>")
    bold = label.grab().toImage()
    label.set_text("exam")
    assert label.grab().toImage() != bold
