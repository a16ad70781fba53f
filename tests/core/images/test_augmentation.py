"""Random changes that are not random: the same still and seed give the same pixels."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.images.augmentation import Augmenter
from core.images.settings import AugmentationSettings

STEPS = (
    "rotate90",
    "horizontal_flip",
    "vertical_flip",
    "affine",
    "brightness_contrast",
    "gaussian_blur",
    "gamma",
    "hue_saturation_value",
)


def scene(side: int = 64) -> np.ndarray:
    y, x = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    stripes = 40 * np.sin(20 * x)
    channels = [150 + 80 * x, 60 + 100 * y + stripes, 140 - 60 * x - 60 * y]
    return np.rint(np.dstack(channels)).astype(np.uint8)


def only(**probabilities: float) -> AugmentationSettings:
    return AugmentationSettings(**(dict.fromkeys(STEPS, 0.0) | probabilities))


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    seeds=st.lists(st.integers(0, 2**64), min_size=2, max_size=12, unique=True),
    before=st.integers(0, 5),
)
def test_neither_threads_nor_history_change_the_result(
    seeds: list[int], before: int
) -> None:
    image = scene(32)
    alone = [Augmenter(AugmentationSettings()).augment(image, seed) for seed in seeds]
    shared = Augmenter(AugmentationSettings())
    for seed in range(before):
        shared.augment(image, seed)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda seed: shared.augment(image, seed), seeds))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)


def test_another_process_gives_the_same_pixels() -> None:
    program = (
        "import sys, zlib; sys.path.insert(0, sys.argv[1])\n"
        "from core.images.augmentation import Augmenter\n"
        "from core.images.settings import AugmentationSettings\n"
        "import numpy as np\n"
        "image = np.arange(64 * 64 * 3).reshape(64, 64, 3).astype(np.uint8)\n"
        "result = Augmenter(AugmentationSettings()).augment(image, 7)\n"
        "sys.stdout.write(str(zlib.crc32(result.tobytes())))\n"
    )
    root = str(Path(__file__).resolve().parents[3])
    command = [sys.executable, "-W", "error", "-c", program, root]
    runs = [subprocess.run(command, capture_output=True, text=True) for _ in range(2)]
    assert [run.stderr for run in runs] == ["", ""]
    assert runs[0].stdout == runs[1].stdout != ""


def test_seeds_differ_and_the_input_stays() -> None:
    image = scene()
    image.setflags(write=False)
    augmenter = Augmenter(AugmentationSettings())
    results = {augmenter.augment(image, seed).tobytes() for seed in range(50)}
    assert len(results) > 45
    np.testing.assert_array_equal(image, scene())


@pytest.mark.parametrize("side", [32, 65, 224])
def test_shape_and_type_stay(side: int) -> None:
    augmenter = Augmenter(only(**dict.fromkeys(STEPS, 1.0)))
    for seed in range(8):
        result = augmenter.augment(scene(side), seed)
        assert result.shape == (side, side, 3)
        assert result.dtype == np.uint8
        assert result.flags.c_contiguous
        assert result.flags.writeable


def test_nothing_switched_on_gives_an_equal_copy() -> None:
    image = scene()
    result = Augmenter(only()).augment(image, 1)
    np.testing.assert_array_equal(result, image)
    assert not np.may_share_memory(result, image)


@pytest.mark.parametrize("step", STEPS)
def test_each_step_can_be_switched_on_alone(step: str) -> None:
    image = scene()
    augmenter = Augmenter(only(**{step: 1.0}))
    changed = [not np.array_equal(augmenter.augment(image, s), image) for s in range(8)]
    assert sum(changed) >= 4  # a turn by 0 degrees is one turn in four


def test_steps_happen_independently_of_each_other() -> None:
    # each step seeded with the same number would happen with all others or not at all
    image = scene(32)
    flips = Augmenter(only(horizontal_flip=0.5, vertical_flip=0.5))
    images = {
        (False, False): image,
        (True, False): image[:, ::-1],
        (False, True): image[::-1],
        (True, True): image[::-1, ::-1],
    }
    counts = dict.fromkeys(images, 0)
    for seed in range(200):
        result = flips.augment(image, seed)
        counts[next(k for k, v in images.items() if np.array_equal(v, result))] += 1
    assert min(counts.values()) > 30  # 50 expected of each


def test_a_shift_uncovers_black() -> None:
    settings = only(affine=1.0).model_copy(
        update={"shift": 0.2, "scale": 0.0, "rotate": 0.0}
    )
    white = np.full((64, 64, 3), 255, np.uint8)
    results = [Augmenter(settings).augment(white, seed) for seed in range(6)]
    assert all((result.min(), result.max()) == (0, 255) for result in results)


def test_a_shape_that_turns_would_change_is_refused() -> None:
    with pytest.raises(ValueError, match="square"):
        Augmenter(AugmentationSettings()).augment(scene()[:40], 1)
