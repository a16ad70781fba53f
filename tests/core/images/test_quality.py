"""What is wrong with a still, and that good ones are left in peace."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from core.images.quality import (
    ASSESSED_SIDE,
    QualityProblem,
    QualityThresholds,
    assess_quality,
    unreadable,
)
from core.images.reading import Still, UnreadableStill, decode_still, read_still


def drawn(width: int = 400, height: int = 300, *, level: int = 120) -> np.ndarray:
    """A disc of texture on black, as an endoscope frames its picture."""
    rng = np.random.default_rng(4)
    texture = rng.normal(level, level / 4, (height, width, 3))
    y, x = np.mgrid[:height, :width]
    disc = np.hypot(x - width / 2, y - height / 2) < 0.48 * height
    return (np.clip(texture, 0, 255) * disc[..., None]).astype(np.uint8)


def still_of(rgb: np.ndarray) -> Still:
    return Still(rgb=rgb, width=rgb.shape[1], height=rgb.shape[0])


def problems(rgb: np.ndarray) -> list[QualityProblem]:
    return [finding.problem for finding in assess_quality(still_of(rgb))]


def test_a_good_still_has_no_problem() -> None:
    assert problems(drawn()) == []


def test_a_small_still_says_its_size() -> None:
    (finding,) = assess_quality(still_of(drawn(130, 99)))
    assert finding.problem is QualityProblem.TOO_SMALL
    assert "130 x 99" in finding.reason
    assert problems(drawn(130, 100)) == []


def test_the_originals_size_counts_and_not_the_decoded_one() -> None:
    assert assess_quality(Still(rgb=drawn(130, 99), width=520, height=396)) == ()


def test_blur_is_found_with_its_number() -> None:
    blurred = cv2.GaussianBlur(drawn(), (0, 0), 4)
    (finding,) = assess_quality(still_of(blurred))
    assert finding.problem is QualityProblem.BLURRED
    assert "15" in finding.reason


def test_sharp_text_and_a_panel_beside_the_field_do_not_hide_the_blur() -> None:
    blurred = cv2.GaussianBlur(drawn(), (0, 0), 4)
    cv2.putText(blurred, "12/04/2024", (2, 14), cv2.FONT_HERSHEY_PLAIN, 1, (255,) * 3)
    blurred[250:, :60] = np.random.default_rng(1).integers(0, 255, (50, 60, 3))
    assert problems(blurred) == [QualityProblem.BLURRED]


@pytest.mark.parametrize("level", [0, 8, 20])
def test_dark_is_found_and_not_taken_for_blur(level: int) -> None:
    assert problems(drawn(level=level)) == [QualityProblem.DARK]


def test_black_around_a_well_lit_field_is_not_dark() -> None:
    assert drawn().mean() < 80
    assert problems(drawn()) == []


def test_over_exposure_is_found_with_its_share() -> None:
    rgb = drawn()
    rgb[100:200, 130:270] = 255
    (finding,) = assess_quality(still_of(rgb))
    assert finding.problem is QualityProblem.OVEREXPOSED
    assert "% of the field of view" in finding.reason


def test_a_few_reflexes_are_no_over_exposure() -> None:
    rgb = drawn()
    rgb[100:110, 130:270] = 255
    assert problems(rgb) == []


def test_thresholds_are_the_callers() -> None:
    strict = QualityThresholds(smallest_side=301)
    (finding,) = assess_quality(still_of(drawn()), thresholds=strict)
    assert "301" in finding.reason


def test_what_cannot_be_read_is_a_finding_with_the_readers_sentence() -> None:
    with pytest.raises(UnreadableStill) as caught:
        decode_still(b"")
    finding = unreadable(caught.value)
    assert (finding.problem, finding.reason) == (
        QualityProblem.UNREADABLE,
        "The file is empty.",
    )


def real_stills(real_data: Path) -> list[Still]:
    paths = [p for p in sorted((real_data / "gi").rglob("*")) if p.is_file()][::12]
    assert len(paths) > 60
    return [read_still(path, shortest_side=ASSESSED_SIDE) for path in paths]


def test_few_real_stills_have_a_problem_and_most_spoilt_ones_do(
    real_data: Path,
) -> None:
    stills = real_stills(real_data)
    unit = [min(still.rgb.shape[:2]) / ASSESSED_SIDE for still in stills]
    spoilt = {
        QualityProblem.BLURRED: [
            cv2.GaussianBlur(still.rgb, (0, 0), 2.5 * max(scale, 1))
            for still, scale in zip(stills, unit, strict=True)
        ],
        QualityProblem.DARK: [still.rgb // 10 for still in stills],
        QualityProblem.OVEREXPOSED: [
            cv2.convertScaleAbs(still.rgb, alpha=4) for still in stills
        ],
    }
    assert sum(bool(assess_quality(still)) for still in stills) <= 0.03 * len(stills)
    for problem, images in spoilt.items():
        found = sum(problem in problems(image) for image in images)
        assert found >= 0.85 * len(stills), problem
