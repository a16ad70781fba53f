"""The chosen still comes in full with what the network sees; nothing stale arrives."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.still_images import still_loader
from app.still_images.loaded_still import LoadedStill
from app.still_images.still_loader import StillLoader
from core.images.preprocessing import prepare_file
from core.images.sample_sets import SampleSet
from core.images.settings import PreprocessingSettings
from tests.app.still_images.conftest import PlainStill

SETTINGS = PreprocessingSettings()


@pytest.fixture
def loader(qtbot: QtBot) -> Iterator[StillLoader]:
    made = StillLoader()
    yield made
    made.stop()


def loaded(qtbot: QtBot, loader: StillLoader, path: Path) -> LoadedStill:
    with qtbot.waitSignal(loader.loaded) as signal:
        loader.load(path, SETTINGS)
    still = signal.args[0]
    assert isinstance(still, LoadedStill)
    return still


def pixels(image: QImage) -> np.ndarray:
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(bytes(rgb.constBits()), np.uint8).reshape(rgb.height(), -1)
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3)


def test_it_shows_the_bytes_and_what_the_network_sees(
    loader: StillLoader, samples: SampleSet, qtbot: QtBot
) -> None:
    for path in sorted(samples.labelled.rglob("exam*.jpg"))[::5]:
        still = loaded(qtbot, loader, path)
        expected = prepare_file(path, SETTINGS)
        assert still.digest == sha256(path.read_bytes()).hexdigest()
        assert (still.original.width(), still.original.height()) == (
            expected.width,
            expected.height,
        )
        assert np.array_equal(pixels(still.network), expected.image)
        assert still.field_of_view == expected.field_of_view
        assert still.panel == (expected.panel.box if expected.panel else None)
        assert still.panel_kind == (expected.panel.kind if expected.panel else "")
        assert not still.error
        assert not still.note


def test_an_unreadable_still_comes_with_its_reason(
    loader: StillLoader, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.jpg"
    assert loaded(qtbot, loader, broken).error == "The file is not there."
    broken.write_bytes(b"\xff\xd8\xff nothing")
    still = loaded(qtbot, loader, broken)
    assert still.error
    assert still.digest == sha256(broken.read_bytes()).hexdigest()
    assert still.original.isNull()


def test_only_the_newest_is_delivered(
    loader: StillLoader, samples: SampleSet, qtbot: QtBot
) -> None:
    paths = sorted(samples.labelled.rglob("exam*.jpg"))[:20]
    delivered: list[LoadedStill] = []
    loader.loaded.connect(delivered.append)
    for path in paths:
        token = loader.load(path, SETTINGS)
    qtbot.waitUntil(lambda: bool(delivered))
    qtbot.wait(100)
    assert [(still.path, still.token) for still in delivered] == [(paths[-1], token)]


def test_a_still_at_hand_comes_after_load_has_returned(
    loader: StillLoader, plain_still: PlainStill, qtbot: QtBot
) -> None:
    path = plain_still("still.png")
    first = loaded(qtbot, loader, path)
    delivered: list[LoadedStill] = []
    loader.loaded.connect(delivered.append)
    token = loader.load(path, SETTINGS)
    assert not delivered
    qtbot.waitUntil(lambda: bool(delivered))
    assert delivered[0].token == token == first.token + 1
    assert delivered[0].original.constBits() == first.original.constBits()


def test_neighbours_come_ahead_of_time(
    loader: StillLoader, plain_still: PlainStill, qtbot: QtBot
) -> None:
    paths = [plain_still(f"{number}.png") for number in range(3)]
    loaded(qtbot, loader, paths[0])
    one = loader.bytes_kept
    loader.prefetch(paths, SETTINGS)
    qtbot.waitUntil(lambda: loader.bytes_kept == 3 * one)
    for path in paths:
        path.unlink()
    assert not loaded(qtbot, loader, paths[2]).error


def test_what_is_kept_stays_within_the_budget(
    plain_still: PlainStill, qtbot: QtBot
) -> None:
    loader = StillLoader(budget_bytes=3_000_000)
    for number in range(8):
        loaded(qtbot, loader, plain_still(f"{number}.png"))
    assert 0 < loader.bytes_kept <= 3_000_000
    loader.forget()
    assert loader.bytes_kept == 0
    loader.stop()


def test_nothing_comes_once_forgotten(
    loader: StillLoader, plain_still: PlainStill, qtbot: QtBot
) -> None:
    loader.load(plain_still("still.png"), SETTINGS)
    with qtbot.assertNotEmitted(loader.loaded, wait=150):
        loader.forget()


def test_a_very_large_still_is_reduced_and_says_so(
    loader: StillLoader,
    plain_still: PlainStill,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(still_loader, "MOST_PIXELS", 300_000)
    still = loaded(qtbot, loader, plain_still("large.png", (9, 120, 60), size=1000))
    assert (still.width, still.height) == (1000, 750)
    assert still.original.width() * still.original.height() <= 300_000
    assert still.original.pixelColor(5, 5) == QColor(9, 120, 60)
    assert still.note == "Very large: shown reduced to 632 x 474 pixels."
