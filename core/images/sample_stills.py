"""Stills of an endoscopy that never happened, drawn for tests, tutorial and trial runs.

Real patients' images are not ours to ship. These are drawn from a seed: fields of view
of several shapes, folds, vessels, highlights, three kinds of finding, ScopeGuide
panels, burnt-in text, dyed mucosa. Each carries the word DRAWN outside its field.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np

from core.images.box import Box, RgbImage
from core.images.sample_cameras import (
    CAMERAS,
    Camera,
    burn_in,
    field_mask,
    panel_box,
)
from core.images.sample_findings import add_erosions, add_polyps, add_ulcers
from core.images.sample_surface import (
    Mucosa,
    Surface,
    draw_surface,
    light_surface,
)
from core.images.scopeguide import PanelKind


class SampleKind(StrEnum):
    """What a drawn still shows; the names keep anybody from taking it for real."""

    POLYP = "drawn-polyp"
    """A raised, lobed body with a pitted surface and a shadow."""
    ULCER = "drawn-ulcer"
    """A sunken patch with a whitish-yellow coat and a red margin."""
    EROSION = "drawn-erosion"
    """Red streaks with a pale middle that run towards the lumen."""
    NORMAL = "drawn-normal"
    """Nothing: none of the classes, to be refused by a model that never saw it."""


FINDINGS = (SampleKind.EROSION, SampleKind.POLYP, SampleKind.ULCER)
"""The classes of the labelled sample stills, in order of their names."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What all stills of one drawn examination share."""

    name: str
    camera: Camera
    mucosa: Mucosa
    panel: PanelKind | None
    lines: tuple[str, ...]
    """Burnt-in text; patient and dates are plainly invented."""


@dataclass(frozen=True, slots=True)
class DrawnStill:
    """A drawn still and what is known about it; boxes in its pixels."""

    rgb: RgbImage
    kind: SampleKind
    examination: str
    panel_kind: PanelKind | None
    panel_box: Box | None
    field_of_view: Box
    mark_box: Box


def draw_examination(
    seed: int,
    *,
    number: int = 0,
    camera: Camera | None = None,
    panel: PanelKind | None = None,
    dyed: bool = False,
) -> Examination:
    """Return the camera, mucosa and burnt-in text of one invented examination.

    Parameters
    ----------
    seed, number
        Decide the mucosa, the text and, where ``camera`` is not given, the camera.
    camera
        One of :data:`CAMERAS`.
    panel
        The ScopeGuide panel that its stills carry.
    dyed
        Whether indigo carmine was sprayed.
    """
    rng = np.random.default_rng([seed, number, 0])
    chosen = CAMERAS[int(rng.integers(len(CAMERAS)))]
    return Examination(
        name=f"exam{number:04d}",
        camera=camera or chosen,
        mucosa=_draw_mucosa(rng, dyed=dyed),
        panel=panel,
        lines=_burnt_in_lines(rng),
    )


def draw_still(
    kind: SampleKind, seed: int, *, examination: Examination | None = None
) -> DrawnStill:
    """Draw one still; the same arguments give the same pixels.

    Parameters
    ----------
    kind
        What it shows.
    seed
        Decides everything that the examination leaves open.
    examination
        What the still shares with others; one of its own, without panel or dye, by
        default.
    """
    exam = examination or draw_examination(seed)
    camera = exam.camera
    rng = np.random.default_rng([seed, 1])
    frame = np.zeros((camera.height, camera.width, 3), np.uint8)
    view = _draw_view(kind, camera.field, exam.mucosa, rng)
    mask = field_mask(camera)[camera.field.slices].view(np.uint8)
    cv2.copyTo(view, mask, frame[camera.field.slices])
    burn_in(frame, camera, lines=exam.lines, panel=exam.panel, rng=rng)
    return DrawnStill(
        rgb=frame,
        kind=kind,
        examination=exam.name,
        panel_kind=exam.panel,
        panel_box=panel_box(camera, exam.panel) if exam.panel else None,
        field_of_view=camera.field,
        mark_box=camera.mark,
    )


def _draw_view(
    kind: SampleKind, field: Box, mucosa: Mucosa, rng: np.random.Generator
) -> RgbImage:
    half = (-(-field.height // 2), -(-field.width // 2))
    surface = _with_finding(kind, draw_surface(rng, half, mucosa), rng)
    image, highlights = light_surface(surface, mucosa, rng)
    size = (field.width, field.height)
    view = cv2.resize(image, size, interpolation=cv2.INTER_CUBIC)
    shine = cv2.resize(highlights, size, interpolation=cv2.INTER_LINEAR)
    glints = cv2.addWeighted(shine, 3, shine, 0, -256)
    return np.asarray(cv2.max(view, cv2.cvtColor(glints, cv2.COLOR_GRAY2RGB)), np.uint8)


def _with_finding(
    kind: SampleKind, surface: Surface, rng: np.random.Generator
) -> Surface:
    match kind:
        case SampleKind.POLYP:
            return add_polyps(surface, rng)
        case SampleKind.ULCER:
            return add_ulcers(surface, rng)
        case SampleKind.EROSION:
            return add_erosions(surface, rng)
        case SampleKind.NORMAL:
            return surface


def _draw_mucosa(rng: np.random.Generator, *, dyed: bool) -> Mucosa:
    tone, paleness = rng.uniform(-1, 1), rng.uniform(0, 1)
    albedo = (
        0.80 + 0.08 * paleness,
        0.36 + 0.05 * tone + 0.16 * paleness,
        0.27 - 0.04 * tone + 0.15 * paleness,
    )
    return Mucosa(
        albedo=albedo,
        mottling=float(rng.uniform(0.2, 0.8)),
        vessels=float(rng.uniform(0.2, 1.0)),
        wetness=float(rng.uniform(0.2, 1.0)),
        dye=float(rng.uniform(0.45, 0.85)) if dyed else 0.0,
    )


def _burnt_in_lines(rng: np.random.Generator) -> tuple[str, ...]:
    day, month, year = rng.integers((1, 1, 2090), (29, 13, 2100))
    hour, minute, second = rng.integers((7, 0, 0), (18, 60, 60))
    return (
        f"ID: {rng.integers(100000, 999999)}",
        "Name: NOBODY, N.",
        "",
        f"Sex: -   Age: {rng.integers(20, 90)}",
        "D.O.B.: 00/00/0000",
        f"{day:02d}/{month:02d}/{year}",
        f"{hour:02d}:{minute:02d}:{second:02d}",
    )
