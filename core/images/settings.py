"""How pixels are prepared, as settings that travel in every model's card."""

from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    ValidationInfo,
    field_validator,
    model_serializer,
)

PREPROCESSING_VERSION = 2
"""Raised whenever an older program would make other pixels of what is written here.

1 is what every program does; 2 says how ScopeGuide panels are found.
"""


class Settings(BaseModel):
    """A frozen group of settings that refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ClaheSettings(Settings):
    """Contrast-limited adaptive histogram equalisation (Zuiderveld 1994)."""

    clip_limit: Annotated[float, Field(gt=0, le=40)] = 2.0
    tiles: Annotated[int, Field(ge=1, le=32)] = 8
    """Tiles along each side."""


Hue = Annotated[int, Field(ge=0, le=179)]
"""In steps of 2 degrees, as OpenCV counts: red 0, yellow 30, green 60, blue 120."""

Byte = Annotated[int, Field(ge=0, le=255)]
"""Saturation or value, as OpenCV counts them."""


class ScopeGuideSettings(Settings):
    """Which colours a green ScopeGuide panel may have, and how much about it goes.

    A panel is told by its geometry first; the colours only say where to look. The
    defaults leave room about what was measured on 131 panels: hue 79 to 85, saturation
    above 115. Blacked-out panels are found without them.
    """

    hue_low: Hue = 66
    hue_high: Annotated[Hue, Field(validate_default=True)] = 98
    """At least ``hue_low``: the range does not wrap round through red."""
    saturation_min: Byte = 90
    value_min: Byte = 60
    margin: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    """How far a panel, green or black, reaches beyond the box that was found, as a part
    of the box's shorter side; within the still. The seam, where panel and tissue mix,
    is painted over as well, whatever the margin."""

    @field_validator("hue_high")
    @classmethod
    def _from_the_lower(cls, high: int, info: ValidationInfo) -> int:
        low = info.data.get("hue_low", 0)
        if low > high:
            msg = f"expected hue_low or more, {low}"
            raise ValueError(msg)
        return high


USUAL_SCOPEGUIDE = ScopeGuideSettings()


def _as_done_here(_written: int) -> int:
    """Return today's version: it does the steps of all earlier ones as they did."""
    return PREPROCESSING_VERSION


class PreprocessingSettings(Settings):
    """The steps between a file and what the network sees, in the order they run.

    Written out, what an older program does not know stands there only where it changes
    pixels, and ``version`` is the oldest that gives these pixels: an older program
    reads what it can do, caches of prepared stills keep their keys, and a card is
    refused where leaving out an unknown step would quietly give other pixels.
    """

    version: Annotated[
        int,
        Field(ge=1, le=PREPROCESSING_VERSION),
        AfterValidator(_as_done_here),
    ] = PREPROCESSING_VERSION
    """A later program's steps are refused: today's would give other pixels."""
    size: Annotated[int, Field(ge=32, le=1024)] = 224
    """Side of the square that the network sees, in pixels."""
    remove_scopeguide: bool = True
    crop_field_of_view: bool = True
    greyscale: bool = False
    """One grey value in all three channels."""
    denoise_sigma: Annotated[float, Field(ge=0, le=10)] = 0.0
    """Standard deviation of a Gaussian, in pixels of the prepared still; 0 is off."""
    clahe: ClaheSettings | None = None
    scopeguide: ScopeGuideSettings = USUAL_SCOPEGUIDE

    @model_serializer(mode="wrap")
    def _as_old_as_can_be(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        written: dict[str, Any] = write(self)
        if self.scopeguide == USUAL_SCOPEGUIDE:
            written.pop("scopeguide", None)
            if "version" in written:
                written["version"] = 1
        return written


Probability = Annotated[float, Field(ge=0, le=1)]


class AugmentationSettings(Settings):
    """Random changes made to training stills, afresh each epoch."""

    rotate90: Probability = 0.5
    horizontal_flip: Probability = 0.5
    vertical_flip: Probability = 0.5
    affine: Probability = 0.5
    shift: Annotated[float, Field(ge=0, le=0.5)] = 0.0625
    """Largest shift, as a part of the side."""
    scale: Annotated[float, Field(ge=0, lt=1)] = 0.1
    """Largest change of scale: 0.1 is 0.9 to 1.1."""
    rotate: Annotated[float, Field(ge=0, le=180)] = 15.0
    """Largest rotation either way, in degrees."""
    brightness_contrast: Probability = 0.5
    gaussian_blur: Probability = 0.5
    gamma: Probability = 0.5
    hue_saturation_value: Probability = 0.5
