"""Stills that change, vanish or stand twice while the window looks at them."""

import shutil
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from core.review.corrections import Verdict
from tests.app.driven_window import DrivenWindow, OpenWindow, write_still, write_stills

Key = Qt.Key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_stills(tmp_path / "clinic", ["blue", "green", "red"])


def test_a_file_that_changed_is_shown_but_not_judged(
    window: DrivenWindow, folder: Path
) -> None:
    window.classify(folder)
    write_still(folder / "1.png", "red", number=7)
    window.page.views.choose(1)
    window.until(lambda: window.desk.still_view.painted_row == 1)
    assert "has changed since" in window.texts(window.desk.review)
    for key in Key.Key_1, Key.Key_0, Key.Key_N:
        window.press(key)
    assert window.row("1.png").review is None
    assert window.judged is None


def test_a_file_that_changed_is_judged_once_it_is_classified_again(
    window: DrivenWindow, folder: Path
) -> None:
    window.classify(folder)
    window.look_at("1.png")
    write_still(folder / "1.png", "red", number=7)
    window.classify(folder)
    assert window.row("1.png").predicted_class == "red"
    window.look_at("1.png")
    window.press(Key.Key_3)
    assert window.row("1.png").review is not None


def test_the_small_picture_of_a_changed_file_is_new_as_well(
    window: DrivenWindow, folder: Path
) -> None:
    thumbnails, still = window.application.thumbnails, folder / "1.png"
    window.classify(folder)
    window.until(lambda: thumbnails.image(still) is not None)
    before = thumbnails.image(still)
    write_still(still, "red", number=7)
    window.classify(folder)
    window.until(lambda: thumbnails.image(still) is not None)
    assert thumbnails.image(still) != before


def test_a_file_that_vanished_is_said(window: DrivenWindow, folder: Path) -> None:
    window.classify(folder)
    (folder / "1.png").unlink()
    window.page.views.choose(1)
    window.until(lambda: "cannot be shown" in window.words_for_the_still)
    for key in Key.Key_1, Key.Key_0, Key.Key_N:
        window.press(key)
    assert window.row("1.png").review is None
    agree = window.button(window.desk.review, "Agree and next")
    assert not agree.isEnabled(), "there is nothing to agree to"
    window.look_at("2.png")
    assert agree.isEnabled()


def test_copies_under_other_names_share_their_review(
    open_window: OpenWindow, folder: Path
) -> None:
    (folder / "later").mkdir()
    shutil.copy(folder / "1.png", folder / "later" / "копия 🩺.png")
    window = open_window()
    window.classify(folder)
    window.look_at("1.png")
    window.press(Key.Key_3)
    copy = window.row("later/копия 🩺.png").review
    assert copy is not None
    assert (copy.verdict, copy.findings) == (Verdict.CORRECT, ("red",))
    (folder / "1.png").rename(folder / "renamed.png")
    window.classify(folder)
    assert window.row("renamed.png").review == copy
    assert window.application.findings.reviewed == 2


def test_names_of_decomposed_letters_are_found_again(
    window: DrivenWindow, tmp_path: Path
) -> None:
    examination, name = (unicodedata.normalize("NFD", n) for n in ("Андрей", "й.png"))
    assert examination != unicodedata.normalize("NFC", examination)
    write_still(tmp_path / "clinic" / examination / name, "green")
    window.classify(tmp_path / "clinic")
    window.look_at("Андрей/й.png")
    window.press(Key.Key_Return)
    assert window.rows[0].review is not None
    path = window.application.findings.path(0)
    window.until(lambda: window.application.thumbnails.image(path) is not None)
