"""One self-contained page that says what a model is worth, for a journal or a board."""

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment

from core.evaluation import wording
from core.evaluation.figures import curve_plots, history_plots
from core.evaluation.redaction import without_file_names
from core.evaluation.shading import Shade, shade
from core.files import write_text
from core.images.box import RgbImage
from core.library.card_facts import Fact
from core.library.evaluation_record import EvaluationRecord
from core.page_templates import page_templates

MAX_PICTURES = 60
"""Errors shown in the gallery: about one megabyte of page."""

PICTURE_SIDE = 320
"""Longest side of a picture, in pixels: twice what the page shows, for fine screens."""

_JPEG_QUALITY = 82


@dataclass(frozen=True, slots=True)
class ErrorStill:
    """A still that was called something it is not."""

    file: str
    """Name relative to the folder that was evaluated."""
    true: str
    predicted: str
    confidence: float
    """Calibrated, 0 to 1."""
    decision: str = ""
    """``accept``, ``review``, ``refuse`` or nothing."""
    image: RgbImage | None = None
    """As it should be shown; made smaller for the page."""


@dataclass(frozen=True, slots=True, eq=False)
class ReportContent:
    """All that a report says.

    Every number of the evaluation stands in the record, and so in ``evaluation.json``;
    facts of data and run come from the model's card. Facts, limits and notices go into
    every report; what looks like a still's file name is taken out of one without
    images.
    """

    record: EvaluationRecord
    program_version: str
    research_use: str
    limits: tuple[str, ...] = ()
    """What the model has never seen and must not be asked; one sentence each."""
    data: tuple[Fact, ...] = ()
    training: tuple[Fact, ...] = ()
    thresholds: tuple[Fact, ...] = ()
    libraries: tuple[Fact, ...] = ()
    errors: tuple[ErrorStill, ...] = field(default=(), repr=False)
    """In any order; the page shows the most confident first."""
    drawn: bool = False
    """The stills were drawn by the program; the page says so wherever it matters."""


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Stills of one true class that were called one class."""

    count: int
    share: float | None
    """Of the true class; ``None`` for a class without stills."""
    shade: Shade
    correct: bool


def write_report(path: Path, content: ReportContent, *, with_images: bool) -> None:
    """Write the report as one HTML file that needs nothing else and asks for nothing.

    Parameters
    ----------
    path
        The page to write; replaced whole if it exists.
    content
        What it says.
    with_images
        Whether the gallery of errors, with its stills and their file names, is part
        of it. Without, the page shows how many errors there are.

    Raises
    ------
    WriteFailed
        If the file cannot be written; an older one is left as it was.
    """
    write_text(path, render_report(content, with_images=with_images))


def render_report(content: ReportContent, *, with_images: bool) -> str:
    """Return the page that :func:`write_report` writes."""
    record = content.record
    errors = sorted(content.errors, key=lambda error: (-error.confidence, error.file))
    pictured = errors[:MAX_PICTURES] if with_images else []
    environment = page_environment(with_file_names=with_images)
    return environment.get_template("report.html").render(
        content=content,
        record=record,
        method=method_of(record),
        with_images=with_images,
        matrix=tuple(matrix_rows(record)),
        chance=1 / max(1, sum(each.support > 0 for each in record.per_class)),
        curves=curve_plots(record),
        history=history_plots(record.history),
        pictured=[(error, _picture(error)) for error in pictured],
        more=len(errors) - len(pictured),
        wrong=record.stills - sum(row[i] for i, row in enumerate(record.confusion)),
    )


def page_environment(*, with_file_names: bool) -> Environment:
    """Return what renders the pages: templates, and filters that word numbers."""
    environment = page_templates()
    environment.filters.update(
        percent=wording.percent,
        decimal=wording.decimal,
        percent_interval=wording.percent_interval,
        decimal_interval=wording.decimal_interval,
        count_of=wording.count_of,
        thousands=wording.thousands,
        told=str if with_file_names else without_file_names,
    )
    return environment


def method_of(record: EvaluationRecord) -> str:
    """Return how the stills came to be unseen by what was measured on them."""
    if record.method == "held_out":
        return "Held-out stills, kept from training"
    folds = f"{record.folds} folds" if record.folds else "folds"
    return f"Cross-validation, {folds} by groups; answers pooled"


def matrix_rows(record: EvaluationRecord) -> Iterator[tuple[MatrixCell, ...]]:
    """Yield the rows of the confusion matrix with shares and colours."""
    for i, row in enumerate(record.confusion):
        total = sum(row)
        yield tuple(
            MatrixCell(
                count=count,
                share=count / total if total else None,
                shade=shade(count / total if total else 0.0),
                correct=i == j,
            )
            for j, count in enumerate(row)
        )


def _picture(error: ErrorStill) -> str:
    """Return a still as a ``data:`` address of a small JPEG, or nothing."""
    if error.image is None:
        return ""
    from PIL import Image

    image = Image.fromarray(error.image)
    image.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=_JPEG_QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(stream.getvalue()).decode()
