"""The report as printed pages: rich text, and the drawings that stand in it.

A page of its own beside the HTML report, in the few tags and properties that Qt's rich
text knows. What is drawn is told as geometry; who prints knows how to draw it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from core.evaluation.figures import Plot, curve_plots, history_plots
from core.evaluation.redaction import without_file_names
from core.evaluation.report import (
    MAX_PICTURES,
    ErrorStill,
    MatrixCell,
    ReportContent,
    matrix_rows,
    method_of,
    page_environment,
)
from core.images.box import RgbImage
from core.library.evaluation_record import EvaluationRecord, Rate

RESEARCH_ONLY: Final = "For research and education only"

MATRIX_COLUMNS: Final = 12
"""Columns of a confusion matrix that a page can hold; more go into a second table."""

_LETTERS_IN_HEAD: Final = 80
"""Letters that stand side by side above a matrix, in bold at 8.5 points."""
_PICTURES_IN_A_ROW: Final = 4
_MM_PER_INCH: Final = 25.4


@dataclass(frozen=True, slots=True)
class Whisker:
    """A rate on a scale from 0 to 1, with its interval and what chance would give."""

    rate: Rate
    chance: float
    strong: bool
    """Of what the page is about, not of what it is compared with."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale above whiskers, from 0 to 100 %."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A piece of a plot's line, for its legend."""

    plot: Plot
    line: int
    """Position in the plot's lines; -1 is the mark of a best epoch."""


Drawing: TypeAlias = Plot | Whisker | Scale | Sample


@dataclass(frozen=True, slots=True)
class MatrixBand:
    """Some columns of a confusion matrix, all rows."""

    columns: range
    rows: tuple[tuple[MatrixCell, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class PrintedReport:
    """What is to be laid out on pages."""

    title: str
    html: str
    """Rich text; images named ``drawing:…`` and ``picture:…`` stand below."""
    foot: tuple[str, str]
    """Two lines for the foot of every page."""
    drawings: Mapping[str, Drawing]
    pictures: Mapping[str, RgbImage]


def render_for_print(
    content: ReportContent, *, with_images: bool, dpi: float = 96
) -> PrintedReport:
    """Return the report as rich text for pages of about 18 cm of width.

    Parameters
    ----------
    content
        What it says.
    with_images
        Whether the gallery of errors, with its stills and their file names, is part
        of it. Without, no sentence holds what looks like a still's name either.
    dpi
        Pixels of the rich text in an inch.
    """
    record = content.record
    album = _Album()
    errors = sorted(content.errors, key=lambda error: (-error.confidence, error.file))
    pictured = errors[:MAX_PICTURES] if with_images else []
    environment = page_environment(with_file_names=with_images)
    environment.filters.update(mm=lambda length: round(length / _MM_PER_INCH * dpi))
    html = environment.get_template("report_print.html").render(
        content=content,
        record=record,
        method=method_of(record),
        with_images=with_images,
        bands=tuple(matrix_bands(record)),
        numbered=columns_are_numbered(record),
        chance=1 / max(1, sum(each.support > 0 for each in record.per_class)),
        curves=curve_plots(record),
        history=history_plots(record.history),
        gallery=_in_rows(pictured),
        more=len(errors) - len(pictured),
        wrong=record.stills - sum(row[i] for i, row in enumerate(record.confusion)),
        draw=album.draw,
        whisker=Whisker,
        scale=Scale(),
        sample=Sample,
        picture=album.picture,
    )
    told = str if with_images else without_file_names
    return PrintedReport(
        title=f"Evaluation of {record.model} on the {told(record.subset)}",
        html=html,
        foot=_foot(content, told),
        drawings=album.drawings,
        pictures=album.pictures,
    )


def matrix_bands(record: EvaluationRecord) -> list[MatrixBand]:
    """Return the confusion matrix in as many tables as its columns need."""
    rows = tuple(matrix_rows(record))
    classes = len(record.classes)
    bands = -(-classes // MATRIX_COLUMNS)
    width = -(-classes // bands)  # tables of the same width, not a full and a thin one
    return [
        MatrixBand(range(start, min(start + width, classes)), rows)
        for start in range(0, classes, width)
    ]


def columns_are_numbered(record: EvaluationRecord) -> bool:
    """Return whether a matrix's columns have numbers for names, for want of room."""
    names = record.classes
    return max(map(len, names)) > _LETTERS_IN_HEAD // (len(names) + 1)


class _Album:
    """Takes drawings and pictures in while the page is filled, and names them."""

    def __init__(self) -> None:
        self.drawings: dict[str, Drawing] = {}
        self.pictures: dict[str, RgbImage] = {}

    def draw(self, drawing: Drawing) -> str:
        name = f"drawing:{len(self.drawings)}"
        self.drawings[name] = drawing
        return name

    def picture(self, image: RgbImage) -> str:
        name = f"picture:{len(self.pictures)}"
        self.pictures[name] = image
        return name


def _in_rows(errors: list[ErrorStill]) -> list[list[ErrorStill]]:
    step = _PICTURES_IN_A_ROW
    return [errors[i : i + step] for i in range(0, len(errors), step)]


def _foot(content: ReportContent, told: Callable[[str], str]) -> tuple[str, str]:
    record = content.record
    revised = ", labels revised after errors were seen" if record.revised else ""
    made = f"{record.created:%Y-%m-%d}" if record.created else ""
    parts = (f"Lumenary {content.program_version}", made, RESEARCH_ONLY)
    return (
        f"{record.model} on the {told(record.subset)}{revised}",
        " · ".join(filter(None, parts)),
    )
