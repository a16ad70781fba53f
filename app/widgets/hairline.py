"""A line that parts what stands above it from what stands below."""

from PySide6.QtWidgets import QFrame


def hairline() -> QFrame:
    """Return a level line, as wide as there is room."""
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    return line
