"""Above the findings stands what they are of, whatever is chosen for the next time."""

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.widgets.badge import Badge
from app.widgets.clamped_label import ClampedLabel
from app.widgets.shown_line import ShownLine
from core.library.store import read_card
from core.paths import UserFolders
from tests.app.driven_window import DrivenWindow, OpenWindow, write_stills
from tests.small_model import write_model


@pytest.fixture
def shown(
    open_window: OpenWindow, folders: UserFolders, tmp_path: Path
) -> DrivenWindow:
    """A window of two models, with three stills classified by the first."""
    other = folders.models / "other"
    other.mkdir()
    write_model(other, name="other")
    window = open_window()
    window.classify(write_stills(tmp_path / "mix", ["blue", "red", "green"]))
    return window


def line(window: DrivenWindow) -> ShownLine:
    """Return the one line above the table."""
    (found,) = window.page.findChildren(ShownLine)
    return found


def badge(window: DrivenWindow) -> str:
    """Return what the badge says, nothing where there is none."""
    (found,) = line(window).findChildren(Badge)
    return found.text() if found.isVisible() else ""


def words(window: DrivenWindow) -> ClampedLabel:
    """Return the words of the line."""
    (found,) = line(window).findChildren(ClampedLabel)
    return found


def title(window: DrivenWindow) -> str:
    """Return what the model of the findings is called."""
    card = window.application.classification.card
    assert card is not None
    return card.title


def test_it_names_stills_and_model_with_what_the_model_knows(
    shown: DrivenWindow,
) -> None:
    said = f"Shown: 3 stills of “mix”, classified by {title(shown)}"
    shown.until(lambda: words(shown).text() == said)
    card = shown.application.classification.card
    assert card is not None
    for told in words(shown).toolTip(), words(shown).accessibleDescription():
        assert f"Knows: {card.knows}" in told
        assert f"Does not know: {card.does_not_know}" in told
    assert badge(shown) == ""
    middle = line(shown).mapToGlobal(line(shown).rect().bottomLeft()).y()
    assert middle < shown.page.views.mapToGlobal(shown.page.views.rect().topLeft()).y()


def test_another_model_is_marked_until_it_has_classified(shown: DrivenWindow) -> None:
    before = words(shown).text()
    shown.page.model_strip.select("other")
    shown.page.model_strip.chosen.emit("other")
    assert badge(shown) == "Not the model chosen above"
    assert words(shown).text() == before, "the findings are still the first model's"
    shown.ended(shown.page.start)
    assert badge(shown) == ""


def test_other_stills_are_marked_also_in_a_folder_of_the_same_name(
    shown: DrivenWindow, tmp_path: Path
) -> None:
    copy = shutil.copytree(tmp_path / "mix", tmp_path / "elsewhere" / "mix")
    shown.choose(copy)
    assert badge(shown) == "Not the stills chosen above"
    assert str(tmp_path / "mix") in words(shown).toolTip()
    shown.page.model_strip.select("other")
    shown.page.model_strip.chosen.emit("other")
    assert badge(shown) == "Not the stills and model chosen above"
    shown.page.model_strip.select("small")
    shown.page.model_strip.chosen.emit("small")
    shown.choose(tmp_path / "mix")
    assert badge(shown) == ""


def test_some_stills_of_the_folder_are_other_stills(
    shown: DrivenWindow, tmp_path: Path
) -> None:
    shown.choose(tmp_path / "mix", tmp_path / "mix" / "0.png")
    assert badge(shown) == "Not the stills chosen above"


def test_a_long_name_of_a_model_is_there_in_full(
    qtbot: QtBot, small_model: Path
) -> None:
    card = read_card(small_model, called="small")
    title = "Starter: polyps, ulcerative colitis, esophagitis"
    alone = ShownLine()
    qtbot.addWidget(alone)
    alone.mark(other_stills=True, other_model=True)
    long = card.model_copy(update={"title": title})
    alone.show_findings(12_345, Path("clinic/mix"), long)
    alone.resize(48 * alone.fontMetrics().height(), 40)
    alone.show()
    (label,) = alone.findChildren(ClampedLabel)
    assert title in label.text()
    assert not label.cut
