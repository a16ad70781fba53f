"""Where a picture lies in a view, as arithmetic; all lengths in device pixels."""

from dataclasses import dataclass, replace

MOST_SCALE = 32.0
"""Device pixels for one of the picture: beyond it, nothing is to be seen."""


@dataclass(frozen=True, slots=True)
class Zoom:
    """A picture's scale and place in a view.

    A picture narrower than the view lies in its middle; a wider one leaves no gap at
    its edges. Each method returns another such place.
    """

    picture: tuple[int, int]
    """Width and height in its own pixels, each at least 1."""
    view: tuple[int, int]
    """Width and height, each at least 1."""
    scale: float = 1.0
    """Device pixels for one pixel of the picture."""
    left: float = 0.0
    top: float = 0.0

    @classmethod
    def fitted(cls, picture: tuple[int, int], view: tuple[int, int]) -> "Zoom":
        """Return the largest scale at which the whole picture is seen."""
        scale = min(view[0] / picture[0], view[1] / picture[1], MOST_SCALE)
        return cls(picture, view, scale)._settled()

    @property
    def width(self) -> float:
        """Of the picture in the view."""
        return self.picture[0] * self.scale

    @property
    def height(self) -> float:
        """Of the picture in the view."""
        return self.picture[1] * self.scale

    @property
    def can_pan(self) -> bool:
        """Whether some of the picture lies outside the view."""
        return self.width > self.view[0] + 0.5 or self.height > self.view[1] + 0.5

    @property
    def least_scale(self) -> float:
        """Below it the picture only grows smaller: fitted, or one to one if smaller."""
        return min(Zoom.fitted(self.picture, self.view).scale, 1.0)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return what lies at a place of the view, in the picture's pixels."""
        return (x - self.left) / self.scale, (y - self.top) / self.scale

    def scaled(self, scale: float, x: float, y: float) -> "Zoom":
        """Return another scale; what lies at ``x``, ``y`` of the view stays there."""
        scale = min(max(scale, self.least_scale), MOST_SCALE)
        column, row = self.point(x, y)
        moved = replace(self, scale=scale, left=x - column * scale, top=y - row * scale)
        return moved._settled()

    def scaled_in_the_middle(self, scale: float) -> "Zoom":
        """Return another scale; what lies in the middle of the view stays there."""
        return self.scaled(scale, self.view[0] / 2, self.view[1] / 2)

    def panned(self, dx: float, dy: float) -> "Zoom":
        """Return the picture moved, as far as it leaves no gap."""
        return replace(self, left=self.left + dx, top=self.top + dy)._settled()

    def of(self, picture: tuple[int, int], view: tuple[int, int]) -> "Zoom":
        """Return the same scale for another picture or view, the same part amidst."""
        column, row = self.point(self.view[0] / 2, self.view[1] / 2)
        across, down = column / self.picture[0], row / self.picture[1]
        scale = max(self.scale, Zoom(picture, view).least_scale)
        left = view[0] / 2 - across * picture[0] * scale
        top = view[1] / 2 - down * picture[1] * scale
        return Zoom(picture, view, scale, left, top)._settled()

    def _settled(self) -> "Zoom":
        return replace(
            self,
            left=_settled(self.left, self.width, self.view[0]),
            top=_settled(self.top, self.height, self.view[1]),
        )


def _settled(start: float, length: float, room: int) -> float:
    if length <= room:
        return float(round((room - length) / 2))
    return float(round(min(0.0, max(start, room - length))))
