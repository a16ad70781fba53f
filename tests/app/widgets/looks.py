"""What every widget must do: wear the palette of the moment, and grow with the font."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.appearance.palettes import apply_theme
from app.settings.kept_settings import Theme


def shown(widget: QWidget, qtbot: QtBot, size: tuple[int, int] = (700, 500)) -> QWidget:
    """Show a widget by itself, in front."""
    qtbot.addWidget(widget)
    widget.resize(*size)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    qtbot.wait(1)
    return widget


def assert_follows_palette(
    make: Callable[[], QWidget],
    qapp: QApplication,
    qtbot: QtBot,
    size: tuple[int, int] = (700, 500),
) -> None:
    """Hold a widget that went dark while shown against one that was made dark."""
    widget = shown(make(), qtbot, size)
    light = widget.grab().toImage()
    apply_theme(qapp, Theme.DARK)
    qtbot.wait(1)
    dark = widget.grab().toImage()
    widget.hide()
    fresh = shown(make(), qtbot, size)
    assert fresh.grab().toImage() == dark != light


def assert_grows_with_font(
    make: Callable[[], QWidget],
    qapp: QApplication,
    qtbot: QtBot,
    size: tuple[int, int] = (700, 500),
) -> None:
    """Double the system's font: the widget asks for more height."""
    widget = shown(make(), qtbot, size)
    before = widget.sizeHint()
    font = qapp.font()
    font.setPointSizeF(2 * font.pointSizeF())
    qapp.setFont(font)
    qtbot.wait(1)
    assert widget.sizeHint().height() > 1.4 * before.height()
