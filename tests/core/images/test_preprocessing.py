"""One path from a still to what the network sees, whatever the still is."""

import csv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from core.images.box import Box, RgbImage
from core.images.preprocessing import (
    PreparedStill,
    prepare,
    prepare_bytes,
    prepare_file,
)
from core.images.reading import Still, UnreadableStill, read_still
from core.images.scopeguide import PanelKind
from core.images.settings import ClaheSettings, PreprocessingSettings

SETTINGS = PreprocessingSettings()
PLAIN = PreprocessingSettings(remove_scopeguide=False, crop_field_of_view=False)


def still(rgb: RgbImage) -> Still:
    return Still(rgb=rgb, width=rgb.shape[1], height=rgb.shape[0])


def drawn(height: int = 576, width: int = 720) -> RgbImage:
    """A smooth field of view with a green panel."""
    y, x = np.mgrid[:height, :width]
    channels = (150 + 60 * x / width, 90 + 50 * y / height, 80 + 0 * x)
    rgb = np.stack(channels, axis=-1).astype(np.uint8)
    rgb[:, : width // 18] = 0
    rgb[int(0.66 * height) : int(0.96 * height), width // 18 : width // 3] = (
        17,
        162,
        134,
    )
    return rgb


def written(path: Path, rgb: RgbImage) -> Path:
    data = cv2.imencode(path.suffix, cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))[1]
    path.write_bytes(data.tobytes())
    return path


def test_panel_and_field_of_view_are_in_pixels_of_the_original(tmp_path: Path) -> None:
    prepared = prepare_file(written(tmp_path / "still.jpg", drawn()), SETTINGS)
    assert (prepared.width, prepared.height) == (720, 576)
    assert prepared.panel is not None
    assert prepared.panel.kind is PanelKind.GREEN
    assert prepared.panel.box.iou(Box(40, 380, 240, 552)) >= 0.95
    assert prepared.field_of_view.iou(Box(40, 0, 720, 576)) >= 0.98
    assert prepared.image.shape == (224, 224, 3)
    assert prepared.image.dtype == np.uint8
    teal = (prepared.image.astype(int) - (17, 162, 134)).__abs__().max(axis=2) < 40
    assert not teal.any()


def test_the_mask_marks_the_panel_at_the_size_of_the_original(tmp_path: Path) -> None:
    prepared = prepare_file(written(tmp_path / "still.png", drawn()), SETTINGS)
    assert prepared.panel is not None
    assert prepared.mask.shape == (576, 720)
    assert prepared.mask.sum() == prepared.panel.box.area
    assert prepared.mask[prepared.panel.box.slices].all()
    assert not prepare_file(tmp_path / "still.png", PLAIN).mask.any()


def test_steps_that_are_off_leave_the_still_as_it_is() -> None:
    rgb = drawn()
    prepared = prepare(still(rgb), PLAIN)
    expected = cv2.resize(rgb, (224, 224), interpolation=cv2.INTER_AREA)
    assert np.array_equal(prepared.image, expected)
    assert prepared.panel is None
    assert prepared.field_of_view == Box(0, 0, 720, 576)


def test_a_file_gives_the_same_pixels_in_any_thread(tmp_path: Path) -> None:
    path = written(tmp_path / "still.jpg", drawn())
    first = prepare_file(path, SETTINGS).image
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda _: prepare_file(path, SETTINGS), range(24)))
    assert all(np.array_equal(first, prepared.image) for prepared in again)


def test_a_small_field_of_view_is_decoded_again_larger(tmp_path: Path) -> None:
    rgb = np.zeros((1080, 1920, 3), np.uint8)
    checks = np.indices((400, 400)).sum(axis=0) // 2 % 2
    rgb[340:740, 760:1160] = np.where(checks[..., None], 255, 90)
    path = written(tmp_path / "still.jpg", rgb)
    once = prepare(read_still(path, shortest_side=224), SETTINGS)
    prepared = prepare_file(path, SETTINGS)
    assert prepared.field_of_view.iou(Box(760, 340, 1160, 740)) >= 0.95
    assert prepared.image.std() > 2 * once.image.std(), "the detail is there"


