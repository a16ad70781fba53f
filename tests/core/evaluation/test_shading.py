"""Every cell of a matrix can be read, light and dark."""

from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.shading import DARK, LIGHT, Colour, contrast, shade


def colour(css: str) -> Colour:
    return int(css[1:3], 16), int(css[3:5], 16), int(css[5:7], 16)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert round(contrast((0, 0, 0), (255, 255, 255)), 2) == 21
    # WCAG's own example of a grey that just passes on white
    assert round(contrast((118, 118, 118), (255, 255, 255)), 2) == 4.54


@given(st.floats(0, 1))
def test_ink_can_be_read_on_every_shade(share: float) -> None:
    cell = shade(share)
    assert contrast(colour(cell.light_fill), colour(cell.light_ink)) >= 4.5
    assert contrast(colour(cell.dark_fill), colour(cell.dark_ink)) >= 4.5


def test_the_scale_runs_from_the_page_to_the_full_hue() -> None:
    assert colour(shade(0.0).light_fill) == LIGHT.empty
    assert colour(shade(1.0).light_fill) == LIGHT.full
    assert colour(shade(0.0).dark_fill) == DARK.empty
    assert colour(shade(1.0).dark_fill) == DARK.full
