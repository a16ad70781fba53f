"""Which sample stills are to be drawn: so many of each class, everything else equal.

Nothing but the finding may give the class away. Examinations of all classes therefore
follow one and the same sequence of cameras, panels, dye, copies and poor stills.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.images.sample_cameras import CAMERAS
from core.images.sample_stills import (
    FINDINGS,
    Examination,
    SampleKind,
    draw_examination,
)
from core.images.scopeguide import PanelKind

STILLS_WITH_ONE_CUT_OFF = 60
"""From this many labelled stills on, one of them is a JPEG that ends too early."""

_STILLS_IN_EXAMINATION = (4, 5, 3, 6)
_PANELS = (None, PanelKind.GREEN, PanelKind.BLACK)
_DYED_EVERY = 7
_FIRST_UNSORTED = 9000
"""Number of the first examination of the unsorted stills."""


class Remark(StrEnum):
    """What is special about a sample; empty for an ordinary still."""

    NONE = ""
    RE_ENCODED = "re-encoded copy"
    CROPPED = "cropped copy"
    BLURRED = "blurred"
    DARK = "dark"
    OVEREXPOSED = "over-exposed"
    TINY = "tiny"
    CUT_OFF = "cut-off file"
    BLANK = "blank frame"
    TEST_CARD = "test card"
    NO_IMAGE = "text file"
    OTHER_NAME = "name with an accent"

    @property
    def is_copy(self) -> bool:
        """Whether it shows the same frame as the still before it."""
        return self in (Remark.RE_ENCODED, Remark.CROPPED)

    @property
    def is_no_mucosa(self) -> bool:
        """Whether it shows nothing that could be of any class."""
        return self in (Remark.BLANK, Remark.TEST_CARD, Remark.NO_IMAGE)


_LAST_OF_EXAMINATION = (
    Remark.NONE,
    Remark.RE_ENCODED,
    Remark.BLURRED,
    Remark.CROPPED,
    Remark.DARK,
    Remark.NONE,
    Remark.OVEREXPOSED,
    Remark.TINY,
)
_ODD = {
    "blank.jpg": Remark.BLANK,
    "cut_off.jpg": Remark.CUT_OFF,
    "notes.jpg": Remark.NO_IMAGE,
    "test_card.jpg": Remark.TEST_CARD,
    "übersicht.png": Remark.OTHER_NAME,
}


@dataclass(frozen=True, slots=True)
class PlannedStill:
    """One file to be drawn."""

    file: str
    """POSIX path relative to the folder of the whole set."""
    kind: SampleKind
    examination: Examination
    seed: int
    remark: Remark = Remark.NONE


def plan_labelled(stills: int, *, seed: int) -> Iterator[PlannedStill]:
    """Yield the stills below ``labelled/<class>/``, as many of each class as can be.

    Parameters
    ----------
    stills
        How many altogether, poor ones and copies included.
    seed
        Decides every pixel.
    """
    for index, kind in enumerate(FINDINGS):
        count = stills // len(FINDINGS) + (index < stills % len(FINDINGS))
        cut_off = stills >= STILLS_WITH_ONE_CUT_OFF and index == 0
        yield from _class(kind, index, count, seed=seed, cut_off=cut_off)


def plan_unsorted(stills: int, *, seed: int) -> Iterator[PlannedStill]:
    """Yield the stills below ``unsorted/<examination>/`` and those in ``unsorted/odd``.

    Each fourth still shows normal mucosa, which is none of the classes.
    """
    kinds = (SampleKind.POLYP, SampleKind.ULCER, SampleKind.NORMAL, SampleKind.EROSION)
    for ordinal, examination, place, _ in _places(stills):
        number = _FIRST_UNSORTED + examination
        exam = _examination(examination, number=number, seed=seed)
        yield PlannedStill(
            file=f"unsorted/{exam.name}/{exam.name}_{place + 1:02d}.jpg",
            kind=kinds[ordinal % len(kinds)],
            examination=exam,
            seed=_still_seed(seed, number, place),
        )
    odd = draw_examination(seed, number=_FIRST_UNSORTED - 1, camera=CAMERAS[0])
    for name, remark in _ODD.items():
        file, still_seed = f"unsorted/odd/{name}", _still_seed(seed, 8999, 0)
        yield PlannedStill(file, SampleKind.NORMAL, odd, still_seed, remark)


def _class(
    kind: SampleKind, index: int, count: int, *, seed: int, cut_off: bool
) -> Iterator[PlannedStill]:
    for ordinal, examination, place, last in _places(count):
        number = examination * len(FINDINGS) + index
        exam = _examination(examination, number=number, seed=seed)
        remark = Remark.NONE
        if last and place > 0:
            remark = _LAST_OF_EXAMINATION[examination % len(_LAST_OF_EXAMINATION)]
        if cut_off and ordinal == 1:
            remark = Remark.CUT_OFF
        yield PlannedStill(
            file=f"labelled/{kind}/{exam.name}_{place + 1:02d}.jpg",
            kind=kind,
            examination=exam,
            seed=_still_seed(seed, number, place - remark.is_copy),
            remark=remark,
        )


def _places(count: int) -> Iterator[tuple[int, int, int, bool]]:
    """Yield for each still: its ordinal, examination, place in it, whether its last."""
    examination = place = 0
    for ordinal in range(count):
        size = _STILLS_IN_EXAMINATION[examination % len(_STILLS_IN_EXAMINATION)]
        last = place == size - 1
        yield ordinal, examination, place, last
        examination, place = (examination + 1, 0) if last else (examination, place + 1)


def _examination(ordinal: int, *, number: int, seed: int) -> Examination:
    return draw_examination(
        seed,
        number=number,
        camera=CAMERAS[(ordinal + seed) % len(CAMERAS)],
        panel=_PANELS[ordinal % len(_PANELS)],
        dyed=ordinal % _DYED_EVERY == _DYED_EVERY - 3,
    )


def _still_seed(seed: int, examination: int, place: int) -> int:
    # sequences of numpy's generator are unrelated for neighbouring seeds
    return (seed * 10_000 + examination) * 100 + place
