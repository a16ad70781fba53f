"""How pixels are prepared, as settings that travel in every model's card."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

PREPROCESSING_VERSION = 1
"""Raised whenever the same settings would give other pixels than before."""


class Settings(BaseModel):
    """A frozen group of settings that refuses unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ClaheSettings(Settings):
    """Contrast-limited adaptive histogram equalisation (Zuiderveld 1994)."""

    clip_limit: Annotated[float, Field(gt=0, le=40)] = 2.0
    tiles: Annotated[int, Field(ge=1, le=32)] = 8
    """Tiles along each side."""


class PreprocessingSettings(Settings):
    """The steps between a file and what the network sees, in the order they run."""

    version: Annotated[int, Field(ge=1, le=PREPROCESSING_VERSION)] = (
        PREPROCESSING_VERSION
    )
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