def test_a_file_in_memory_is_prepared_like_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "still.jpg", drawn(1080, 1920))
    held, read = (
        prepare_bytes(path.read_bytes(), SETTINGS),
        prepare_file(path, SETTINGS),
    )
    assert np.array_equal(held.image, read.image)
    assert (held.panel, held.field_of_view) == (read.panel, read.field_of_view)
    with pytest.raises(UnreadableStill, match="empty"):
        prepare_bytes(b"", SETTINGS)


def test_greyscale_has_one_value_in_three_channels() -> None:
    settings = PLAIN.model_copy(update={"greyscale": True, "clahe": ClaheSettings()})
    image = prepare(still(drawn()), settings).image
    assert np.ptp(image, axis=2).max() == 0
    assert image.std() > 0


def test_denoising_smooths_noise() -> None:
    rgb = np.random.default_rng(1).integers(90, 160, (224, 224, 3)).astype(np.uint8)
    settings = PLAIN.model_copy(update={"denoise_sigma": 2.0})
    assert prepare(still(rgb), settings).image.std() < rgb.std() / 3


@pytest.mark.parametrize("greyscale", [False, True])
def test_clahe_raises_local_contrast_and_keeps_the_hue(greyscale: bool) -> None:
    settings = PLAIN.model_copy(update={"greyscale": greyscale})
    equalised = settings.model_copy(update={"clahe": ClaheSettings(clip_limit=4)})
    rgb = (drawn() // 4 + 60).astype(np.uint8)
    before, after = (prepare(still(rgb), s).image for s in (settings, equalised))
    assert after[..., 1].std() > 1.1 * before[..., 1].std()
    lab = [
        cv2.cvtColor(i, cv2.COLOR_RGB2LAB)[..., 1:].astype(int) for i in (before, after)
    ]
    assert np.abs(lab[0] - lab[1]).max() <= 6


@examples(max_examples=40, deadline=None)
@given(
    height=st.integers(1, 400),
    width=st.integers(1, 400),
    size=st.sampled_from([32, 224]),
)
def test_any_still_comes_out_square(height: int, width: int, size: int) -> None:
    rgb = np.random.default_rng(height).integers(0, 256, (height, width, 3))
    settings = SETTINGS.model_copy(update={"size": size})
    prepared = prepare(still(rgb.astype(np.uint8)), settings)
    assert prepared.image.shape == (size, size, 3)
    assert prepared.image.flags.c_contiguous


def test_a_huge_still_shrinks_to_the_same_pixels_as_by_area() -> None:
    rgb = drawn(1100, 1300)
    expected = cv2.resize(rgb, (224, 224), interpolation=cv2.INTER_AREA)
    assert np.array_equal(prepare(still(rgb), PLAIN).image, expected)


def test_an_unreadable_file_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "still.jpg").write_bytes(b"nothing")
    with pytest.raises(UnreadableStill):
        prepare_file(tmp_path / "still.jpg", SETTINGS)


@pytest.mark.parametrize(
    ("table", "kind", "least"),
    [
        ("scopeguide_boxes.csv", PanelKind.GREEN, 0.9),
        ("scopeguide_blacked.csv", PanelKind.BLACK, 0.85),
        ("scopeguide_none.csv", None, 0.0),
    ],
)
def test_listed_panels_are_found_on_the_way_to_the_network(
    real_data: Path, table: str, kind: PanelKind | None, least: float
) -> None:
    with (real_data / table).open(newline="") as file:
        rows = list(csv.DictReader(file))

    def prepare_row(row: dict[str, str]) -> PreparedStill:
        return prepare_file(real_data / row["file"], SETTINGS)

    with ThreadPoolExecutor(2) as pool:
        for row, prepared in zip(rows, pool.map(prepare_row, rows), strict=True):
            panel = prepared.panel
            assert (panel and panel.kind) == kind, row["file"]
            if panel is not None:
                box = Box(*(int(row[k]) for k in ("x0", "y0", "x1", "y1")))
                assert panel.box.iou(box) >= least, row["file"]
