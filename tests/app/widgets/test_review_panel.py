"""The reader's side: what was said, in words, and buttons that only tell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.item_models.finding_row import FindingRow
from app.widgets.class_search import ClassSearch
from app.widgets.review_panel import ReviewPanel
from app.widgets.review_words import review_words
from core.review.corrections import Review, Verdict

_NOW = datetime(2025, 5, 3, 14, 32, tzinfo=UTC)
_STILL = FindingRow(
    row=0,
    file="a.png",
    examination="",
    digest="0" * 64,
    predicted_class="polyp",
    confidence=0.9,
    decision="accept",
    probabilities=(0.1, 0.9),
    true_class=None,
    error="",
    review=None,
)
_MANY = tuple(f"class-{i:02d}" for i in range(12))


@pytest.fixture
def panel(qtbot: QtBot) -> ReviewPanel:
    """A panel that is shown."""
    panel = ReviewPanel()
    qtbot.addWidget(panel)
    panel.resize(360, 320)
    panel.show()
    return panel


def _button(panel: ReviewPanel, name: str) -> QPushButton:
    buttons = panel.findChildren(QPushButton)
    return next(b for b in buttons if b.accessibleName() == name)


def _texts(panel: ReviewPanel) -> list[str]:
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def _search(panel: ReviewPanel) -> ClassSearch:
    search = panel.findChild(ClassSearch)
    assert isinstance(search, ClassSearch)
    return search


@pytest.mark.parametrize(
    ("verdict", "findings", "mine", "of_another"),
    [
        (Verdict.AGREE, ("polyp",), "You agreed: polyp", "Bo agreed: polyp"),
        (Verdict.AGREE, (), "You agreed with the refusal", "Bo agreed with the"),
        (Verdict.CORRECT, ("a", "b", "c"), "You see a, b and c", "Bo sees a, b and c"),
        (Verdict.NONE_OF_THESE, (), "You see none of these", "Bo sees none of these"),
        (Verdict.CANNOT_JUDGE, (), "You cannot judge", "Bo cannot judge this still"),
    ],
)
def test_an_answer_is_a_sentence_with_reader_and_time(
    verdict: Verdict, findings: tuple[str, ...], mine: str, of_another: str
) -> None:
    review = Review(verdict, findings, "Bo", _NOW)
    assert review_words(review, me="Bo", now=_NOW).startswith(mine)
    assert review_words(review, me="Anna", now=_NOW).startswith(of_another)
    assert review_words(review, me="Bo", now=_NOW).endswith("· 14:32")


def test_an_older_answer_is_told_with_its_date() -> None:
    review = Review(Verdict.AGREE, ("polyp",), "Bo", _NOW)
    words = review_words(review, me="Bo", now=_NOW + timedelta(days=1))
    assert words.endswith("· 3 May 2025, 14:32")
    assert review_words(None, me="Bo", now=_NOW) == "Not reviewed yet"


def test_each_button_tells_its_answer(panel: ReviewPanel, qtbot: QtBot) -> None:
    panel.show_row(_STILL)
    panel.set_can_undo(True)
    signals = {
        "Agree and next": panel.agree,
        "None of these": panel.none_of_these,
        "Cannot judge": panel.cannot_judge,
        "Next unreviewed": panel.next_unreviewed,
        "Undo": panel.undo,
    }
    for name, signal in signals.items():
        with qtbot.waitSignal(signal, timeout=1000):
            qtbot.mouseClick(_button(panel, name), Qt.MouseButton.LeftButton)


def test_a_click_leaves_the_keyboard_where_it_is(
    panel: ReviewPanel, qtbot: QtBot
) -> None:
    panel.set_classes(_MANY)
    panel.show_row(_STILL)
    panel.focus_search()
    qtbot.mouseClick(_button(panel, "Agree and next"), Qt.MouseButton.LeftButton)
    assert panel.focusWidget() is _search(panel)


def test_nothing_can_be_said_of_an_unreadable_still(panel: ReviewPanel) -> None:
    for still in None, replace(_STILL, decision=None, error="cut off"):
        panel.show_row(_STILL)
        assert _button(panel, "Agree and next").isEnabled()
        panel.show_row(still)
        for name in "Agree and next", "None of these", "Cannot judge":
            assert not _button(panel, name).isEnabled()
        assert _button(panel, "Next unreviewed").isEnabled()


def test_agreeing_with_a_refusal_says_so(panel: ReviewPanel) -> None:
    panel.show_row(replace(_STILL, predicted_class=None, decision="refuse"))
    assert "right to refuse" in _button(panel, "Agree and next").toolTip()


@pytest.mark.parametrize("verdict", [Verdict.CORRECT, Verdict.AGREE])
def test_an_answer_that_was_given_is_kept_not_agreed_away(
    panel: ReviewPanel, verdict: Verdict
) -> None:
    panel.show_row(replace(_STILL, review=Review(verdict, ("polyp",), "Bo", _NOW)))
    assert "stays" in _button(panel, "Keep and next").toolTip()
    panel.show_row(_STILL)
    assert "is right" in _button(panel, "Agree and next").toolTip()


def test_reader_and_progress_are_in_sight(panel: ReviewPanel, qtbot: QtBot) -> None:
    panel.set_reader("Anna <Novak> & Co")
    panel.set_progress(37, 1200)
    assert "37 of 1,200 reviewed" in _texts(panel)
    label = next(lb for lb in panel.findChildren(QLabel) if "change" in lb.text())
    assert label.accessibleName() == "Reader: Anna <Novak> & Co · change"
    assert "&lt;Novak&gt; &amp; Co" in label.text()
    with qtbot.waitSignal(panel.reader_clicked, timeout=1000):
        label.linkActivated.emit("reader")


def test_changing_the_reader_changes_who_is_called_you(panel: ReviewPanel) -> None:
    review = Review(Verdict.AGREE, ("polyp",), "Bo", datetime.now(UTC))
    panel.show_row(replace(_STILL, review=review))
    assert any(text.startswith("Bo agreed: polyp") for text in _texts(panel))
    panel.set_reader("Bo")
    assert any(text.startswith("You agreed: polyp") for text in _texts(panel))


def test_the_search_box_is_there_only_beyond_nine_classes(panel: ReviewPanel) -> None:
    panel.set_classes(_MANY[:9])
    assert not _search(panel).isVisible()
    panel.set_classes(_MANY)
    assert _search(panel).isVisible()


@pytest.mark.parametrize("typed", ["class-07", "CLASS-07", "-07"])
def test_a_class_is_found_by_a_part_of_its_name_and_told_once(
    panel: ReviewPanel, qtbot: QtBot, typed: str
) -> None:
    panel.set_classes(_MANY)
    panel.show_row(_STILL)
    told: list[str] = []
    panel.finding_toggled.connect(told.append)
    panel.focus_search()
    search = _search(panel)
    qtbot.keyClicks(search, typed)
    popup = search.completer().popup()
    with qtbot.waitSignal(panel.search_left, timeout=1000):
        if popup.isVisible():
            qtbot.keyClick(popup, Qt.Key.Key_Return)
        else:
            qtbot.keyClick(search, Qt.Key.Key_Return)
    assert search.text() == ""
    assert told == ["class-07"]


def test_a_class_chosen_in_the_list_is_told_once(
    panel: ReviewPanel, qtbot: QtBot
) -> None:
    panel.set_classes(_MANY)
    panel.show_row(_STILL)
    told: list[str] = []
    panel.finding_toggled.connect(told.append)
    panel.focus_search()
    search = _search(panel)
    qtbot.keyClicks(search, "class-0")
    popup = search.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: search.text() == "")
    assert told == ["class-01"]


def test_a_part_that_several_classes_have_chooses_none(
    panel: ReviewPanel, qtbot: QtBot
) -> None:
    panel.set_classes(_MANY)
    panel.show_row(_STILL)
    with qtbot.assertNotEmitted(panel.finding_toggled, wait=50):
        search = _search(panel)
        search.setText("class")
        qtbot.keyClick(search, Qt.Key.Key_Return)
