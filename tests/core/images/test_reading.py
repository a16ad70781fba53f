"""What can be read, what cannot, and the sentence that says why."""

import os
import struct
import threading
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from core.images.reading import (
    MAX_PIXELS,
    STILL_SUFFIXES,
    UnreadableStill,
    decode_still,
    read_still,
)


def smooth_scene(width: int = 96, height: int = 64) -> np.ndarray:
    """Four corners of different colours, so that no turn goes unnoticed."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    channels = [60 + 180 * x, 40 + 150 * y, 200 - 90 * x - 60 * y]
    return np.rint(np.dstack(channels)).astype(np.uint8)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def encoded(ending: str, pixels: np.ndarray, *options: int) -> bytes:
    return cv2.imencode(ending, pixels, options)[1].tobytes()


def assert_close(actual: np.ndarray, expected: np.ndarray, tolerance: int) -> None:
    assert actual.dtype == np.uint8
    assert actual.shape == expected.shape
    assert np.abs(actual.astype(int) - expected.astype(int)).max() <= tolerance


@pytest.mark.parametrize(
    ("kind", "options", "tolerance"),
    [
        ("PNG", {}, 0),
        ("BMP", {}, 0),
        ("TIFF", {}, 0),
        ("TIFF", {"compression": "tiff_lzw"}, 0),
        ("TIFF", {"compression": "tiff_deflate"}, 0),
        ("TIFF", {"compression": "jpeg", "quality": 95}, 8),
        ("WEBP", {"lossless": True}, 0),
        ("WEBP", {"quality": 95}, 12),
        ("JPEG", {"quality": 97, "subsampling": 0}, 4),
        ("JPEG", {"quality": 97, "subsampling": 0, "progressive": True}, 4),
    ],
)
def test_every_format_keeps_its_colours(
    kind: str, options: dict[str, object], tolerance: int
) -> None:
    scene = smooth_scene()
    still = decode_still(saved(Image.fromarray(scene), kind, **options))
    assert_close(still.rgb, scene, tolerance)
    assert (still.width, still.height) == (96, 64)
    assert still.rgb.flags.c_contiguous
    assert still.rgb.flags.writeable


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "JPEG"])
def test_grey_becomes_three_equal_channels(kind: str) -> None:
    grey = smooth_scene()[..., 0]
    options = {"quality": 100} if kind == "JPEG" else {}
    rgb = decode_still(saved(Image.fromarray(grey), kind, **options)).rgb
    assert_close(rgb, np.dstack([grey] * 3), 2 if kind == "JPEG" else 0)
    assert (rgb == rgb[..., :1]).all()


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_one_bit_becomes_black_and_white(kind: str) -> None:
    bits = smooth_scene()[..., 0] > 128
    rgb = decode_still(saved(Image.fromarray(bits), kind)).rgb
    assert_close(rgb, np.dstack([bits.astype(np.uint8) * 255] * 3), 0)


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_palette(kind: str) -> None:
    palette = Image.fromarray(smooth_scene()).quantize(32)
    rgb = decode_still(saved(palette, kind)).rgb
    assert_close(rgb, np.array(palette.convert("RGB")), 0)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_what_is_transparent_is_laid_on_black(kind: str) -> None:
    scene = smooth_scene()
    alpha = np.full(scene.shape[:2], 255, np.uint8)
    alpha[:20], alpha[20:40] = 0, 128
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    data = saved(Image.fromarray(np.dstack([scene, alpha])), kind, **options)
    expected = np.rint(scene * (alpha[..., None] / 255)).astype(np.uint8)
    assert_close(decode_still(data).rgb, expected, 0)


def test_grey_with_alpha_is_laid_on_black() -> None:
    grey = smooth_scene()[..., 0]
    alpha = np.where(np.arange(96) < 30, 0, 255).astype(np.uint8) + np.zeros_like(grey)
    data = saved(
        Image.merge("LA", [Image.fromarray(grey), Image.fromarray(alpha)]), "PNG"
    )
    assert_close(decode_still(data).rgb, np.dstack([grey * (alpha > 0)] * 3), 0)


def test_transparent_colours_of_a_palette_become_black() -> None:
    palette = Image.fromarray(smooth_scene()).quantize(8)
    hidden = int(np.asarray(palette)[0, 0])
    data = saved(palette, "PNG", transparency=hidden)
    rgb = decode_still(data).rgb
    assert (rgb[np.asarray(palette) == hidden] == 0).all()
    shown = np.asarray(palette) != hidden
    assert (rgb[shown] == np.array(palette.convert("RGB"))[shown]).all()


def test_a_transparent_colour_of_an_rgb_png_becomes_black() -> None:
    scene = smooth_scene()
    scene[:10] = (1, 2, 3)
    data = saved(Image.fromarray(scene), "PNG", transparency=(1, 2, 3))
    scene[:10] = 0
    assert_close(decode_still(data).rgb, scene, 0)


def test_cmyk_jpeg_is_not_inverted() -> None:
    scene = smooth_scene()
    cmyk = Image.fromarray(scene).convert("CMYK")
    data = saved(cmyk, "JPEG", quality=97, subsampling=0)  # Adobe's inverted form
    assert b"Adobe" in data
    assert_close(decode_still(data).rgb, scene, 8)


def test_cmyk_tiff() -> None:
    scene = smooth_scene()
    data = saved(Image.fromarray(scene).convert("CMYK"), "TIFF")
    assert_close(decode_still(data).rgb, scene, 2)


@pytest.mark.parametrize("ending", [".png", ".tiff"])
@pytest.mark.parametrize("bits", [10, 12, 14, 16])
@pytest.mark.parametrize("channels", [1, 3])
def test_deep_values_are_scaled_by_their_own_depth(
    ending: str, bits: int, channels: int
) -> None:
    scene = smooth_scene()
    scene[0, 0] = 255  # a reflex that saturates the sensor
    deep = np.rint(scene / 255 * (2**bits - 1)).astype(np.uint16)
    if channels == 1:
        rgb = decode_still(encoded(ending, deep[..., 1])).rgb
        assert_close(rgb, np.dstack([scene[..., 1]] * 3), 0)
    else:
        assert_close(decode_still(encoded(ending, deep[..., ::-1])).rgb, scene, 0)


def test_deep_values_keep_their_brightness_without_a_reflex() -> None:
    dim = np.full((8, 8), 0x3000, np.uint16)
    dim[0, 0] = 0x5000
    rgb = decode_still(encoded(".png", dim)).rgb
    assert rgb[0, 0, 0] == round(0x5000 / 65535 * 255)
    assert rgb[4, 4, 0] == round(0x3000 / 65535 * 255)


def test_deep_alpha_is_laid_on_black() -> None:
    deep = np.dstack([smooth_scene()[..., ::-1], np.full((64, 96), 255)]).astype(
        np.uint16
    )
    deep *= 257
    deep[:20, :, 3] = 0
    expected = smooth_scene()
    expected[:20] = 0
    assert_close(decode_still(encoded(".png", deep)).rgb, expected, 0)


@pytest.mark.parametrize(("order", "photometric"), [("<", 0), ("<", 1), (">", 1)])
def test_byte_order_and_white_as_zero_of_deep_tiffs(
    order: str, photometric: int
) -> None:
    grey = smooth_scene()[..., 0]
    grey[0, :2] = 0, 255
    deep = grey.astype(np.uint16) * 257
    stored = 65535 - deep if photometric == 0 else deep
    data = tiff_of_16_bits(stored, order=order, photometric=photometric)
    assert_close(decode_still(data).rgb, np.dstack([grey] * 3), 0)


def test_a_tiff_of_an_unknown_kind_says_so() -> None:
    data = tiff_of_16_bits(np.zeros((4, 4), np.uint16), order="<", photometric=77)
    assert "in a form that" in sentence(data)


def tiff_of_16_bits(
    values: np.ndarray, *, photometric: int, order: str = ">", orientation: int = 1
) -> bytes:
    """A TIFF of grey or RGB with one strip, after the TIFF 6.0 specification."""
    height, width = values.shape[:2]
    samples = values.shape[2] if values.ndim == 3 else 1
    pixels = values.astype(f"{order}u2").tobytes()
    header = struct.pack(
        f"{order}2sHI", {">": b"MM", "<": b"II"}[order], 42, 14 + len(pixels)
    )
    depths = struct.pack(f"{order}3H", 16, 16, 16)
    bits = (3, 3, 8) if samples == 3 else (4, 1, 16)
    tags = {256: (4, 1, width), 257: (4, 1, height), 258: bits, 259: (4, 1, 1)}
    tags |= {262: (4, 1, photometric), 273: (4, 1, 14), 274: (4, 1, orientation)}
    tags |= {277: (4, 1, samples), 278: (4, 1, height), 279: (4, 1, len(pixels))}
    entries = [struct.pack(f"{order}HHII", tag, *told) for tag, told in tags.items()]
    directory = struct.pack(f"{order}H", len(tags)) + b"".join(entries) + b"\0" * 4
    return header + depths + pixels + directory


TURNS = {
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: a[::-1, ::-1].swapaxes(0, 1),
    8: np.rot90,
}
"""How a viewer turns the stored pixels: CIPA DC-008, table of Orientation."""


def oriented(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation(kind: str, orientation: int) -> None:
    stored = smooth_scene()
    options = {
        "JPEG": {"quality": 97, "subsampling": 0},
        "WEBP": {"lossless": True},
    }.get(kind, {})
    data = saved(Image.fromarray(stored), kind, exif=oriented(orientation), **options)
    still = decode_still(data)
    upright = np.ascontiguousarray(TURNS[orientation](stored))
    assert_close(still.rgb, upright, 4 if kind == "JPEG" else 0)
    assert (still.height, still.width) == upright.shape[:2]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_of_a_reduced_jpeg(orientation: int) -> None:
    stored = smooth_scene(200, 120)
    data = saved(
        Image.fromarray(stored), "JPEG", quality=97, exif=oriented(orientation)
    )
    still = decode_still(data, shortest_side=60)
    halved = TURNS[orientation](
        cv2.resize(stored, (100, 60), interpolation=cv2.INTER_AREA)
    )
    assert_close(still.rgb, np.ascontiguousarray(halved), 6)
    assert (still.scale_x, still.scale_y) == (2, 2)
    assert (still.height, still.width) == TURNS[orientation](stored).shape[:2]


@pytest.mark.parametrize("ending", [".png", ".tiff"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_of_deep_colours(ending: str, orientation: int) -> None:
    stored = smooth_scene()
    stored[0, 0] = 255
    deep = stored[..., ::-1].astype(np.uint16) * 257
    data = (
        with_png_orientation(encoded(".png", deep), orientation)
        if ending == ".png"
        else tiff_of_16_bits(
            deep[..., ::-1], order="<", photometric=2, orientation=orientation
        )
    )
    upright = np.ascontiguousarray(TURNS[orientation](stored))
    assert_close(decode_still(data).rgb, upright, 0)


def with_png_orientation(png: bytes, orientation: int) -> bytes:
    """Insert an eXIf chunk before the end, where Pillow's lazy header never comes."""
    body = b"eXIf" + struct.pack(
        "<2sHIHHHIHxxI", b"II", 42, 8, 1, 274, 3, 1, orientation, 0
    )
    chunk = (
        struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    )
    return png[:-12] + chunk + png[-12:]


