"""Random changes to training stills: the one file that knows albumentations."""

import os
import random
import threading
from typing import Any

import cv2
import numpy as np

from core.images.box import RgbImage
from core.images.settings import AugmentationSettings

_BRIGHTNESS_CONTRAST = (-0.2, 0.2)
"""Of full scale; albumentations' own default, as are the next two."""

_GAMMA_PERCENT = (80, 120)

_HUE, _SATURATION, _VALUE = (-6, 6), (-30, 30), (-20, 20)
"""On OpenCV's scales: hue of 0 to 179, saturation and value of 0 to 255. Cameras and
white balance differ by a few degrees; at albumentations' own 20 (40 degrees) mucosa
turns yellow or purple, and colour is part of what tells findings apart."""

_BLUR_SIGMA = (0.5, 1.4)
"""In pixels of a prepared still: what kernels of 3 to 7 pixels give, the default until
albumentations 1.4 and so that of the literature. Today's 3.0 wipes out pit patterns."""


class Augmenter:
    """Changes prepared stills at random, the same for the same still and seed.

    What was augmented before, and in which thread, makes no difference. May be used
    from several threads at once.
    """

    def __init__(self, settings: AugmentationSettings) -> None:
        self._settings = settings
        self._of_this_thread = threading.local()

    def augment(self, image: RgbImage, seed: int) -> RgbImage:
        """Return a changed copy, of the same shape.

        About 0.6 ms for 224 x 224 pixels on one core.

        Parameters
        ----------
        image
            shape (S, S, 3), uint8, RGB: square, as turns by 90° keep no other shape.
        seed
            0 or more.

        Raises
        ------
        ValueError
            If the image is not square or the seed is negative.
        """
        if image.shape[0] != image.shape[1]:
            raise ValueError(f"only square images can be augmented, not {image.shape}")
        pipeline = self._pipeline()
        # One pair of generators for all steps. Compose.set_random_seed would give each
        # step its own, all with the same numbers: every step with the same probability
        # would then happen together or not at all.
        pipeline.set_random_state(np.random.default_rng(seed), random.Random(seed))
        return np.array(pipeline(image=image)["image"], order="C")

    def _pipeline(self) -> Any:
        # a Compose keeps its generators between its steps, so no two threads share one
        if not hasattr(self._of_this_thread, "pipeline"):
            self._of_this_thread.pipeline = _build_pipeline(self._settings)
        return self._of_this_thread.pipeline


def _build_pipeline(settings: AugmentationSettings) -> Any:
    # it would ask the network for a newer version of itself when it is imported
    os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"
    import albumentations as A

    return A.Compose(
        [
            A.RandomRotate90(p=settings.rotate90),
            A.HorizontalFlip(p=settings.horizontal_flip),
            A.VerticalFlip(p=settings.vertical_flip),
            # What a shift uncovers is black, like all that lies beyond a field of view.
            # Reflected it would show a polyp or the field's own border twice.
            A.Affine(
                translate_percent=(-settings.shift, settings.shift),
                scale=(1 - settings.scale, 1 + settings.scale),
                keep_ratio=True,
                rotate=(-settings.rotate, settings.rotate),
                interpolation=cv2.INTER_LINEAR,
                border_mode=cv2.BORDER_CONSTANT,
                fill=0,
                p=settings.affine,
            ),
            A.RandomBrightnessContrast(
                brightness_limit=_BRIGHTNESS_CONTRAST,
                contrast_limit=_BRIGHTNESS_CONTRAST,
                p=settings.brightness_contrast,
            ),
            A.GaussianBlur(
                blur_limit=0, sigma_limit=_BLUR_SIGMA, p=settings.gaussian_blur
            ),
            A.RandomGamma(gamma_limit=_GAMMA_PERCENT, p=settings.gamma),
            A.HueSaturationValue(
                hue_shift_limit=_HUE,
                sat_shift_limit=_SATURATION,
                val_shift_limit=_VALUE,
                p=settings.hue_saturation_value,
            ),
        ]
    )
