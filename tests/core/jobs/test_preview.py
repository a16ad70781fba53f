"""Previewing a folder: what is found in each still, told in batches."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from core.control import Control
from core.images.box import RgbImage
from core.images.settings import PreprocessingSettings, ScopeGuideSettings
from core.jobs.events import Event, Finished, PreviewedStill, StillsPreviewed
from core.jobs.requests import PreviewRequest
from core.jobs.results import PreviewResult
from core.jobs.run import new_job, run_job, save_job
from core.paths import UserFolders

TEAL = (17, 162, 134)


def mucosa() -> RgbImage:
    noise = np.random.default_rng(5).integers(-12, 13, (288, 360, 3))
    return np.clip(noise + np.array((190, 110, 90)), 0, 255).astype(np.uint8)


def with_panel() -> RgbImage:
    rgb = mucosa()
    rgb[193:277, 18:124] = TEAL
    return rgb


def dyed() -> RgbImage:
    rgb = mucosa()
    cv2.ellipse(rgb, (90, 220), (80, 55), 20, 0, 360, TEAL, cv2.FILLED)
    return rgb


def blacked_out() -> RgbImage:
    rgb = mucosa()
    rgb[-96:, :110] = 0
    return rgb


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty stills of four kinds, and one file that is none."""
    kinds = (mucosa(), with_panel(), dyed(), blacked_out())
    for number in range(40):
        path = tmp_path / "stills" / f"exam{number % 2}" / f"still{number:02}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        bgr = cv2.cvtColor(kinds[number % 4], cv2.COLOR_RGB2BGR)
        path.write_bytes(cv2.imencode(".png", bgr)[1].tobytes())
    (tmp_path / "stills" / "broken.jpg").write_bytes(b"no image")
    return tmp_path / "stills"


def previewed(request: PreviewRequest) -> tuple[PreviewResult, list[Event]]:
    job = new_job(request, UserFolders.from_environment())
    events: list[Event] = []
    end = run_job(job, save_job(job).parent, events.append, Control())
    assert isinstance(end, Finished), end
    assert isinstance(end.result, PreviewResult)
    return end.result, events


def stills_of(events: list[Event]) -> list[PreviewedStill]:
    batches = [event for event in events if isinstance(event, StillsPreviewed)]
    return [still for batch in batches for still in batch.stills]


def test_without_pictures_each_still_is_told_and_nothing_is_written(
    folder: Path,
) -> None:
    before = sorted(folder.rglob("*"))
    result, events = previewed(PreviewRequest(paths=(folder,)))
    assert sorted(folder.rglob("*")) == before
    assert result == PreviewResult(
        folder=None,
        stills=41,
        unreadable=1,
        green_panels=10,
        black_panels=10,
        green_left=10,
    )
    by_name = {Path(still.file).name: still for still in stills_of(events)}
    assert len(by_name) == 41
    assert by_name["still01.png"].box == (18, 193, 124, 277)
    assert by_name["still01.png"].panel == "green"
    assert not by_name["still01.png"].green_left
    assert by_name["still02.png"].box is None
    assert by_name["still02.png"].green_left
    assert by_name["still03.png"].panel == "black"
    assert by_name["broken.jpg"].error
    assert not by_name["broken.jpg"].green_left


def test_stills_come_in_their_order_and_in_batches(folder: Path) -> None:
    _, events = previewed(PreviewRequest(paths=(folder,)))
    sizes = [len(e.stills) for e in events if isinstance(e, StillsPreviewed)]
    assert max(sizes) <= 16
    assert len(sizes) < sum(sizes) / 2
    files = [still.file for still in stills_of(events)]
    _, again = previewed(PreviewRequest(paths=(folder,)))
    assert [still.file for still in stills_of(again)] == files


def test_settings_come_before_the_recipe(folder: Path) -> None:
    blind = PreprocessingSettings(scopeguide=ScopeGuideSettings(saturation_min=255))
    request = PreviewRequest(paths=(folder,), recipe="is-not-there", settings=blind)
    assert PreviewRequest.model_validate_json(request.model_dump_json()) == request
    result, _ = previewed(request)
    assert (result.green_panels, result.black_panels, result.green_left) == (0, 10, 0)


def test_pictures_are_of_the_settings_that_were_asked_for(
    folder: Path, tmp_path: Path
) -> None:
    small = PreprocessingSettings(size=64, scopeguide=ScopeGuideSettings(margin=0.25))
    out = tmp_path / "out"
    still = folder / "exam1" / "still01.png"
    result, events = previewed(PreviewRequest(paths=(still,), out=out, settings=small))
    assert result.folder == out
    after = cv2.imread(str(out / "still01.png.after.png"))
    mask = cv2.imread(str(out / "still01.png.mask.png"), cv2.IMREAD_GRAYSCALE)
    assert after is not None
    assert mask is not None
    assert after.shape == (64, 64, 3)
    box = stills_of(events)[0].box
    assert box == (0, 172, 145, 288)
    assert np.count_nonzero(mask) == 145 * 116
