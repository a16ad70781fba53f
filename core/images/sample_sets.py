"""A folder of drawn stills: labelled ones to train on, unsorted ones to classify.

::

    labelled/<class>/exam0000_01.jpg    to train on; poor stills and copies among them
    unsorted/exam9000/exam9000_01.jpg   to classify; normal mucosa among them
    unsorted/odd/…                      blank frame, test card, text file, cut-off file
    groups.csv                          file (below labelled/), group (examination)
    samples.csv                         what is known about every file

The pixels before encoding depend on the seed alone; the bytes of a JPEG also on the
version of its encoder.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from core.control import Control
from core.files import staged_folder
from core.images.box import Box, RgbImage
from core.images.sample_cameras import burn_mark
from core.images.sample_plan import (
    PlannedStill,
    Remark,
    plan_labelled,
    plan_unsorted,
)
from core.images.sample_stills import DrawnStill, draw_still

SAMPLES_FILE = "samples.csv"
FEWEST_UNSORTED = 8
_UNSORTED_PART = 5
"""One unsorted still for so many labelled ones."""
_TINY = Box(0, 0, 80, 60)
"""Pixels of the view; under the 100 below which stills count as too small."""
_TINY_MARK = Box(34, 60, 80, 70)
_NOT_AN_IMAGE = b"This is a text file with the name of a picture.\n"


@dataclass(frozen=True, slots=True)
class SampleSet:
    """Where the stills of a set lie and how many there are."""

    folder: Path
    labelled_stills: int
    unsorted_stills: int

    @property
    def labelled(self) -> Path:
        """One folder for each class."""
        return self.folder / "labelled"

    @property
    def unsorted(self) -> Path:
        """One folder for each examination, and one of odd files."""
        return self.folder / "unsorted"

    @property
    def groups(self) -> Path:
        """The examination of each labelled still, as CSV."""
        return self.folder / "groups.csv"

    @property
    def samples(self) -> Path:
        """Class, examination, panel and remark of each file, as CSV."""
        return self.folder / SAMPLES_FILE


def is_drawn(folder: Path) -> bool:
    """Return whether a folder belongs to a sample set, as its table beside it tells."""
    return any(
        (parent / SAMPLES_FILE).is_file()
        for parent in (folder, folder.absolute().parent)
    )


def draw_samples(
    folder: Path,
    *,
    stills: int,
    control: Control,
    progress: Callable[[int, int], None],
    seed: int = 42,
) -> SampleSet:
    """Draw a set of sample stills into a new folder, whole or not at all.

    Parameters
    ----------
    folder
        Must not exist yet.
    stills
        Labelled stills, the same number of each class as far as it divides; a fifth as
        many unsorted ones come on top, 8 at least, and five odd files.
    control
        Looked at before each still.
    progress
        Called with the files written and the files there will be.
    seed
        Decides every pixel.

    Raises
    ------
    WriteFailed
        If ``folder`` exists or cannot be written.
    Cancelled
        If asked to cancel; nothing is left behind.
    """
    unsorted = max(FEWEST_UNSORTED, stills // _UNSORTED_PART)
    labelled_plan = tuple(plan_labelled(stills, seed=seed))
    unsorted_plan = tuple(plan_unsorted(unsorted, seed=seed))
    plan = labelled_plan + unsorted_plan
    with staged_folder(folder, durable=False) as stage:
        for parent in {(stage / planned.file).parent for planned in plan}:
            parent.mkdir(parents=True, exist_ok=True)
        for done, planned in enumerate(plan, start=1):
            control.check()
            (stage / planned.file).write_bytes(_content(planned))
            progress(done, len(plan))
        _write_groups(stage / "groups.csv", labelled_plan)
        _write_samples(stage / SAMPLES_FILE, plan)
    return SampleSet(folder, len(labelled_plan), len(unsorted_plan))


def _content(planned: PlannedStill) -> bytes:
    """Return the bytes of the file."""
    if planned.remark is Remark.NO_IMAGE:
        return _NOT_AN_IMAGE
    still = draw_still(planned.kind, planned.seed, examination=planned.examination)
    rng = np.random.default_rng([planned.seed, 2])
    quality = int(rng.integers(84, 96))
    if planned.remark is Remark.RE_ENCODED:
        quality = 60
    suffix = Path(planned.file).suffix
    data = _encoded(_spoilt(still, planned), suffix, quality)
    return data[: len(data) // 2] if planned.remark is Remark.CUT_OFF else data


def _spoilt(still: DrawnStill, planned: PlannedStill) -> RgbImage:
    """Return the still after what the remark says; its mark stays legible."""
    frame, camera = still.rgb, planned.examination.camera
    match planned.remark:
        case Remark.CROPPED:
            return frame[14:, 6:]
        case Remark.TINY:
            return _tiny(frame)
        case Remark.BLURRED:
            spoilt = cv2.GaussianBlur(frame, (0, 0), 7)
        case Remark.DARK:
            spoilt = cv2.convertScaleAbs(frame, alpha=0.10)
        case Remark.OVEREXPOSED:
            spoilt = cv2.convertScaleAbs(frame, alpha=4.5)
        case Remark.BLANK:
            spoilt = np.zeros_like(frame)
        case Remark.TEST_CARD:
            spoilt = _test_card(frame.shape[0], frame.shape[1])
        case _:
            return frame
    marked = np.asarray(spoilt, np.uint8)
    burn_mark(marked, camera.mark)
    return marked


def _tiny(frame: RgbImage) -> RgbImage:
    size = (_TINY.width, _TINY.height)
    small = np.zeros((_TINY_MARK.y1, _TINY_MARK.x1, 3), np.uint8)
    small[_TINY.slices] = cv2.resize(frame, size, interpolation=cv2.INTER_AREA)
    burn_mark(small, _TINY_MARK)
    return small


def _test_card(height: int, width: int) -> RgbImage:
    """Return eight bars of colour over a grey ramp, as video processors show them."""
    bars = np.array(
        [
            [255 * (n >> 1 & 1), 255 * (n >> 2 & 1), 255 * (n & 1)]
            for n in range(7, -1, -1)
        ],
        np.uint8,
    )
    card = np.repeat(bars[np.arange(width) * 8 // width][None], height, axis=0)
    card[height * 3 // 4 :] = np.linspace(0, 255, width).astype(np.uint8)[:, None]
    card[height - 24 :] = 0
    return np.ascontiguousarray(card)


def _encoded(rgb: RgbImage, suffix: str, quality: int) -> bytes:
    bgr = cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2BGR)
    options = [cv2.IMWRITE_JPEG_QUALITY, quality] if suffix == ".jpg" else []
    return cv2.imencode(suffix, bgr, options)[1].tobytes()


def _write_groups(path: Path, plan: Iterable[PlannedStill]) -> None:
    rows = [
        (planned.file.removeprefix("labelled/"), planned.examination.name)
        for planned in plan
    ]
    _write_csv(path, ("file", "group"), rows)


def _write_samples(path: Path, plan: Iterable[PlannedStill]) -> None:
    rows = [
        (
            planned.file,
            "" if planned.remark.is_no_mucosa else planned.kind.value,
            planned.examination.name,
            planned.examination.panel or "",
            planned.remark.value,
        )
        for planned in plan
    ]
    _write_csv(path, ("file", "class", "examination", "panel", "remark"), rows)


def _write_csv(
    path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]
) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
