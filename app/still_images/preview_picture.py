"""A still before and after preprocessing, as the window shows it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from core.images.settings import PreprocessingSettings

if TYPE_CHECKING:
    from core.images.box import Box


@dataclass(frozen=True, slots=True, eq=False)
class PreviewPicture:
    """What some settings make of a still; boxes in pixels of the still in its file.

    If the file cannot be read, ``error`` says why and there are no pictures.
    """

    path: Path
    settings: PreprocessingSettings
    before: tuple[QImage, ...] = ()
    """The still upright, its half, its quarter and so on."""
    after: tuple[QImage, ...] = ()
    """The same with the panel painted over, not cropped; ``before`` without a panel."""
    network: QImage = field(default_factory=QImage)
    """Square: what the network sees, to the byte."""
    width: int = 0
    """Of the still in its file; the pictures may be smaller."""
    height: int = 0
    panel: "Box | None" = None
    """The ScopeGuide panel with its margin."""
    panel_kind: str = ""
    """``green`` or ``black``; empty without a panel."""
    removed: "Box | None" = None
    """What was painted over: the panel and the seam about it."""
    field_of_view: "Box | None" = None
    green_left: float = 0.0
    """Part of the still, 0 to 1, that has a panel's colour and was left."""
    leaves_green: bool = False
    """Whether that is so much that a person should look."""
    note: str = ""
    """What a reader should know of the pictures: that they are shown reduced."""
    error: str = ""

    @property
    def is_cropped(self) -> bool:
        """Whether the field of view is less than the still."""
        box = self.field_of_view
        whole = (0, 0, self.width, self.height)
        return box is not None and (box.x0, box.y0, box.x1, box.y1) != whole
