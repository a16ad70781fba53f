"""Coloured stills in class folders, and the jobs that measure a model on them."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from core.files import sha256_of
from core.jobs.requests import EvaluateRequest, GroupingRequest
from core.jobs.results import EvaluateResult
from core.library.store import hash_files, read_card, write_card
from tests.core.jobs.reviewed_folder import finished, outcome
from tests.small_model import CLASSES, SIZE, coloured_stills, write_model

CHANNELS = {"red": 0, "green": 1, "blue": 2}

BY_NAME = GroupingRequest(group_pattern=r"^(p\d+)_", hash_radius=0)
"""Groups told by the name: every second still belongs to the same patient."""

BY_LIKENESS = GroupingRequest(hash_radius=0)


def write_labelled(
    root: Path, *, each: int = 12, swapped: int = 0, classes: tuple[str, ...] = CLASSES
) -> Path:
    """Write stills of each colour below ``root``; the first ones under a wrong name.

    Parameters
    ----------
    root
        The folder to make.
    each
        Stills of each class.
    swapped
        How many blue stills stand among the green ones.
    classes
        Which classes to write.
    """
    images, labels = coloured_stills(np.random.default_rng(5), each=each)
    for label, name in enumerate(CLASSES):
        for i, image in enumerate(images[labels == label]):
            wrong = name == "blue" and i < swapped
            folder = "green" if wrong else name
            if folder in classes:
                path = root / folder / f"p{label}{i // 2:02}_{name}{i}.png"
                write_still(path, image)
    return root


def write_still(path: Path, image: NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", image[..., ::-1])[1].tobytes())


def evaluated(
    folder: Path,
    home: Path,
    *,
    grouping: GroupingRequest = BY_NAME,
    with_images: bool = False,
) -> EvaluateResult:
    request = EvaluateRequest(
        folder=folder, model="colours", grouping=grouping, with_images=with_images
    )
    return finished(outcome(request, home), EvaluateResult)


def write_distinct(root: Path, *, each: int = 12) -> Path:
    """Write stills that no likeness joins, named after the cells that are lit.

    Of the twelve cells (four quadrants in three channels) four are lit: two quadrants
    in the class's own channel, one in each other. ``red/01_23.png`` has red in
    quadrants 0 and 1, and the other two channels, blue before green before red, in
    quadrants 2 and 3.
    """
    rng = np.random.default_rng(8)
    ones = list(itertools.product(range(4), repeat=2))
    pairs = list(itertools.combinations(range(4), 2))
    for label in CLASSES:
        chosen = [(pairs[i % 6], ones[(i * 5 + 3) % 16]) for i in range(each)]
        for own, (one, other) in chosen:
            image = rng.integers(36, 44, (SIZE, SIZE, 3))
            rest = [name for name in CLASSES if name != label]
            for name, quadrants in zip(
                (label, *rest), (own, (one,), (other,)), strict=True
            ):
                for quadrant in quadrants:
                    _light(image, quadrant, CHANNELS[name])
            path = root / label / f"{own[0]}{own[1]}_{one}{other}.png"
            write_still(path, image.astype(np.uint8))
    return root


def _light(image: NDArray[np.int64], quadrant: int, channel: int) -> None:
    row, column = divmod(quadrant, 2)
    half = SIZE // 2
    rows = slice(row * half, (row + 1) * half)
    columns = slice(column * half, (column + 1) * half)
    image[rows, columns, channel] += 205


def add_model(
    home: Path,
    name: str,
    *,
    blind_to: str = "",
    classes: tuple[str, ...] = CLASSES,
    learnt: Sequence[Path] = (),
) -> Path:
    """Put a second model into the library of a user's home.

    Parameters
    ----------
    home
        The user's.
    name
        The model's.
    blind_to
        A class whose channel counts a quarter in the quadrants 0 and 1: the model
        misses its stills that are lit just there.
    classes
        What it calls its outputs.
    learnt
        Stills that it says it was trained on.
    """
    folder = home / "models" / name
    folder.mkdir(parents=True)
    write_model(folder, name=name)
    if blind_to:
        _blind(folder / "model.onnx", blind_to)
    if learnt:
        rows = [f"{sha256_of(path)},x,train,0\n" for path in learnt]
        text = "digest,label,part,group\n" + "".join(rows)
        (folder / "training_stills.csv").write_text(text, encoding="utf-8")
    card = read_card(folder)
    update = {"classes": classes, "files": hash_files(folder)}
    write_card(folder, card.model_copy(update=update))
    return folder


def _blind(path: Path, to: str) -> None:
    model = onnx.load(path)
    (tensor,) = [each for each in model.graph.initializer if each.name == "weights"]
    weights = numpy_helper.to_array(tensor).copy()
    for quadrant in (0, 1):
        weights[quadrant * 3 + CHANNELS[to], CLASSES.index(to)] /= 4
    tensor.CopyFrom(numpy_helper.from_array(weights, "weights"))
    onnx.save(model, path)
