"""Which of a picture's sizes to paint from."""

from collections.abc import Sequence

from PySide6.QtGui import QImage


def level_for(levels: Sequence[QImage], side: float) -> QImage:
    """Return the smallest picture whose longest side is at least ``side``.

    Parameters
    ----------
    levels
        The picture, its half, its quarter and so on; at least one.
    side
        Longest side that it will be painted at, in device pixels.
    """
    for level in reversed(levels):
        if max(level.width(), level.height()) >= side:
            return level
    return levels[0]
