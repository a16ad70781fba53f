"""The states of the Dataset page."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from states.stage import Stage, drawn

if TYPE_CHECKING:
    from app.curating.gathering import Gathering

PATTERN = r"^(exam\d+)_"


def dataset_states(stage: Stage) -> Iterator[str]:
    """Check a folder with faults, look at each section, and decide."""
    from app.curating.gathering import Section

    page = stage.others.dataset.page
    stage.application.window.show_page(page)
    yield "dataset-empty"
    page.choose(_faulty(stage.folder))
    page.bar.groups.kinds.setCurrentIndex(2)
    page.bar.groups.pattern.setText(PATTERN)
    yield "dataset-pattern"
    page.bar.groups.pattern.setText(PATTERN[:6])
    yield "dataset-pattern-wrong"
    page.bar.groups.kinds.setCurrentIndex(0)
    page.start()
    stage.until_idle()
    yield "dataset-overview"
    for section in Section:
        if section is not Section.OVERVIEW:
            page.view.choose(section)
            if section is Section.COPIES:
                page.view.choose(section, _near_copies(page.view.gatherings))
            yield f"dataset-{section.name.lower()}"
    yield from _decided(stage)


def _decided(stage: Stage) -> Iterator[str]:
    """Tell copies apart, leave a still out, and show both decisions."""
    from app.curating.gathering import Section

    page = stage.others.dataset.page
    page.view.choose(Section.COPIES)
    page.view.choose(Section.COPIES, _near_copies(page.view.gatherings))
    page.view.browser.apart_button.click()
    yield "dataset-told-apart"
    page.view.choose(Section.CLASSES)
    yield "dataset-classes"
    page.view.browser.desk.decide()
    yield "dataset-left-out"
    page.view.choose(Section.DECISIONS)
    yield "dataset-your-decisions"


def _near_copies(gatherings: "Sequence[Gathering]") -> int:
    """Return the first set that is no plain copy of a file."""
    return next(row for row, one in enumerate(gatherings) if not one.pairs[0].same_file)


def _faulty(folder: Path) -> Path:
    """Draw labelled stills; copy one, save one anew, and put one into two classes."""
    import cv2
    import numpy as np

    samples = drawn(folder / "labelled", stills=180, seed=11)
    stills = folder / "Colonoscopies 2025"
    shutil.copytree(samples / "labelled", stills)
    polyps, ulcers = stills / "drawn-polyp", stills / "drawn-ulcer"
    copied, saved_anew, doubted, *_ = sorted(polyps.iterdir())
    shutil.copy(copied, polyps / f"copy of {copied.name}")
    pixels = cv2.imdecode(np.fromfile(saved_anew, np.uint8), cv2.IMREAD_COLOR)
    encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 50])[1]
    (polyps / f"small {saved_anew.name}").write_bytes(encoded.tobytes())
    shutil.copy(doubted, ulcers / doubted.name)
    return stills
