"""Stills that are unlikely to be of use, each with the number that says so.

A finding is advice for whoever curates a data set: nothing is left out because of it.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from core.images.box import Mask, RgbImage
from core.images.reading import Still, UnreadableStill
from core.percent import percent

ASSESSED_SIDE = 256
"""Shortest side at which stills are assessed, in pixels.

Decode them with it as ``shortest_side``. Sharpness depends on the scale: the same
still at twice the size has blurrier pixels.
"""

_MEASURABLE_PIXELS = 500
"""A smaller field of view tells nothing about sharpness."""

_BORDER = 9
"""Pixels from the field's border that do not count: the step to black is sharp."""


class QualityProblem(StrEnum):
    """Why a still may be of no use."""

    UNREADABLE = "unreadable"
    TOO_SMALL = "too small"
    BLURRED = "blurred"
    DARK = "dark"
    OVEREXPOSED = "over-exposed"


@dataclass(frozen=True, slots=True)
class QualityFinding:
    """A problem of one still, and a sentence with the numbers."""

    problem: QualityProblem
    reason: str


@dataclass(frozen=True, slots=True)
class QualityThresholds:
    """Where a still begins to be a problem.

    Measured on 455 stills (polyps, colitis, esophagitis, normal mucosa, capsule) from
    Kvasir, HyperKvasir, GastroVision and Capsule Vision, at a shortest side of 256. Of
    all 932 that were at hand they find three, all blurred capsule tiles of 210 x 178.
    """

    smallest_side: int = 100
    """Pixels. A network that sees 224 gets less than half of that from such a still."""
    sharpness: float = 15.0
    """Variance of the Laplacian inside the field of view (Pech-Pacheco et al. 2000).

    The first percentile is 23, the median 269. After a Gaussian blur of 2 pixels
    97 % lie below the threshold, after one of 1.5 pixels three quarters.
    """
    brightness: float = 30.0
    """Third quartile of the grey values, 0 to 255: that of the lit part, however much
    black surrounds it. The darkest of the 455 has 32, the next 53, the median 138;
    at a tenth of their light all lie below."""
    glare: float = 0.2
    """Part of the field of view at 250 or brighter. The largest of the 455 is 0.11;
    at three times their light 85 % lie above."""
    field_grey: int = 25
    """Grey value from which a pixel belongs to the field of view."""
    glare_grey: int = 250
    """Grey value from which a pixel shows nothing but the lamp."""


def unreadable(error: UnreadableStill) -> QualityFinding:
    """Return the finding of a file that could not be read."""
    return QualityFinding(QualityProblem.UNREADABLE, error.user_message)


def assess_quality(
    still: Still, *, thresholds: QualityThresholds = QualityThresholds()
) -> tuple[QualityFinding, ...]:
    """Return what is wrong with a still; nothing if it is fine.

    Parameters
    ----------
    still
        Decoded with both sides at least :data:`ASSESSED_SIDE`, where the original
        has as many; decoded smaller it would seem sharper than it is.
    thresholds
        Where problems begin.
    """
    grey = _grey_at_assessed_size(still.rgb)
    field = _field_of_view(grey, thresholds.field_grey)
    checks = [_too_small(still, thresholds), _exposure(grey, field, thresholds)]
    if not any(f and f.problem is QualityProblem.DARK for f in checks):
        checks.append(
            _blurred(grey, field, thresholds)
        )  # in the dark all looks blurred
    return tuple(finding for finding in checks if finding)


def _grey_at_assessed_size(rgb: RgbImage) -> NDArray[np.uint8]:
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    factor = ASSESSED_SIDE / min(grey.shape)
    if factor < 1:  # never enlarged: that would only look blurred
        grey = cv2.resize(
            grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA
        )
    return grey.astype(np.uint8, copy=False)


def _field_of_view(grey: NDArray[np.uint8], field_grey: int) -> Mask:
    """Return the largest bright area: burnt-in text and panels stand apart from it."""
    bright = (grey >= field_grey).astype(np.uint8)
    count, areas, statistics, _ = cv2.connectedComponentsWithStats(bright)
    if count < 2:
        return np.zeros(grey.shape, bool)
    largest = 1 + int(statistics[1:, cv2.CC_STAT_AREA].argmax())
    kernel = np.ones((_BORDER, _BORDER), np.uint8)
    inside = (areas == largest).astype(np.uint8)
    return cv2.erode(inside, kernel, borderType=cv2.BORDER_REPLICATE) > 0


def _too_small(still: Still, thresholds: QualityThresholds) -> QualityFinding | None:
    if min(still.width, still.height) >= thresholds.smallest_side:
        return None
    return QualityFinding(
        QualityProblem.TOO_SMALL,
        f"Only {still.width} x {still.height} pixels; "
        f"each side should have {thresholds.smallest_side} or more.",
    )


def _exposure(
    grey: NDArray[np.uint8], field: Mask, thresholds: QualityThresholds
) -> QualityFinding | None:
    brightness = float(np.percentile(grey, 75))
    if brightness < thresholds.brightness:
        return QualityFinding(
            QualityProblem.DARK,
            f"Dark: three quarters of the still are at {brightness:.0f} of 255 "
            f"or below; it should be {thresholds.brightness:.0f} or more.",
        )
    glare = float((grey[field] >= thresholds.glare_grey).mean()) if field.any() else 0
    if glare <= thresholds.glare:
        return None
    return QualityFinding(
        QualityProblem.OVEREXPOSED,
        f"Over-exposed: {percent(glare, 0)} of the field of view is white; "
        f"up to {percent(thresholds.glare, 0)} is usual.",
    )


def _blurred(
    grey: NDArray[np.uint8], field: Mask, thresholds: QualityThresholds
) -> QualityFinding | None:
    if np.count_nonzero(field) < _MEASURABLE_PIXELS:
        return None
    sharpness = float(cv2.Laplacian(grey, cv2.CV_32F)[field].var())
    if sharpness >= thresholds.sharpness:
        return None
    return QualityFinding(
        QualityProblem.BLURRED,
        f"Blurred: sharpness {sharpness:.1f} (variance of the Laplacian); "
        f"it should be {thresholds.sharpness:.0f} or more.",
    )
