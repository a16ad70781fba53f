"""Coloured stills in class folders, and the jobs that measure a model on them."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from reviewed_folder import finished, outcome

from core.jobs.requests import EvaluateRequest, GroupingRequest
from core.jobs.results import EvaluateResult
from tests.small_model import CLASSES, coloured_stills

BY_NAME = GroupingRequest(group_pattern=r"^(p\d+)_", hash_radius=0)
"""Groups told by the name: every second still belongs to the same patient."""


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


def evaluated(folder: Path, home: Path, model: str = "colours") -> EvaluateResult:
    request = EvaluateRequest(
        folder=folder, model=model, grouping=BY_NAME, with_images=False
    )
    return finished(outcome(request, home), EvaluateResult)
