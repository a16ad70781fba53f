"""A still is decoded once, and recomputed with the newest settings only."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import pytest
from pytestqt.qtbot import QtBot

from app.still_images import live_preview
from app.still_images.live_preview import LivePreview
from app.still_images.pictures import picture
from app.still_images.preview_picture import PreviewPicture
from core.images.previewing import StillToPreview, preview_pixels
from core.images.sample_stills import SampleKind, draw_examination, draw_still
from core.images.scopeguide import PanelKind
from core.images.settings import PreprocessingSettings, ScopeGuideSettings

USUAL = PreprocessingSettings()
BLIND = PreprocessingSettings(scopeguide=ScopeGuideSettings(hue_low=0, hue_high=10))


@pytest.fixture
def still(tmp_path: Path) -> Path:
    """A drawn still with a green panel."""
    examination = draw_examination(3, panel=PanelKind.GREEN)
    drawn = draw_still(SampleKind.POLYP, 3, examination=examination)
    path = tmp_path / "still.png"
    path.write_bytes(cv2.imencode(".png", drawn.rgb[..., ::-1])[1].tobytes())
    return path


@pytest.fixture
def live(qtbot: QtBot) -> Iterator[LivePreview]:
    made = LivePreview()
    yield made
    made.stop()
    assert not any(t.name.startswith("live") for t in threading.enumerate())


Come = Callable[[Path, PreprocessingSettings], PreviewPicture]


@pytest.fixture
def come(live: LivePreview, qtbot: QtBot) -> Come:
    """Ask for a still and wait until it is there."""

    def ask(path: Path, settings: PreprocessingSettings) -> PreviewPicture:
        with qtbot.waitSignal(live.ready, timeout=10_000) as told:
            live.show(path, settings)
        shown: PreviewPicture = told.args[0]  # type: ignore[index]
        return shown

    return ask


def test_before_and_after(come: Come, still: Path) -> None:
    shown = come(still, USUAL)
    assert shown.panel_kind == "green"
    assert shown.panel is not None
    assert shown.removed is not None
    middle = (shown.panel.x0 + shown.panel.x1) // 2, shown.panel.y1 - 6
    before, after = (
        images[0].pixelColor(*middle) for images in (shown.before, shown.after)
    )
    assert 150 < before.hue() < 180
    assert after.hue() < 40
    assert shown.network.width() == USUAL.size


def test_it_is_the_very_picture_that_the_core_makes(come: Come, still: Path) -> None:
    settings = PreprocessingSettings(scopeguide=ScopeGuideSettings(margin=0.07))
    shown = come(still, settings)
    pixels = preview_pixels(StillToPreview(still.read_bytes()), settings)
    assert shown.before[0] == picture(pixels.before)
    assert shown.after[0] == picture(pixels.painted)
    assert shown.network == picture(pixels.prepared.image)


def test_other_settings_make_another_picture_of_the_same_decoded_still(
    come: Come, still: Path
) -> None:
    first = come(still, USUAL)
    still.unlink()
    second = come(still, BLIND)
    assert second.error == ""
    assert second.before is first.before
    assert second.panel is None
    assert second.after is second.before
    wider = come(
        still, PreprocessingSettings(scopeguide=ScopeGuideSettings(margin=0.3))
    )
    assert wider.removed is not None
    assert first.removed is not None
    assert wider.removed.area > first.removed.area


def test_only_the_newest_settings_are_last(
    live: LivePreview, still: Path, qtbot: QtBot
) -> None:
    delivered: list[PreviewPicture] = []
    live.ready.connect(delivered.append)
    steps = [
        PreprocessingSettings(scopeguide=ScopeGuideSettings(margin=step / 200))
        for step in range(60)
    ]
    for settings in steps:
        live.show(still, settings)
    qtbot.waitUntil(lambda: live.is_up_to_date, timeout=10_000)
    order = [steps.index(shown.settings) for shown in delivered]
    assert order == sorted(order)
    assert order[-1] == len(steps) - 1
    assert len(order) < len(steps)  # most were passed over


def test_a_file_that_cannot_be_read_says_why_and_is_tried_again(
    come: Come, still: Path
) -> None:
    whole = still.read_bytes()
    still.write_bytes(whole[:400])
    assert "cut short" in come(still, USUAL).error
    still.unlink()
    assert come(still, USUAL).error
    still.write_bytes(whole)
    assert come(still, USUAL).error == ""


def test_a_still_that_is_no_longer_wanted_does_not_come(
    live: LivePreview, still: Path, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(live.ready, wait=200):
        live.show(still, USUAL)
        live.forget()


def test_what_may_be_next_is_decoded_ahead(
    live: LivePreview, come: Come, still: Path, qtbot: QtBot
) -> None:
    following = still.with_name("next.png")
    following.write_bytes(still.read_bytes())
    come(still, USUAL)
    live.prefetch([following])
    held = live._decoded._places
    qtbot.waitUntil(lambda: following in held and held[following].decoded is not None)
    following.unlink()
    assert come(following, USUAL).error == ""


def test_the_still_that_is_shown_stays_whatever_the_budget(
    live: LivePreview,
    come: Come,
    still: Path,
    qtbot: QtBot,
) -> None:
    live._decoded._budget = 1
    following = still.with_name("next.png")
    following.write_bytes(still.read_bytes())
    first = come(still, USUAL)
    live.prefetch([following])
    qtbot.waitUntil(lambda: not live._threads.pending)
    qtbot.wait(100)
    still.unlink()
    assert come(still, BLIND).before is first.before


def test_a_very_large_still_is_reduced_and_says_so(
    come: Come, still: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_preview, "MOST_PIXELS", 60_000)
    shown = come(still, USUAL)
    assert shown.before[0].width() * shown.before[0].height() <= 60_000
    assert shown.after[0].size() == shown.before[0].size()
    assert "shown reduced" in shown.note
