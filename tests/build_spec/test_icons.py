"""The icon in each system's formats."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from build_spec.icons import SIZES, png, write_icns, write_ico, write_theme_icons


@pytest.mark.parametrize("size", SIZES)
def test_each_size_is_drawn_round_on_nothing(size: int) -> None:
    image = Image.open(BytesIO(png(size)))
    assert image.size == (size, size)
    assert image.getpixel((0, 0))[3] == 0
    assert image.getpixel((size // 2, size // 2))[3] == 255


@pytest.mark.qt_log_ignore("Cannot read file")
def test_a_drawing_that_is_none_is_named(tmp_path: Path) -> None:
    drawing = tmp_path / "broken.svg"
    drawing.write_text("no drawing")
    with pytest.raises(ValueError, match="cannot be drawn"):
        png(16, drawing)


def test_the_theme_has_every_size_and_the_drawing(tmp_path: Path) -> None:
    write_theme_icons(tmp_path, "lumenary")
    assert (tmp_path / "48x48" / "apps" / "lumenary.png").is_file()
    assert (tmp_path / "scalable" / "apps" / "lumenary.svg").is_file()
    assert len([*tmp_path.iterdir()]) == len(SIZES) + 1


def test_windows_and_macos_read_their_own(tmp_path: Path) -> None:
    write_ico(tmp_path / "lumenary.ico")
    write_icns(tmp_path / "lumenary.icns")
    with Image.open(tmp_path / "lumenary.ico") as icon:
        assert {(16, 16), (256, 256)} <= icon.info["sizes"]
    with Image.open(tmp_path / "lumenary.icns") as icon:
        assert icon.size[0] >= 512
