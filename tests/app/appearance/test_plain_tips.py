"""A name that looks like markup is shown as it is wherever a tooltip tells it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from app.appearance.plain_tips import plain_tip
from app.item_models.examinations_model import ExaminationsModel
from app.item_models.findings_model import Column, FindingsModel
from app.item_models.strip_model import StripModel
from app.widgets.clamped_label import ClampedLabel
from app.widgets.empty_page import EmptyPage
from core.jobs.events import ClassifiedStill

NAME = "<b>x</b> &amp; <img src=y>.jpg"
SOME = st.text(st.sampled_from("<>/&;b img=\"'\nx.é "), max_size=30)


def seen(tip: object) -> str:
    """Return what a person reads in a tooltip."""
    assert isinstance(tip, str)
    if not GuiQt.mightBeRichText(tip):
        return tip
    document = QTextDocument()
    document.setHtml(tip)
    return document.toPlainText()


@given(text=SOME)
def test_any_text_is_read_as_it_is(text: str) -> None:
    assert seen(plain_tip(text)) == text


def test_what_looks_like_nothing_else_stays_as_it_is() -> None:
    for plain in "", "C:\\stills\\a & b.png", "a < b", "two\nlines":
        assert plain_tip(plain) == plain


def test_labels_tell_names_as_they_are(qtbot: QtBot) -> None:
    label, page = ClampedLabel(), EmptyPage()
    qtbot.addWidget(label)
    qtbot.addWidget(page)
    label.set_text("short", hint=NAME)
    assert seen(label.toolTip()) == NAME
    page.set_chosen(NAME)
    tips = [child.toolTip() for child in page.findChildren(type(page._heading))]
    assert NAME in map(seen, tips)


@pytest.mark.parametrize("column", [Column.FILE, Column.STILL])
def test_the_table_tells_files_as_they_are(qtbot: QtBot, column: Column) -> None:
    model = FindingsModel()
    model.begin(("blue",), Path("/stills"))
    unread = ClassifiedStill(
        file=NAME,
        predicted_class=None,
        confidence=None,
        decision=None,
        error="It cannot be read.",
    )
    model.append([unread])
    index = model.index(0, column)
    assert NAME in seen(index.data(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;" not in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_strips_tell_stills_as_they_are(qtbot: QtBot) -> None:
    model = StripModel()
    model.append([(Path("/stills") / "<i>y</i>.png", "no panel")])
    tip = model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert seen(tip) == f"{Path('/stills') / '<i>y</i>.png'}\nno panel"


def test_the_tree_tells_folders_as_they_are(qtbot: QtBot) -> None:
    model = ExaminationsModel()
    model.begin("clinic", {NAME: 2})
    tip = model.index_of(NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert seen(tip).startswith(NAME)
