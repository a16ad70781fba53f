"""All that a report says, put together from files: record, card and tested stills.

Light: a window may import it.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from core import __version__
from core.dataset.walking import path_of_name
from core.evaluation.report import (
    MAX_PICTURES,
    PICTURE_SIDE,
    ErrorStill,
    ReportContent,
)
from core.files import sha256_of
from core.images.box import RgbImage
from core.images.reading import UnreadableStill, read_still
from core.jobs.tested_stills import TestedStill
from core.library.card import ModelCard
from core.library.card_facts import (
    data_facts,
    library_facts,
    threshold_facts,
    training_facts,
)
from core.library.evaluation_record import EvaluationRecord

RESEARCH_USE: Final = (
    "For research and education only. Not a medical device: never base a diagnosis or "
    "a treatment on it."
)


def content_of(
    record: EvaluationRecord,
    *,
    card: ModelCard | None = None,
    errors: Sequence[ErrorStill] = (),
) -> ReportContent:
    """Return all that a report says of a record, with the model's facts if given."""
    return ReportContent(
        record=record,
        program_version=record.program_version or __version__,
        research_use=RESEARCH_USE,
        limits=(card.knows, card.does_not_know) if card else (),
        data=data_facts(card) if card else (),
        training=training_facts(card) if card else (),
        thresholds=threshold_facts(card) if card else (),
        libraries=library_facts(card) if card else (),
        errors=tuple(errors),
        drawn=record.drawn or (card is not None and card.data.drawn),
    )


def errors_among(
    folder: Path, stills: Iterable[TestedStill], *, with_images: bool
) -> list[ErrorStill]:
    """Return the wrongly called stills, the most confident first and with a picture.

    Parameters
    ----------
    folder
        What the stills' names are relative to.
    stills
        All that were tested.
    with_images
        Whether to read pictures. A file that is gone, or was changed since, has none.
    """
    # the page's own order, so that the stills it shows are those with a picture
    wrong = sorted(
        (still for still in stills if still.predicted_class != still.true_class),
        key=lambda still: (-still.confidence, still.file),
    )
    return [
        ErrorStill(
            file=still.file,
            true=still.true_class,
            predicted=still.predicted_class,
            confidence=still.confidence,
            decision=still.decision,
            image=(
                _picture(path_of_name(folder, still.file), still.digest)
                if with_images and rank < MAX_PICTURES
                else None
            ),
        )
        for rank, still in enumerate(wrong)
    ]


def _picture(path: Path, digest: str) -> RgbImage | None:
    try:
        if sha256_of(path) != digest:
            return None
        return read_still(path, shortest_side=PICTURE_SIDE).rgb
    except (UnreadableStill, OSError):
        return None
