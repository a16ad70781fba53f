"""A still counts as seen once it is painted; zoom, outlines and words beneath it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.appearance.marks import outline_colours
from app.appearance.palettes import dark_palette
from app.still_images.loaded_still import LoadedStill
from app.widgets.still_canvas import StillCanvas
from app.widgets.still_caption import StillCaption
from app.widgets.still_view import NOTHING_CHOSEN, StillView
from core.images.box import Box

RED, BLUE = QColor(180, 20, 20), QColor(20, 20, 180)


def filled(width: int, height: int, colour: QColor) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


def still(
    colour: QColor = RED, size: tuple[int, int] = (320, 240), *, panel: bool = True
) -> LoadedStill:
    width, height = size
    return LoadedStill(
        Path("exam1/still.jpg"),
        levels=(filled(width, height, colour),),
        network=filled(224, 224, BLUE),
        width=width,
        height=height,
        panel=Box(8, height - 80, 90, height - 8) if panel else None,
        field_of_view=Box(20, 10, width - 20, height - 10),
        digest="d",
    )


@pytest.fixture
def view(qtbot: QtBot) -> StillView:
    made = StillView()
    qtbot.addWidget(made)
    made.resize(640, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def canvas(view: StillView) -> StillCanvas:
    return view.findChild(StillCanvas)  # type: ignore[return-value]


@pytest.fixture
def caption(view: StillView) -> StillCaption:
    return view.findChild(StillCaption)  # type: ignore[return-value]


@pytest.fixture
def painted(view: StillView, qtbot: QtBot) -> Callable[..., None]:
    def show(row: int, shown: LoadedStill) -> None:
        with qtbot.waitSignal(view.painted):
            view.show_still(row, shown)

    return show


def centre(canvas: StillCanvas) -> QColor:
    return canvas.grab().toImage().pixelColor(canvas.rect().center())


def test_nothing_is_painted_at_first(view: StillView, canvas: StillCanvas) -> None:
    assert view.painted_row is None
    assert canvas.accessibleDescription() == NOTHING_CHOSEN
    assert not view.fit_action.isEnabled()


def test_a_row_counts_only_once_it_is_painted(view: StillView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.painted) as signal:
        view.show_still(7, still())
        assert view.painted_row is None
    assert signal.args == [7]
    assert view.painted_row == 7


def test_it_counts_no_longer_when_another_is_asked_for(
    view: StillView, canvas: StillCanvas, painted: Callable[..., None], qtbot: QtBot
) -> None:
    painted(7, still())
    view.show_loading()
    assert view.painted_row is None
    canvas.repaint()  # the last still stays for a moment, and counts no more
    assert view.painted_row is None
    qtbot.waitUntil(lambda: "Loading" in canvas.accessibleDescription())
    painted(8, still())
    assert view.painted_row == 8


def test_it_counts_no_longer_when_hidden(
    view: StillView, painted: Callable[..., None], qtbot: QtBot
) -> None:
    painted(7, still())
    view.hide()
    assert view.painted_row is None
    with qtbot.waitSignal(view.painted):
        view.show()
    assert view.painted_row == 7


def test_an_unreadable_still_never_counts_and_says_why(
    view: StillView, canvas: StillCanvas, painted: Callable[..., None], qtbot: QtBot
) -> None:
    painted(7, still())
    with qtbot.assertNotEmitted(view.painted, wait=50):
        view.show_still(8, LoadedStill(Path("a.jpg"), error="The file is cut short."))
    assert view.painted_row is None
    assert canvas.accessibleDescription().endswith("The file is cut short.")
    assert centre(canvas) != RED


def test_the_pixels_are_those_of_the_still(
    view: StillView, canvas: StillCanvas, painted: Callable[..., None]
) -> None:
    painted(1, still())
    assert centre(canvas) == RED
    view.network_action.trigger()
    assert centre(canvas) == BLUE
    assert not view.outlines_action.isEnabled()
    view.network_action.trigger()
    assert centre(canvas) == RED
    QApplication.processEvents()
    assert view.painted_row == 1


def test_fit_follows_the_window_and_one_to_one_does_not(
    view: StillView, canvas: StillCanvas, painted: Callable[..., None], qtbot: QtBot
) -> None:
    painted(1, still())
    assert view.fit_action.isChecked()
    assert canvas.zoom.height == pytest.approx(canvas.height())
    view.one_to_one_action.trigger()
    assert canvas.zoom.scale == 1.0
    assert view.one_to_one_action.isChecked()
    assert not view.fit_action.isChecked()
    view.resize(900, 700)
    assert canvas.zoom.scale == 1.0
    view.fit_action.trigger()
    assert canvas.zoom.scale > 2


def test_zoom_stays_for_the_next_still(
    view: StillView, canvas: StillCanvas, painted: Callable[..., None]
) -> None:
    painted(1, still())
    for _ in range(5):
        view.zoom_in_action.trigger()
    scale = canvas.zoom.scale
    painted(2, still(BLUE))
    assert canvas.zoom.scale == scale
    view.zoom_out_action.trigger()
    assert canvas.zoom.scale < scale


def test_the_wheel_zooms_around_the_cursor(
    view: StillView, canvas: StillCanvas, painted: Callable[..., None]
) -> None:
    painted(1, still())
    at = QPointF(100, 80)
    before = canvas.zoom.point(at.x(), at.y())
    QApplication.sendEvent(canvas, wheel(canvas, at))
    after = canvas.zoom.point(at.x(), at.y())
    assert not canvas.fits
    assert after == pytest.approx(before, abs=1)


def wheel(canvas: StillCanvas, at: QPointF) -> QWheelEvent:
    return QWheelEvent(
        at,
        QPointF(canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


def test_dragging_and_arrows_pan(
    view: StillView, canvas: StillCanvas, painted: Callable[..., None], qtbot: QtBot
) -> None:
    painted(1, still(size=(2000, 1500)))
    view.one_to_one()
    start = canvas.zoom.left
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseMove(canvas, QPoint(250, 200))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(250, 200))
    assert canvas.zoom.left == start - 50
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert start - 50 < canvas.zoom.left


def test_outlines_are_drawn_and_explained(
    view: StillView,
    canvas: StillCanvas,
    caption: StillCaption,
    painted: Callable[..., None],
) -> None:
    painted(1, still(size=(2000, 1500)))
    plain = canvas.grab().toImage()
    view.outlines_action.trigger()
    drawn = canvas.grab().toImage()
    colours = {
        drawn.pixelColor(x, y).rgb()
        for x in range(drawn.width())
        for y in range(0, drawn.height(), 3)
        if drawn.pixel(x, y) != plain.pixel(x, y)
    }
    wanted = outline_colours()
    assert {wanted.panel.rgb(), wanted.field_of_view.rgb()} <= colours
    assert "ScopeGuide, removed" in caption.text
    assert "Field of view" in caption.text
    painted(2, still(panel=False))
    assert "No ScopeGuide was removed" in caption.text


def test_the_caption_says_size_scale_and_notes(
    view: StillView, caption: StillCaption, painted: Callable[..., None]
) -> None:
    painted(1, still(size=(640, 480)))
    view.one_to_one()
    assert caption.text == "640 x 480 pixels, 100 %"
    assert caption.toolTip() == caption.accessibleDescription() == caption.text
    view.show_message("No still fits the filter")
    assert caption.text == ""


@pytest.mark.parametrize("panel", [True, False])
@pytest.mark.parametrize("action", ["outlines_action", "network_action"])
def test_what_the_caption_says_is_not_cut_on_a_narrow_desk(
    view: StillView,
    caption: StillCaption,
    painted: Callable[..., None],
    action: str,
    panel: bool,
) -> None:
    view.resize(27 * view.fontMetrics().height(), 400)
    painted(1, still(size=(1920, 1080), panel=panel))
    getattr(view, action).trigger()
    assert caption.text
    assert not caption.cut
    view.resize(8 * view.fontMetrics().height(), 400)
    assert caption.cut


def test_shortcuts_leave_digits_to_the_review(view: StillView) -> None:
    keys = [key.toString() for a in view.actions() for key in a.shortcuts()]
    assert all(key.startswith("Ctrl+") for key in keys)
    assert len(set(keys)) == len(keys)
    assert all(not action.icon().isNull() for action in view.actions())


def test_it_wears_the_dark_palette(view: StillView, canvas: StillCanvas) -> None:
    light = canvas.grab().toImage().pixelColor(3, 3)
    view.setPalette(dark_palette())
    assert canvas.grab().toImage().pixelColor(3, 3).lightness() < light.lightness()
