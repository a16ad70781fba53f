"""The model strip: what a model knows stays in sight, a damaged one explains itself."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from app.widgets.badge import Badge
from app.widgets.clamped_label import ClampedLabel
from app.widgets.eliding_combo import ElidingCombo
from app.widgets.model_strip import ModelStrip
from core.errors import LumenaryError
from core.library.store import LibraryEntry, ModelLibrary
from core.paths import RESOURCES


@pytest.fixture(scope="module")
def shipped() -> dict[str, LibraryEntry]:
    """The models that come with the program, by name."""
    library = ModelLibrary(RESOURCES / "no-such-folder", RESOURCES.parent / "models")
    return {entry.name: entry for entry in library.entries()}


@pytest.fixture
def damaged() -> LibraryEntry:
    """A model whose card cannot be read."""
    problem = LumenaryError("The card of “old” is damaged.", hint="Import it again.")
    return LibraryEntry("old", Path("old"), False, None, problem)


@pytest.fixture
def strip(qtbot: QtBot) -> ModelStrip:
    """A strip that is shown."""
    strip = ModelStrip()
    qtbot.addWidget(strip)
    strip.resize(900, 100)
    strip.show()
    return strip


def _shown(strip: ModelStrip) -> list[str]:
    labels = strip.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


def test_without_models_it_says_so(strip: ModelStrip) -> None:
    assert strip.current() is None
    assert "There is no model that can be used." in _shown(strip)


def test_what_the_model_knows_and_does_not_is_in_sight(
    strip: ModelStrip, shipped: dict[str, LibraryEntry]
) -> None:
    strip.set_models(list(shipped.values()))
    assert strip.select("starter")
    card = shipped["starter"].card
    assert card is not None
    shown = _shown(strip)
    assert f"Knows: {card.knows}" in shown
    assert f"Does not know: {card.does_not_know}" in shown
    assert "For research and education only. Not a medical device." in shown


def test_only_a_model_of_drawn_stills_wears_the_badge(
    strip: ModelStrip, shipped: dict[str, LibraryEntry]
) -> None:
    badge = strip.findChild(Badge)
    assert isinstance(badge, Badge)
    strip.set_models(list(shipped.values()))
    for name in "sample", "starter":
        strip.select(name)
        assert badge.isVisible() is (name == "sample")


def test_a_damaged_model_is_listed_with_its_reason_and_cannot_be_chosen(
    strip: ModelStrip, shipped: dict[str, LibraryEntry], damaged: LibraryEntry
) -> None:
    strip.set_models([damaged, shipped["sample"]])
    current = strip.current()
    assert current is not None
    assert current.name == "sample"
    assert not strip.select("old")
    combo = strip.findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    index = combo.model().index(0, 0)
    assert not index.flags() & Qt.ItemFlag.ItemIsEnabled
    reason = "The card of “old” is damaged. Import it again."
    assert index.data(Qt.ItemDataRole.ToolTipRole) == reason
    assert reason in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_choice_is_told_and_survives_a_new_list(
    strip: ModelStrip, shipped: dict[str, LibraryEntry], qtbot: QtBot
) -> None:
    strip.set_models([shipped["sample"], shipped["starter"]])
    combo = strip.findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    combo.setFocus()
    with qtbot.waitSignal(strip.chosen, timeout=1000) as told:
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert told.args == ["starter"]
    with qtbot.assertNotEmitted(strip.chosen):
        strip.set_models([shipped["starter"], shipped["sample"]])
    current = strip.current()
    assert current is not None
    assert current.name == "starter"


def test_no_other_model_is_chosen_while_a_job_runs(strip: ModelStrip) -> None:
    combo = strip.findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    strip.set_enabled_for_choice(False)
    assert not combo.isEnabled()


def test_thirty_classes_stay_within_two_lines_and_a_tooltip(
    strip: ModelStrip, shipped: dict[str, LibraryEntry]
) -> None:
    entry = shipped["starter"]
    assert entry.card is not None
    knows = "Tells apart " + ", ".join(f"finding-{i}" for i in range(30)) + "."
    card = entry.card.model_copy(update={"knows": knows})
    strip.set_models([replace(entry, card=card)])
    label = next(
        label
        for label in strip.findChildren(ClampedLabel)
        if label.text().startswith("Knows:")
    )
    assert label.cut
    assert label.toolTip() == f"Knows: {knows}"
    assert label.heightForWidth(300) == 2 * label.fontMetrics().lineSpacing()


def test_a_long_title_is_cut_with_an_ellipsis_and_told(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    combo = ElidingCombo()
    qtbot.addWidget(combo)
    combo.addItems(["Polyps", "Polyps and ulcers of the stomach, third edition"])
    combo.setFixedWidth(120)
    combo.show()
    assert not combo.cut
    combo.setCurrentIndex(1)
    assert combo.cut
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda at, text, *_: told.append(text))
    combo.setToolTip("The model")
    ask = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5))
    QApplication.sendEvent(combo, ask)
    assert told == [f"{combo.itemText(1)}\nThe model"]