@pytest.mark.parametrize("orientation", [0, 9, 4000])
def test_an_orientation_that_does_not_exist_is_ignored(orientation: int) -> None:
    scene = smooth_scene()
    data = saved(Image.fromarray(scene), "JPEG", quality=97, subsampling=0)
    turned = saved(
        Image.fromarray(scene),
        "JPEG",
        quality=97,
        subsampling=0,
        exif=oriented(orientation),
    )
    assert (decode_still(turned).rgb == decode_still(data).rgb).all()


def test_broken_exif_does_not_cost_the_still() -> None:
    scene = smooth_scene()
    data = saved(
        Image.fromarray(scene), "JPEG", exif=b"Exif\0\0not a TIFF header at all"
    )
    assert decode_still(data).rgb.shape == scene.shape


@pytest.mark.parametrize(
    ("wanted", "shape"),
    [
        (None, (553, 630)),
        (554, (553, 630)),
        (278, (553, 630)),
        (277, (277, 315)),
        (224, (277, 315)),
        (139, (139, 158)),
        (70, (70, 79)),
        (1, (70, 79)),
    ],
)
def test_a_jpeg_shrinks_as_far_as_the_wanted_side_allows(
    wanted: int | None, shape: tuple[int, int]
) -> None:
    scene = smooth_scene(630, 553)
    data = saved(Image.fromarray(scene), "JPEG", quality=95)
    still = decode_still(data, shortest_side=wanted)
    assert still.rgb.shape == (*shape, 3)
    assert (still.width, still.height) == (630, 553)
    assert still.scale_x == 630 / shape[1]
    assert still.scale_y == 553 / shape[0]
    resized = cv2.resize(scene, shape[::-1], interpolation=cv2.INTER_AREA)
    assert_close(still.rgb, resized, 6)


