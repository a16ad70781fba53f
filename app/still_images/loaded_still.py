"""A still as the window shows it large."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from core.images.box import Box


@dataclass(frozen=True, slots=True, eq=False)
class LoadedStill:
    """The very bytes of a file as the reader sees them and as the network does.

    If the file cannot be read, ``error`` says why and there are no pictures.
    """

    path: Path
    token: int = 0
    """Which call of ``StillLoader.load`` asked for it."""
    levels: tuple[QImage, ...] = ()
    """The still upright, its half, its quarter and so on."""
    network: QImage = field(default_factory=QImage)
    """Square: panel removed, cropped to the field of view, resized."""
    width: int = 0
    """Of the still in its file, upright, in pixels; ``levels`` may be smaller."""
    height: int = 0
    panel: "Box | None" = None
    """The ScopeGuide panel that was removed, in pixels of the still in its file."""
    panel_kind: str = ""
    """``green`` or ``black``; empty without a panel."""
    field_of_view: "Box | None" = None
    """What the network sees of the still; ``None`` only where there is an error."""
    digest: str = ""
    """SHA-256 of the file's bytes that were decoded; empty where there were none."""
    note: str = ""
    """What a reader should know of the picture: that it is shown reduced."""
    error: str = ""

    @property
    def original(self) -> QImage:
        """The still upright, in full size; null if it cannot be read."""
        return self.levels[0] if self.levels else QImage()

    @property
    def size_in_bytes(self) -> int:
        """What the pictures take in memory."""
        return sum(picture.sizeInBytes() for picture in (*self.levels, self.network))
