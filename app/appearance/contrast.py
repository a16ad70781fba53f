"""How well two colours can be told apart."""

from PySide6.QtGui import QColor


def contrast_ratio(a: QColor, b: QColor) -> float:
    """Return the contrast of two opaque colours, 1 (equal) to 21 (black on white).

    WCAG 2.1, "contrast ratio"; 4.5 is asked of text, 3 of large text and of marks.
    """
    darker, lighter = sorted((_luminance(a), _luminance(b)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG 2.1, 0 (black) to 1 (white)."""
    red, green, blue = (
        _linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
