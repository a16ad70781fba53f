"""The Dataset page's widgets: live palettes, a font twice as large, what they say."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.appearance.palettes import apply_theme
from app.item_models.entries_model import Entry
from app.item_models.pairs_model import PairRow
from app.item_models.stills_model import LazyStills, ShownStill, StillsModel
from app.settings.kept_settings import Theme
from app.still_images.thumbnails import Thumbnails
from app.widgets.changed_strip import ChangedStrip
from app.widgets.dataset_bar import DatasetBar
from app.widgets.entry_list import EntryList
from app.widgets.group_examples_view import GroupExamplesView
from app.widgets.groups_field import PATTERN, TABLE
from app.widgets.page_invitation import PageInvitation
from app.widgets.pairs_table import PairsTable
from app.widgets.split_picture import BarPart, SplitBar, SplitPicture
from app.widgets.stills_sheet import StillsSheet
from core.jobs.requests import GroupingRequest
from tests.app.driven_window import write_still
from tests.app.widgets.looks import (
    assert_follows_palette,
    assert_grows_with_font,
    shown,
)

_BARS = (
    SplitBar(
        "polyps",
        (
            BarPart("Training", 1_000, 40),
            BarPart("Validation", 200, 9),
            BarPart("Test", 200, 8),
        ),
    ),
    SplitBar(
        "rare",
        (BarPart("Training", 3, 3), BarPart("Validation", 0, 0), BarPart("Test", 1, 1)),
    ),
)


def _picture() -> SplitPicture:
    picture = SplitPicture()
    picture.show_bars(_BARS)
    return picture


def _entries() -> EntryList:
    entries = EntryList("Entries")
    entries.rows.show([Entry("polyps", "1,200", "3 groups"), Entry("rare", "4", "2")])
    entries.choose(0)
    return entries


def _pairs() -> PairsTable:
    table = PairsTable()
    table.rows.show([PairRow("a/1.jpg", "a/2.jpg", "Equal", "0 of 64 bits", "1.00")])
    return table


def _strip() -> ChangedStrip:
    strip = ChangedStrip()
    strip.show_words("2 decisions since the check: groups are of before.")
    return strip


def _examples() -> GroupExamplesView:
    view = GroupExamplesView()
    view.show_examples([("a/p1_2.jpg", "p1")], "1 of 2 stills in 1 group.", wrong=True)
    return view


def _invitation() -> PageInvitation:
    page = PageInvitation("dataset", "Choose folder…", "folder")
    page.show_words("What is there?", "Drop a folder here.", offered=True)
    return page


def _bar() -> DatasetBar:
    bar = DatasetBar()
    bar.show_folder(Path("/stills/Colonoscopies 2026"))
    return bar


_WIDGETS: list[Callable[[], QWidget]] = [
    _picture,
    _entries,
    _pairs,
    _strip,
    _examples,
    _invitation,
    _bar,
]


@pytest.fixture(autouse=True)
def _light_again(qapp: QApplication) -> Iterator[None]:
    """Each test begins and ends in the light palette and the font of before."""
    font = qapp.font()
    apply_theme(qapp, Theme.LIGHT)
    yield
    apply_theme(qapp, Theme.LIGHT)
    qapp.setFont(font)


@pytest.mark.parametrize("make", _WIDGETS, ids=lambda make: make.__name__.strip("_"))
def test_a_change_of_palette_is_followed_while_shown(
    make: Callable[[], QWidget], qapp: QApplication, qtbot: QtBot
) -> None:
    assert_follows_palette(make, qapp, qtbot)


@pytest.mark.parametrize("make", _WIDGETS, ids=lambda make: make.__name__.strip("_"))
def test_it_grows_with_the_systems_font(
    make: Callable[[], QWidget], qapp: QApplication, qtbot: QtBot
) -> None:
    assert_grows_with_font(make, qapp, qtbot)


def test_the_split_is_told_in_words_and_no_part_is_too_small_to_see(
    qtbot: QtBot,
) -> None:
    picture = _picture()
    shown(picture, qtbot)
    said = picture.accessibleDescription()
    assert "polyps: Training 1,000 stills in 40 groups" in said
    assert "rare: Training 3 stills in 3 groups, Validation 0 stills" in said
    image = picture.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(700) for y in range(500)}
    for colour in "#0a61a4", "#955a00", "#9c3173":
        assert colour in colours
    last_row = picture.sizeHint().height() - 20
    rare = [image.pixelColor(x, last_row) for x in range(700)]
    assert rare.count(QColor("#9c3173")) >= 2, "one of 1,400 stills is seen"


def test_the_chosen_entry_is_told_once_and_again_on_request(qtbot: QtBot) -> None:
    entries = _entries()
    shown(entries, qtbot)
    told: list[int] = []
    entries.chosen.connect(told.append)
    entries.setFocus()
    QTest.keyClick(entries, Qt.Key.Key_Down)
    entries.choose(1)
    entries.choose(7)
    assert told == [1, 1, 1]
    entries.rows.show([])
    entries.choose(0)
    assert told == [1, 1, 1]


def test_groups_of_another_page_are_shown_and_asked_for_again() -> None:
    bar = _bar()
    for grouping, kind in (
        (GroupingRequest(group_pattern="^(p)"), PATTERN),
        (GroupingRequest(groups_csv=Path("groups.csv")), TABLE),
        (GroupingRequest(), 0),
    ):
        bar.show_grouping(grouping)
        assert bar.groups.kinds.currentIndex() == kind
        assert bar.grouping() == grouping


def test_the_bar_says_why_nothing_can_be_checked() -> None:
    bar = DatasetBar()
    assert "Choose a folder" in bar.check.toolTip()
    bar.show_folder(Path("/stills"))
    assert bar.check.isEnabled()
    bar.set_obstacle("The folder is being checked")
    assert not bar.check.isEnabled()
    assert bar.check.toolTip() == "The folder is being checked"
    assert bar.train.isEnabled(), "training waits in line"


@pytest.fixture
def thumbnails(qtbot: QtBot) -> Iterator[Thumbnails]:
    made = Thumbnails(400)
    yield made
    made.stop()


def _sheet(thumbnails: Thumbnails, still: Path, count: int) -> StillsSheet:
    model = StillsModel()
    words = ShownStill(still, "red/1.png", "red", "Training", tag="Left out")
    model.show(LazyStills(count, lambda _: words))
    sheet = StillsSheet(model, thumbnails, "Stills")
    model.setParent(sheet)
    return sheet


def test_two_copies_are_larger_than_many_stills_and_wholly_seen(
    qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path
) -> None:
    still = write_still(tmp_path / "1.png", "red", side=400)
    few = shown(_sheet(thumbnails, still, 2), qtbot)
    many = shown(_sheet(thumbnails, still, 10_000), qtbot)
    assert isinstance(few, StillsSheet)
    assert isinstance(many, StillsSheet)
    assert few.cell_size().width() > 1.2 * many.cell_size().width()
    assert few.verticalScrollBar().maximum() == 0
    assert len(many.cells_in_sight()) < 60


def test_a_still_comes_into_its_cell_beneath_its_tag(
    qtbot: QtBot, thumbnails: Thumbnails, tmp_path: Path
) -> None:
    still = write_still(tmp_path / "1.png", "red", side=400)
    sheet = shown(_sheet(thumbnails, still, 1), qtbot)
    assert isinstance(sheet, StillsSheet)
    qtbot.waitUntil(lambda: thumbnails.is_final(still))
    qtbot.wait(1)
    rect = sheet.visualRect(sheet.model().index(0, 0))
    image = sheet.viewport().grab().toImage()
    seen = image.pixelColor(rect.center() - QPoint(0, rect.height() // 8))
    assert seen.red() > 2 * seen.blue()


def test_an_empty_sheet_says_why(qtbot: QtBot, thumbnails: Thumbnails) -> None:
    model = StillsModel()
    sheet = StillsSheet(model, thumbnails, "Stills")
    shown(sheet, qtbot)
    before = sheet.viewport().grab().toImage()
    sheet.set_message("Every file could be read.")
    qtbot.wait(1)
    assert sheet.viewport().grab().toImage() != before
