"""The live preview shows what the network gets, and never touches what it shows."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from core.images.box import Box, RgbImage
from core.images.preprocessing import prepare_bytes
from core.images.previewing import PreviewPixels, StillToPreview, preview_pixels
from core.images.reading import STILL_SUFFIXES, UnreadableStill
from core.images.settings import (
    ClaheSettings,
    PreprocessingSettings,
    ScopeGuideSettings,
)

SETTINGS = PreprocessingSettings()
PANEL = Box(40, 380, 240, 552)


def drawn() -> RgbImage:
    """A field of view of 720 x 576 right of a black border, with a green panel."""
    y, x = np.mgrid[:576, :720]
    channels = (150 + 60 * x / 720, 90 + 50 * y / 576, 80 + 0 * x)
    rgb = np.stack(channels, axis=-1).astype(np.uint8)
    rgb[:, :40] = 0
    rgb[PANEL.slices] = (17, 162, 134)
    return rgb


def encoded(rgb: RgbImage, ending: str) -> bytes:
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(ending, bgr)[1].tobytes())


def same_as_the_network_gets(
    shown: PreviewPixels, data: bytes, settings: PreprocessingSettings
) -> bool:
    expected = prepare_bytes(data, settings)
    return (
        np.array_equal(shown.prepared.image, expected.image)
        and shown.prepared.panel == expected.panel
        and shown.prepared.field_of_view == expected.field_of_view
        and shown.prepared.green_left == expected.green_left
    )


@pytest.mark.parametrize("ending", [".jpg", ".png"])
@pytest.mark.parametrize(
    "settings",
    [
        SETTINGS,
        PreprocessingSettings(size=96, greyscale=True, clahe=ClaheSettings()),
        PreprocessingSettings(size=500),
        PreprocessingSettings(remove_scopeguide=False),
        PreprocessingSettings(scopeguide=ScopeGuideSettings(margin=0.2)),
        PreprocessingSettings(scopeguide=ScopeGuideSettings(hue_low=98)),
    ],
)
def test_the_square_is_what_the_network_gets(
    ending: str, settings: PreprocessingSettings
) -> None:
    data = encoded(drawn(), ending)
    still = StillToPreview(data)
    preview_pixels(still, SETTINGS)  # what was tried before makes no difference
    shown = preview_pixels(still, settings)
    assert same_as_the_network_gets(shown, data, settings)


def test_the_panel_is_painted_over_in_full_size() -> None:
    rgb = drawn()
    shown = preview_pixels(StillToPreview(encoded(rgb, ".png")), SETTINGS)
    assert np.array_equal(shown.before, rgb)
    assert shown.prepared.panel is not None
    assert shown.prepared.panel.box == PANEL
    assert shown.removed == Box(38, 378, 242, 554)
    changed = (shown.painted != shown.before).any(axis=2)
    assert changed[PANEL.slices].all()
    changed[shown.removed.slices] = False
    assert not changed.any(), "nothing else is touched"
    assert shown.after.shape == (576, 680, 3)
    assert np.array_equal(shown.after, shown.painted[:, 40:])


def test_a_margin_removes_more_and_a_strict_gate_nothing() -> None:
    still = StillToPreview(encoded(drawn(), ".png"))
    wider = SETTINGS.model_copy(update={"scopeguide": ScopeGuideSettings(margin=0.1)})
    removed = preview_pixels(still, wider).removed
    assert removed == Box(21, 361, 259, 571)
    strict = ScopeGuideSettings(saturation_min=255)
    shown = preview_pixels(still, SETTINGS.model_copy(update={"scopeguide": strict}))
    assert shown.removed is None
    assert shown.painted is shown.before
    assert not shown.prepared.leaves_green, "nothing is that saturated"


def test_a_panel_that_is_missed_shows_as_green_that_was_left() -> None:
    rgb = drawn()
    cv2.circle(rgb, (240, 380), 90, (150, 60, 60), cv2.FILLED)  # no rectangle any more
    shown = preview_pixels(StillToPreview(encoded(rgb, ".png")), SETTINGS)
    assert shown.removed is None
    assert shown.prepared.leaves_green


def test_a_still_is_previewed_from_several_threads_at_once() -> None:
    data = encoded(drawn(), ".jpg")
    still = StillToPreview(data)
    wanted = [PreprocessingSettings(size=64 + 32 * (n % 6)) for n in range(24)]
    with ThreadPoolExecutor(4) as pool:
        shown = list(pool.map(lambda s: preview_pixels(still, s), wanted))
    assert all(map(same_as_the_network_gets, shown, [data] * 24, wanted))


def test_what_is_no_image_says_why() -> None:
    with pytest.raises(UnreadableStill, match="empty"):
        StillToPreview(b"")


@examples(max_examples=30, deadline=None)
@given(
    hues=st.tuples(st.integers(0, 179), st.integers(0, 179)),
    saturation=st.integers(0, 255),
    value=st.integers(0, 255),
    margin=st.floats(0, 0.5),
)
def test_no_position_of_the_sliders_leaves_the_still(
    hues: tuple[int, int], saturation: int, value: int, margin: float
) -> None:
    settings = PreprocessingSettings(
        scopeguide=ScopeGuideSettings(
            hue_low=min(hues),
            hue_high=max(hues),
            saturation_min=saturation,
            value_min=value,
            margin=margin,
        )
    )
    shown = preview_pixels(StillToPreview(encoded(drawn(), ".jpg")), settings)
    for box in (shown.removed, shown.prepared.field_of_view):
        if box is not None:
            assert 0 <= box.x0 < box.x1 <= 720
            assert 0 <= box.y0 < box.y1 <= 576
    assert shown.after.size > 0


def test_real_stills_show_what_the_network_gets(real_data: Path) -> None:
    paths = [
        path
        for folder in ("gi/esophagitis", "gi_other")
        for path in sorted((real_data / folder).rglob("*"))
        if path.suffix.lower() in STILL_SUFFIXES
    ][::3]
    assert len(paths) > 10
    for path in paths:
        data = path.read_bytes()
        shown = preview_pixels(StillToPreview(data), SETTINGS)
        assert same_as_the_network_gets(shown, data, SETTINGS), path.name
