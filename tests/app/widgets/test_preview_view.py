"""Before and after move together; a line wipes from one to the other."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.appearance.marks import outline_colours
from app.still_images.preview_picture import PreviewPicture
from app.widgets.preview_view import NOTHING_CHOSEN, PreviewView
from core.images.box import Box
from core.images.settings import PreprocessingSettings

RED, BLUE, GREEN = QColor(180, 20, 20), QColor(20, 20, 180), QColor(20, 180, 20)
SIZE = (400, 300)


def filled(width: int, height: int, colour: QColor) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


def picture(*, panel: bool = True, cropped: bool = True) -> PreviewPicture:
    """Red before, blue after, green for the network."""
    box = Box(10, 180, 110, 290) if panel else None
    return PreviewPicture(
        Path("exam/still.jpg"),
        PreprocessingSettings(),
        before=(filled(*SIZE, RED),),
        after=(filled(*SIZE, BLUE),),
        network=filled(96, 96, GREEN),
        width=SIZE[0],
        height=SIZE[1],
        panel=box,
        panel_kind="green" if panel else "",
        removed=box,
        field_of_view=Box(40, 20, 360, 280) if cropped else Box(0, 0, *SIZE),
    )


@pytest.fixture
def view(qtbot: QtBot) -> PreviewView:
    made = PreviewView()
    qtbot.addWidget(made)
    made.resize(900, 420)
    made.show()
    qtbot.waitExposed(made)
    return made


def at(widget: QWidget, across: float, down: float) -> QColor:
    """Return the colour at a part of the width and height."""
    image = widget.grab().toImage()
    return image.pixelColor(
        round(across * (image.width() - 1)), round(down * (image.height() - 1))
    )


def seen(view: PreviewView, widget: QWidget) -> set[str]:
    """Return the names of all colours in a picture of a widget."""
    image = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }


def test_before_there_is_a_still(view: PreviewView) -> None:
    assert view.shown is None
    assert view.side.before.accessibleDescription() == NOTHING_CHOSEN
    assert not view.action["fit"].isEnabled()


def test_side_by_side(view: PreviewView) -> None:
    view.show_picture(picture())
    assert at(view.side.before, 0.5, 0.5) == RED
    assert at(view.side.after, 0.5, 0.5) == BLUE
    assert view.side.before.zoom == view.side.after.zoom


def test_what_is_cut_away_is_not_there_afterwards(view: PreviewView) -> None:
    view.show_picture(picture(panel=False))
    zoom = view.side.after.zoom
    edge = zoom.left + 8 * zoom.scale  # 8 of 40 pixels that are cut away
    across = edge / zoom.view[0]
    assert at(view.side.before, across, 0.5) == RED
    assert at(view.side.after, across, 0.5) not in (RED, BLUE)


def test_outlines_can_be_left_out(view: PreviewView) -> None:
    colours = outline_colours()
    view.show_picture(picture())
    for canvas in view.side.before, view.side.after:
        assert {colours.panel.name(), colours.field_of_view.name()} <= seen(
            view, canvas
        )
    view.action["outlines"].trigger()
    for canvas in view.side.before, view.side.after:
        assert not {colours.panel.name(), colours.field_of_view.name()} & seen(
            view, canvas
        )


@pytest.mark.parametrize(
    ("panel", "cropped", "words"),
    [
        (True, True, ("Field of view", "Green panel found", "Removed")),
        (False, False, ("The field of view is the whole still", "No panel found")),
    ],
)
def test_the_caption_says_it_in_words(
    view: PreviewView, panel: bool, cropped: bool, words: tuple[str, ...]
) -> None:
    view.show_picture(picture(panel=panel, cropped=cropped))
    for word in words:
        assert word in view.caption
    assert "400 x 300 pixels" in view.caption
    assert "still.jpg" in view.side.after.accessibleDescription()


def test_zoom_and_drag_move_both(view: PreviewView) -> None:
    view.show_picture(picture())
    view.action["one"].trigger()
    view.action["in"].trigger()
    view.action["in"].trigger()
    before, after = view.side.before, view.side.after
    assert before.zoom == after.zoom
    start = before.zoom
    place = before.rect().center()
    QTest.mousePress(after, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(after, place + QPoint(-30, -10))
    QTest.mouseRelease(after, Qt.MouseButton.LeftButton, pos=place)
    assert before.zoom == after.zoom != start
    QTest.keyClick(before, Qt.Key.Key_Left)
    assert before.zoom == after.zoom
    view.action["fit"].trigger()
    assert before.fits
    assert after.fits


def test_what_the_network_sees_stands_beside_the_still(view: PreviewView) -> None:
    view.show_picture(picture())
    view.action["network"].trigger()
    assert at(view.side.before, 0.5, 0.5) == RED
    assert at(view.side.after, 0.5, 0.5) == GREEN
    view.action["in"].trigger()
    assert at(view.side.after, 0.5, 0.5) == GREEN
    view.action["network"].trigger()
    assert at(view.side.after, 0.5, 0.5) == BLUE
    assert view.side.before.zoom == view.side.after.zoom


@pytest.fixture
def wipe(view: PreviewView) -> PreviewView:
    view.show_picture(picture(panel=False, cropped=False))
    view.action["wipe"].trigger()
    return view


def sides(view: PreviewView) -> tuple[QColor, QColor]:
    """Return the colours at 30 and 70 % of the width."""
    canvas = view.wipe.canvas
    return at(canvas, 0.35, 0.2), at(canvas, 0.65, 0.2)


def test_a_line_in_the_middle(wipe: PreviewView) -> None:
    assert sides(wipe) == (RED, BLUE)
    assert not wipe.action["network"].isEnabled()


def test_the_line_is_moved_by_keys(wipe: PreviewView) -> None:
    wipe.activateWindow()
    wipe.take_keyboard()
    QTest.keyClick(wipe.wipe.slider, Qt.Key.Key_Home)
    assert sides(wipe) == (BLUE, BLUE)
    QTest.keyClick(wipe.wipe.slider, Qt.Key.Key_End)
    assert sides(wipe) == (RED, RED)
    QTest.keyClick(wipe.wipe.slider, Qt.Key.Key_Left)
    assert wipe.wipe.canvas.line == pytest.approx(0.98)


def test_the_line_is_dragged(wipe: PreviewView) -> None:
    canvas = wipe.wipe.canvas
    middle = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(canvas, middle + QPoint(120, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=middle + QPoint(120, 0))
    assert canvas.line > 0.6
    assert wipe.wipe.slider.value() == pytest.approx(1000 * canvas.line, abs=1)
    before = canvas.line
    QTest.mouseMove(canvas, middle)
    assert canvas.line == before


def test_where_there_is_more_to_see_the_line_is_taken_at_its_knob(
    wipe: PreviewView,
) -> None:
    canvas = wipe.wipe.canvas
    canvas.set_scale(8.0)
    zoom, line = canvas.zoom, canvas.line
    place = QPoint(canvas.width() // 4, canvas.height() // 2)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(canvas, place + QPoint(40, 0))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=place + QPoint(40, 0))
    assert canvas.zoom != zoom
    assert canvas.line == line


def test_up_and_down_are_left_to_the_page(wipe: PreviewView) -> None:
    value = wipe.wipe.slider.value()
    for key in Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageDown:
        QTest.keyClick(wipe.wipe.slider, key)
    assert wipe.wipe.slider.value() == value


def test_a_still_that_cannot_be_read(view: PreviewView) -> None:
    view.show_picture(picture())
    error = PreviewPicture(Path("x.jpg"), PreprocessingSettings(), error="Cut short.")
    view.show_picture(error)
    assert view.shown is None
    assert "Cut short." in view.side.before.accessibleDescription()
    view.action["network"].trigger()  # nothing to show, nothing to fail


def test_a_high_view_puts_one_above_the_other(view: PreviewView, qtbot: QtBot) -> None:
    view.resize(420, 900)
    view.show_picture(picture())
    qtbot.waitUntil(lambda: view.side.after.y() > view.side.before.y())
    assert view.side.after.x() == view.side.before.x()
