"""Drawn stills: the same for a seed, marked, and only the finding tells the class."""

from collections import Counter
from itertools import product

import numpy as np
import pytest

from core.images.box import Box
from core.images.sample_cameras import CAMERAS, burn_mark, field_mask
from core.images.sample_stills import (
    FINDINGS,
    DrawnStill,
    SampleKind,
    draw_examination,
    draw_still,
)
from core.images.scopeguide import PanelKind, find_panel

SETTINGS = list(product(CAMERAS, (False, True)))


def still(kind=SampleKind.NORMAL, seed=5, **examination) -> DrawnStill:
    return draw_still(
        kind, seed, examination=draw_examination(seed, number=seed, **examination)
    )


@pytest.mark.parametrize("kind", SampleKind)
def test_the_same_seed_gives_the_same_pixels(kind):
    first, again, other = (draw_still(kind, seed).rgb for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert first.shape != other.shape or not np.array_equal(first, other)


def test_kinds_of_one_seed_differ_in_the_finding_alone():
    plain, polyp = (still(kind).rgb for kind in (SampleKind.NORMAL, SampleKind.POLYP))
    outside = ~field_mask(draw_examination(5, number=5).camera)
    assert np.array_equal(plain[outside], polyp[outside])
    assert (plain != polyp).any()


@pytest.mark.parametrize("camera", CAMERAS)
def test_the_mark_is_burnt_in_outside_the_field_of_view(camera):
    drawn = still(camera=camera)
    assert not field_mask(camera)[drawn.mark_box.slices].any()
    alone = np.zeros_like(drawn.rgb)
    burn_mark(alone, camera.mark)
    place = drawn.mark_box.slices
    assert alone.any()
    assert np.array_equal(drawn.rgb[place], alone[place])
    assert alone.sum() == alone[place].sum()


@pytest.mark.parametrize("camera", CAMERAS)
def test_the_field_of_view_is_where_the_light_is(camera):
    drawn = still(camera=camera)
    mask = field_mask(camera)
    rows, columns = mask.any(axis=1).nonzero()[0], mask.any(axis=0).nonzero()[0]
    edges = Box(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    assert drawn.field_of_view == edges
    assert drawn.rgb[mask].mean() > 40
    assert drawn.rgb[~mask].mean() < 12


@pytest.mark.parametrize("kind", PanelKind)
@pytest.mark.parametrize(("camera", "dyed"), SETTINGS)
def test_a_drawn_panel_is_found_where_it_was_drawn(camera, dyed, kind):
    drawn = still(SampleKind.ULCER, seed=11, camera=camera, dyed=dyed, panel=kind)
    found = find_panel(drawn.rgb)
    assert found is not None
    assert found.kind is drawn.panel_kind is kind
    assert drawn.panel_box is not None
    assert found.box.iou(drawn.panel_box) >= 0.85


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("camera", "dyed"), SETTINGS)
def test_no_panel_is_found_where_none_was_drawn(camera, dyed, seed):
    drawn = still(seed=seed, camera=camera, dyed=dyed)
    assert drawn.panel_box is None
    assert find_panel(drawn.rgb) is None


def test_mean_colour_does_not_give_the_class_away():
    colours, labels = [], []
    for number in range(90):
        kind = FINDINGS[number % len(FINDINGS)]
        exam = draw_examination(8, number=number)
        view = draw_still(kind, number, examination=exam).rgb[field_mask(exam.camera)]
        colours.append(view.mean(axis=0))
        labels.append(number % len(FINDINGS))
    assert _nearest_centroid_accuracy(np.array(colours), np.array(labels)) < 0.65


def _nearest_centroid_accuracy(values, labels) -> float:
    """Learn on one half of the stills and judge the other, both ways round."""
    scaled = (values - values.mean(axis=0)) / values.std(axis=0)
    half = np.arange(len(labels)) // 3 % 2
    right = 0
    for learnt in (half == 0, half == 1):
        centroids = np.stack(
            [scaled[learnt & (labels == n)].mean(axis=0) for n in np.unique(labels)]
        )
        distances = np.linalg.norm(scaled[~learnt][:, None] - centroids, axis=2)
        right += int((distances.argmin(axis=1) == labels[~learnt]).sum())
    return right / len(labels)


def test_examinations_share_what_belongs_together():
    exam = draw_examination(2, number=7, panel=PanelKind.GREEN)
    stills = [draw_still(SampleKind.POLYP, seed, examination=exam) for seed in (1, 2)]
    assert len({drawn.field_of_view for drawn in stills}) == 1
    assert Counter(drawn.examination for drawn in stills) == {"exam0007": 2}
    assert any("209" in line for line in exam.lines), "dates lie in the 2090s"
