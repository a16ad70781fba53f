"""Thumbnails come beside the window, look as the program sees, and stay in budget."""

import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.still_images.thumbnails import Thumbnails
from tests.app.still_images.conftest import PlainStill


@pytest.fixture
def thumbnails(qtbot: QtBot) -> Iterator[Thumbnails]:
    made = Thumbnails(96)
    yield made
    made.stop()


def come(qtbot: QtBot, thumbnails: Thumbnails, path: Path) -> None:
    with qtbot.waitSignal(thumbnails.loaded, check_params_cb=lambda got: got == path):
        assert thumbnails.image(path) is None


def test_a_thumbnail_is_asked_for_and_comes(
    thumbnails: Thumbnails, plain_still: PlainStill, qtbot: QtBot
) -> None:
    path = plain_still("tall.png", (200, 40, 10))
    come(qtbot, thumbnails, path)
    image = thumbnails.image(path)
    assert image is not None
    assert (image.width(), image.height()) == (96, 72)
    assert image.pixelColor(50, 50) == QColor(200, 40, 10)
    assert not thumbnails.failed(path)


def test_smaller_levels_are_at_hand(
    thumbnails: Thumbnails, plain_still: PlainStill, qtbot: QtBot
) -> None:
    path = plain_still("still.png")
    come(qtbot, thumbnails, path)
    widths = {side: thumbnails.image(path, side).width() for side in (20, 48, 49, 500)}  # type: ignore[union-attr]
    assert widths == {20: 48, 48: 48, 49: 96, 500: 96}


def test_a_small_still_is_not_enlarged(
    thumbnails: Thumbnails, plain_still: PlainStill, qtbot: QtBot
) -> None:
    path = plain_still("small.png", size=60)
    come(qtbot, thumbnails, path)
    assert thumbnails.image(path).width() == 60  # type: ignore[union-attr]


def test_pixels_are_those_the_program_sees(
    thumbnails: Thumbnails, tmp_path: Path, qtbot: QtBot
) -> None:
    turned, deep, printed = (tmp_path / name for name in ("a.jpg", "b.png", "c.jpg"))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    Image.new("RGB", (400, 200), (0, 0, 250)).save(turned, exif=exif)
    grey = np.full((100, 100), 32768, np.uint16)
    deep.write_bytes(cv2.imencode(".png", grey)[1].tobytes())
    Image.new("CMYK", (100, 100), (0, 255, 255, 0)).save(printed)
    for path in (turned, deep, printed):
        come(qtbot, thumbnails, path)
    upright, middle, red = (thumbnails.image(p) for p in (turned, deep, printed))
    assert upright is not None
    assert middle is not None
    assert red is not None
    assert (upright.width(), upright.height()) == (48, 96)
    assert 126 <= middle.pixelColor(40, 40).red() <= 129
    assert red.pixelColor(40, 40).red() > 200 > 60 > red.pixelColor(40, 40).blue()


def test_a_failed_file_is_remembered_and_not_asked_again(
    thumbnails: Thumbnails, tmp_path: Path, qtbot: QtBot
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff nothing")
    come(qtbot, thumbnails, broken)
    assert thumbnails.failed(broken)
    assert thumbnails.image(broken) is None
    assert thumbnails.requests == 0
    thumbnails.forget_all()
    assert not thumbnails.failed(broken)


def test_memory_stays_within_the_budget(
    plain_still: PlainStill, tmp_path: Path, qtbot: QtBot
) -> None:
    data = plain_still("one.jpg", size=120).read_bytes()
    paths = [tmp_path / f"{number:05d}.jpg" for number in range(400)]
    for path in paths:
        path.write_bytes(data)
    one = 64 * 48 * 4
    thumbnails = Thumbnails(64, budget_bytes=20 * one)
    seen: list[Path] = []
    thumbnails.loaded.connect(seen.append)
    for path in paths:
        thumbnails.image(path)
    qtbot.waitUntil(lambda: len(seen) == len(paths))
    assert 19 * one <= thumbnails.bytes_kept <= 20 * one
    kept = [path for path in seen if thumbnails.image(path) is not None]
    assert kept == seen[-20:]
    thumbnails.stop()


def test_requests_out_of_sight_are_dropped(
    thumbnails: Thumbnails, plain_still: PlainStill, qtbot: QtBot
) -> None:
    path = plain_still("still.png", size=2000)
    others = [path.with_name(f"{number}.png") for number in range(200)]
    for other in others:
        thumbnails.image(other)
    thumbnails.image(path)
    thumbnails.keep_requests([path])
    assert thumbnails.requests <= 1
    qtbot.waitUntil(lambda: thumbnails.image(path) is not None)
    thumbnails.forget_requests()
    assert thumbnails.requests == 0


def test_another_size_makes_them_anew(
    thumbnails: Thumbnails, plain_still: PlainStill, qtbot: QtBot
) -> None:
    path = plain_still("still.png")
    come(qtbot, thumbnails, path)
    thumbnails.set_side(192)
    assert not thumbnails.is_final(path)
    with qtbot.waitSignal(thumbnails.loaded):
        assert thumbnails.image(path).width() == 96  # type: ignore[union-attr]
    assert thumbnails.image(path).width() == 192  # type: ignore[union-attr]
    one = 4 * (192 * 144 + 96 * 72 + 48 * 36)
    assert thumbnails.bytes_kept == one


def test_warming_up_keeps_nothing(
    thumbnails: Thumbnails, plain_still: PlainStill, qtbot: QtBot
) -> None:
    thumbnails.warm_up()
    come(qtbot, thumbnails, plain_still("still.png"))
    assert not thumbnails.failed(Path())


def test_threads_end_with_the_object(plain_still: PlainStill, qtbot: QtBot) -> None:
    thumbnails = Thumbnails(64)
    come(qtbot, thumbnails, plain_still("still.png"))
    assert [t for t in threading.enumerate() if t.name.startswith("thumbnails")]
    thumbnails.deleteLater()
    qtbot.waitUntil(
        lambda: not any(t.name.startswith("thumb") for t in threading.enumerate())
    )
