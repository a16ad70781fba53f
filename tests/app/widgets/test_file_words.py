"""A file's name in the table: what tells two stills apart is what stays in sight."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from app.widgets.findings_delegates import file_words

FOLDER = "anon-2020-03-14/angiodysplasia"


@pytest.fixture
def metrics(qapp: QApplication) -> QFontMetrics:
    """Of the program's font."""
    return QFontMetrics(QFont())


def test_name_and_folder_where_there_is_room(metrics: QFontMetrics) -> None:
    room = 60 * metrics.height()
    assert file_words(f"{FOLDER}/1822.jpg", metrics, room) == ("1822.jpg", FOLDER)
    assert file_words("1822.jpg", metrics, room) == ("1822.jpg", "")


def test_the_folder_gives_way_first(metrics: QFontMetrics) -> None:
    name, folder = file_words(f"{FOLDER}/1822.jpg", metrics, 8 * metrics.height())
    assert name == "1822.jpg"
    assert folder.startswith("…")
    assert FOLDER.endswith(folder[1:])
    narrow = metrics.horizontalAdvance("1822.jpg") + metrics.height()
    assert file_words(f"{FOLDER}/1822.jpg", metrics, narrow) == ("1822.jpg", "")


def test_the_end_of_a_long_name_stays(metrics: QFontMetrics) -> None:
    long = "still-of-a-very-long-examination-1822.jpg"
    name, folder = file_words(f"{FOLDER}/{long}", metrics, 6 * metrics.height())
    assert name.startswith("…")
    assert name.endswith("1822.jpg")
    assert folder == ""


@given(
    width=st.integers(30, 900), names=st.lists(st.text("abc", min_size=1), min_size=1)
)
def test_both_fit_into_the_width(
    qapp: QApplication, width: int, names: list[str]
) -> None:
    metrics = QFontMetrics(QFont())
    name, folder = file_words("/".join(names), metrics, width)
    wide = metrics.horizontalAdvance(name) + metrics.horizontalAdvance(folder)
    assert wide <= width