@pytest.mark.parametrize(
    "name",
    [
        "снимок.jpg",
        "колит 🩺/язва №1.png",
        "大腸/内視鏡.tiff",
        "e\u0301cran.webp",
        "name without an ending",
        "png inside.jpg",
    ],
)
def test_any_name_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(saved(Image.fromarray(smooth_scene()), "PNG"))
    assert_close(read_still(path).rgb, smooth_scene(), 0)


def test_a_path_of_more_than_300_characters_is_read(tmp_path: Path) -> None:
    folder = tmp_path.joinpath("п" * 100, "long" * 30, "still" * 20)
    folder.mkdir(parents=True)
    path = folder / "a.png"
    path.write_bytes(saved(Image.fromarray(smooth_scene()), "PNG"))
    assert len(str(path)) > 300
    assert_close(read_still(path).rgb, smooth_scene(), 0)


def sentence(data: bytes) -> str:
    with pytest.raises(UnreadableStill) as caught:
        decode_still(data)
    return caught.value.user_message


@pytest.mark.parametrize("part", [0.02, 0.3, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_truncated_jpeg_is_cut_short(part: float, progressive: bool) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (80, 90, 3), dtype=np.uint8)
    data = saved(Image.fromarray(noise), "JPEG", progressive=progressive)
    kept = max(int(len(data) * part), 700)  # at least the header
    assert sentence(data[:kept]) == "The file is cut short."


def test_a_jpeg_padded_with_zeros_instead_of_its_end_is_cut_short() -> None:
    data = saved(Image.fromarray(smooth_scene(300, 200)), "JPEG", quality=97)
    half = len(data) // 2
    assert sentence(data[:half] + b"\0" * half) == "The file is cut short."


def test_the_end_of_an_embedded_thumbnail_does_not_hide_the_cut() -> None:
    thumbnail = saved(Image.fromarray(smooth_scene(32, 24)), "JPEG")
    comment = saved(Image.fromarray(smooth_scene()), "JPEG", comment=thumbnail)
    assert sentence(comment[:-200]) == "The file is cut short."
    assert decode_still(comment).width == 96


def test_what_follows_the_end_of_a_jpeg_is_ignored() -> None:
    data = saved(Image.fromarray(smooth_scene()), "JPEG")
    padded = data + b"\0" * 512 + b"vendor's own block"
    assert (decode_still(padded).rgb == decode_still(data).rgb).all()


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")  # Pillow's, of a cut TIFF
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP", "WEBP"])
@pytest.mark.parametrize("kept", [0.001, 0.05, 0.5, 0.95])
def test_no_truncated_file_passes(kind: str, kept: float) -> None:
    noise = np.random.default_rng(2).integers(0, 256, (80, 90, 3), dtype=np.uint8)
    data = saved(Image.fromarray(noise), kind)
    assert sentence(data[: max(int(len(data) * kept), 12)]) in {
        "The file is cut short.",
        "The file is damaged.",
    }


def test_a_png_with_damaged_pixels_is_damaged() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (80, 90, 3), dtype=np.uint8)
    data = bytearray(saved(Image.fromarray(noise), "PNG"))
    data[len(data) // 2 : len(data) // 2 + 400] = b"\0" * 400
    assert sentence(bytes(data)) == "The file is damaged."


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.png"
    path.touch()
    with pytest.raises(UnreadableStill, match=r"^The file is empty\.$"):
        read_still(path)


@pytest.mark.parametrize(
    "data", [b"This is a report, not a still.", b"RIFF\x24\0\0\0WAVEfmt ", b"GIF89a"]
)
def test_what_is_no_image_says_so(data: bytes) -> None:
    assert sentence(data) == "The file is not a JPEG, PNG, TIFF, BMP or WebP image."


@pytest.mark.parametrize("mode", ["I", "F"])
def test_numbers_of_32_bits_are_refused(mode: str) -> None:
    data = saved(Image.new(mode, (8, 8), 7), "TIFF")
    assert "32 bits" in sentence(data)


def huge_png() -> bytes:
    """A sound PNG of 20,000 x 20,000 black pixels of one bit, in 50 KB."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    compressor = zlib.compressobj(1)
    pixels = b"".join(compressor.compress(bytes(2501)) for _ in range(20_000))
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"IDAT", pixels + compressor.flush()),
            chunk(b"IEND", b""),
        ]
    )


def test_a_huge_image_is_refused_with_its_size_before_it_is_decoded() -> None:
    data = huge_png()
    tracemalloc.start()
    message = sentence(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert message == (
        "The image is too large: 20,000 x 20,000 pixels, more than 100 million."
    )
    assert peak < 5_000_000


@pytest.mark.parametrize("kind", ["JPEG", "BMP", "TIFF"])
def test_every_format_is_measured_from_its_header(kind: str) -> None:
    width, height = (16_000, 8_000)
    assert width * height > MAX_PIXELS
    data = {
        "JPEG": lambda: resized_jpeg(width, height),
        "BMP": lambda: struct.pack(
            "<2sIHHIIiiHHIIiiII",
            b"BM",
            54,
            0,
            0,
            54,
            40,
            width,
            height,
            1,
            24,
            0,
            0,
            0,
            0,
            0,
            0,
        ),
        "TIFF": lambda: tiff_header(width, height),
    }[kind]()
    assert "16,000 x 8,000" in sentence(data)


def test_a_webp_too_large_to_be_opened_is_refused() -> None:
    data = bytearray(saved(Image.new("RGBA", (64, 64), (9, 9, 9, 9)), "WEBP"))
    at = data.index(b"VP8X") + 12
    data[at : at + 6] = struct.pack("<I", 16_382)[:3] * 2
    assert sentence(bytes(data)).startswith("The image is too large: more than 100")


def resized_jpeg(width: int, height: int) -> bytes:
    data = saved(Image.fromarray(smooth_scene()), "JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def tiff_header(width: int, height: int) -> bytes:
    small = tiff_of_16_bits(np.zeros((2, 2), np.uint16), photometric=1)
    entry = struct.Struct(">HHII")
    for tag, old, new in ((256, 2, width), (257, 2, height)):
        small = small.replace(entry.pack(tag, 4, 1, old), entry.pack(tag, 4, 1, new))
    return small


def test_a_folder_named_like_a_still_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "x.jpg"
    folder.mkdir()
    with pytest.raises(UnreadableStill, match=r"^This is a folder, not a file\.$"):
        read_still(folder)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableStill, match=r"^The file is not there\.$"):
        read_still(tmp_path / "gone.jpg")


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root may read everything"
)
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    path = tmp_path / "secret.png"
    path.write_bytes(saved(Image.fromarray(smooth_scene()), "PNG"))
    path.chmod(0)
    with pytest.raises(UnreadableStill, match="permission"):
        read_still(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    with pytest.raises(UnreadableStill, match="not an image"):
        read_still(pipe)


def test_many_threads_read_the_same_pixels(tmp_path: Path) -> None:
    scene = smooth_scene(300, 200)
    paths = []
    for kind in ("JPEG", "PNG", "TIFF", "WEBP", "BMP"):
        path = tmp_path / f"still.{kind.lower()}"
        path.write_bytes(saved(Image.fromarray(scene), kind))
        paths.append(path)
    alone = [read_still(path).rgb for path in paths]
    barrier = threading.Barrier(4)

    def read_all(_: int) -> list[np.ndarray]:
        barrier.wait()
        return [read_still(path).rgb for path in paths * 5]

    with ThreadPoolExecutor(4) as pool:
        for together in pool.map(read_all, range(4)):
            assert all(
                (one == other).all()
                for one, other in zip(together, alone * 5, strict=True)
            )


def test_odd_files_of_public_collections(real_data: Path) -> None:
    paths = sorted((real_data / "odd_formats").iterdir())
    assert len(paths) == 5
    for path in paths:
        expected = np.array(Image.open(path).convert("RGB"))
        assert_close(read_still(path).rgb, expected, 0)


def test_real_stills_are_read_as_pillow_reads_them(real_data: Path) -> None:
    paths = [p for p in sorted((real_data / "gi").rglob("*")) if p.is_file()][::40]
    assert {p.suffix for p in paths} <= STILL_SUFFIXES
    for path in paths:
        with Image.open(path) as image:
            expected = np.array(image.convert("RGB"))
        still = read_still(path)
        assert_close(still.rgb, expected, 3)
        reduced = read_still(path, shortest_side=100)
        assert min(reduced.rgb.shape[:2]) >= min(100, still.width, still.height)
        assert (reduced.width, reduced.height) == (still.width, still.height)
