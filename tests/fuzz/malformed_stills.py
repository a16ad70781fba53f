"""A number in, a malformed image file out: always the same one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from tests.fuzz.bombs import BOMBS
from tests.fuzz.damage import GENERAL, Random
from tests.fuzz.sound_stills import NAMES, real_stills, sound_still
from tests.fuzz.structure import STRUCTURAL

_ENDINGS: Final = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".PNG")
_PART_OF_BOMBS: Final = 0.03
_PART_OF_REAL_ONES: Final = 0.2


@dataclass(frozen=True)
class MalformedStill:
    """A file as it would lie in a folder."""

    seed: int
    name: str
    data: bytes
    recipe: str
    """What it was made from, and what was done to it."""


def malformed_still(seed: int, real_data: Path | None = None) -> MalformedStill:
    """Return the malformed file of a seed.

    Parameters
    ----------
    seed
        Any whole number from 0 on.
    real_data
        The folder of real images, if some files are to be made of them.
    """
    random = np.random.default_rng([seed, 6])
    if random.random() < _PART_OF_BOMBS:
        names = tuple(BOMBS)
        name = names[int(random.integers(len(names)))]
        return MalformedStill(seed, f"{seed:06d} {name}", BOMBS[name](random), name)
    source, data = _sound(random, real_data)
    steps: list[str] = []
    for damage in _damages(random):
        data = damage(data, random)
        steps.append(damage.__name__)
    name = f"{seed:06d}{_ending(source, random)}"
    return MalformedStill(seed, name, data, f"{source}: {', '.join(steps)}")


def _sound(random: Random, real_data: Path | None) -> tuple[str, bytes]:
    if real_data is not None and random.random() < _PART_OF_REAL_ONES:
        stills = real_stills(real_data)
        return stills[int(random.integers(len(stills)))]
    name = NAMES[int(random.integers(len(NAMES)))]
    return name, sound_still(name)


def _damages(random: Random) -> list:
    first = (*GENERAL, *STRUCTURAL, *STRUCTURAL)
    more = int(random.integers(3)) if random.random() < 0.4 else 0
    chosen = [first[int(random.integers(len(first)))]]
    return chosen + [GENERAL[int(random.integers(len(GENERAL)))] for _ in range(more)]


def _ending(source: str, random: Random) -> str:
    if random.random() < 0.1:
        return _ENDINGS[int(random.integers(len(_ENDINGS)))]
    return Path(source).suffix
