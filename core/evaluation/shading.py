"""The colours of a confusion matrix: one hue, and ink that can be read on it."""

from dataclasses import dataclass
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]
"""Red, green and blue, 0 to 255, sRGB."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """From the page's own colour to the full hue."""

    empty: Colour
    full: Colour


LIGHT = Ramp(empty=(255, 255, 255), full=(11, 79, 121))
DARK = Ramp(empty=(22, 26, 30), full=(150, 205, 240))

_BLACK: Colour = (0, 0, 0)
_WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Shade:
    """A cell's fill and ink as CSS colours, on a light and on a dark page."""

    light_fill: str
    light_ink: str
    dark_fill: str
    dark_ink: str


def shade(share: float) -> Shade:
    """Return the colours of a cell that holds ``share``, 0 to 1, of its row."""
    light, dark = _mixed(LIGHT, share), _mixed(DARK, share)
    return Shade(
        light_fill=_css(light),
        light_ink=_css(_legible_on(light)),
        dark_fill=_css(dark),
        dark_ink=_css(_legible_on(dark)),
    )


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of WCAG 2.2, 1 to 21; text wants 4.5."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _legible_on(fill: Colour) -> Colour:
    return max((_BLACK, _WHITE), key=lambda ink: contrast(ink, fill))


def _mixed(ramp: Ramp, share: float) -> Colour:
    red, green, blue = (
        round(empty + share * (full - empty))
        for empty, full in zip(ramp.empty, ramp.full, strict=True)
    )
    return red, green, blue


def _luminance(colour: Colour) -> float:
    # the weights and the exponent are those of WCAG's definition of relative luminance
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)


def _css(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
