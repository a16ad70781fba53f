"""A rectangle of pixels, and the array types that every room shares."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RgbImage: TypeAlias = NDArray[np.uint8]
"""shape (H, W, 3), uint8, RGB order."""

Mask: TypeAlias = NDArray[np.bool_]
"""shape (H, W), True where something is marked."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels; ``x1`` and ``y1`` exclusive, the origin top left."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Columns covered."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Rows covered."""
        return self.y1 - self.y0

    @property
    def area(self) -> int:
        """Pixels covered."""
        return self.width * self.height

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns, to index an array of shape (H, W, ...)."""
        return slice(self.y0, self.y1), slice(self.x0, self.x1)

    def iou(self, other: "Box") -> float:
        """Return intersection over union, 0 to 1."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        shared = max(width, 0) * max(height, 0)
        union = self.area + other.area - shared
        return shared / union if union else 0.0

    def scaled(self, factor_x: float, factor_y: float) -> "Box":
        """Return the same rectangle on an image ``factor`` times as large."""
        return Box(
            round(self.x0 * factor_x),
            round(self.y0 * factor_y),
            round(self.x1 * factor_x),
            round(self.y1 * factor_y),
        )
