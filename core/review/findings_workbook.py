"""Findings and reviews as an Excel workbook: each still, each examination, and how."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from core.errors import LumenaryError
from core.files import WriteFailed, atomic_write
from core.review import examination_rows, findings_columns
from core.review.examination_rows import ExaminationRows
from core.review.findings_columns import PROBABILITY, Cell
from core.review.reviewed_still import ReviewedStill
from core.review.spreadsheet import spelt_out

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_STILLS: Final = 1_048_575
"""Rows of a sheet, less the heading ("Excel specifications and limits")."""

_WIDTHS: Final = {
    "file": 42,
    "examination": 26,
    "digest": 14,
    "predicted_class": 20,
    "error": 30,
    "true_class": 20,
    "reader_verdict": 16,
    "reader_findings": 28,
    "reader": 18,
    "reviewed_at": 26,
    "model": 18,
    "classified_at": 26,
}
"""In characters; the digest is there to be searched for, not to be read."""
_USUAL_WIDTH: Final = 14
_ABOUT_WIDTHS: Final = (40, 110)


class TooManyStills(LumenaryError):
    """There are more stills than a sheet has rows."""


def write_workbook(
    path: Path,
    about: Mapping[str, str],
    classes: Sequence[str],
    stills: Iterable[ReviewedStill],
    *,
    most: int = MOST_STILLS,
) -> None:
    """Write the sheets Findings, Examinations and About, whole or not at all.

    Texts are texts, whatever they look like: no formula, no link. Rows go to a
    temporary file as they come, so that memory does not grow with them.

    Parameters
    ----------
    path
        The file; one that is there is replaced.
    about
        What the sheet About says before the columns' meanings: sentences by subject.
    classes
        The model's classes in its card's order.
    stills
        The rows, in their order.
    most
        How many stills a sheet can hold.

    Raises
    ------
    TooManyStills
        If there are more; what stood there before is untouched.
    WriteFailed
        If it cannot be written; what stood there before is untouched.
    """
    examinations = ExaminationRows()
    rows = examinations.counted(_at_most(most, stills, path))
    with atomic_write(path, "wb") as stream, _workbook(stream) as book:
        _write_table(
            book,
            "Findings",
            findings_columns.keys(classes),
            (findings_columns.cells(still, classes) for still in rows),
        )
        _write_table(
            book,
            "Examinations",
            examination_rows.keys(classes),
            examinations.rows(classes),
        )
        _write_about(book, about)


@contextmanager
def _workbook(stream: IO[Any]) -> "Iterator[Workbook]":
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    folder = _temporary_folder()
    book = Workbook(stream, {"constant_memory": True, "tmpdir": folder})
    book.use_zip64()
    try:
        yield book
        book.close()
    except FileCreateError as error:  # its way to hand on an error of the system
        raise error.args[0] from error
    finally:
        for sheet in book.worksheets():
            sheet.row_data_fh.close()
        shutil.rmtree(folder, ignore_errors=True)


def _temporary_folder() -> str:
    try:
        return tempfile.mkdtemp(prefix="lumenary-")
    except OSError as error:
        raise WriteFailed(
            "Couldn't write the workbook: the system's folder for temporary files "
            f"cannot be used ({error.strerror or error}).",
            hint="Nothing was written. Mend that, or export as CSV, which needs none.",
            details=repr(error),
        ) from error


def _at_most(
    most: int, stills: Iterable[ReviewedStill], path: Path
) -> Iterator[ReviewedStill]:
    for number, still in enumerate(stills, start=1):
        if number > most:
            raise TooManyStills(
                f"A workbook holds {most:,} stills at most, and there are more.",
                hint=f"“{path.name}” was not written. Export them as CSV, which has "
                "no limit.",
            )
        yield still


def _write_table(
    book: "Workbook",
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> None:
    sheet = book.add_worksheet(name)
    formats = _column_formats(book, header)
    for column, key in enumerate(header):
        width = _WIDTHS.get(key, _USUAL_WIDTH)
        sheet.set_column(column, column, width, formats[column])
    _write_row(sheet, 0, header, [book.add_format({"bold": True, "bottom": 1})])
    last = 0
    for last, row in enumerate(rows, start=1):
        _write_row(sheet, last, row, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(header) - 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _column_formats(book: "Workbook", header: Sequence[str]) -> "list[Format | None]":
    percent = book.add_format({"num_format": "0.0%"})
    probability = book.add_format({"num_format": "0.0000"})
    return [
        percent
        if key == "confidence"
        else probability
        if key.startswith(PROBABILITY)
        else None
        for key in header
    ]


def _write_row(
    sheet: "Worksheet",
    number: int,
    row: Sequence[Cell],
    formats: "Sequence[Format | None]",
) -> None:
    """Write cells, with a format for each or the one for all."""
    for column, cell in enumerate(row):
        style = formats[column % len(formats)]
        if isinstance(cell, str):
            sheet.write_string(number, column, spelt_out(cell), style)
        elif cell is not None:
            sheet.write_number(number, column, cell, style)


def _write_about(book: "Workbook", about: Mapping[str, str]) -> None:
    sheet = book.add_worksheet("About")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(_ABOUT_WIDTHS):
        sheet.set_column(column, column, width)
    lines = [
        *about.items(),
        ("", ""),
        ("Columns of Findings", ""),
        *findings_columns.MEANINGS.items(),
        ("", ""),
        ("Columns of Examinations", ""),
        *examination_rows.MEANINGS.items(),
    ]
    for number, line in enumerate(lines):
        _write_row(sheet, number, line, [bold, wrapped])
