"""Findings and reviews as a CSV that Excel opens by a double click."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from core.files import atomic_write
from core.review.findings_columns import PATHS, Cell, cells, keys
from core.review.reviewed_still import ReviewedStill
from core.review.spreadsheet import safe_path, safe_text

_BYTE_ORDER_MARK: Final = "\ufeff"
"""Excel on Windows reads a CSV without it in the system's code page, and every name
that is not plain English comes out wrong. Programs that read ``utf-8-sig`` pass it
over."""

_DECIMALS: Final = 6


def write_csv(
    path: Path, classes: Sequence[str], stills: Iterable[ReviewedStill]
) -> None:
    """Write a row for each still, whole or not at all, without holding them all.

    Commas separate, points are decimal; no cell can be taken for a formula. Where the
    system's language wants it otherwise, the workbook is the one to open.

    Parameters
    ----------
    path
        The file; one that is there is replaced.
    classes
        The model's classes in its card's order.
    stills
        The rows, in their order.

    Raises
    ------
    WriteFailed
        If it cannot be written; what stood there before is untouched.
    """
    header = keys(classes)
    with atomic_write(path, newline="") as stream:
        stream.write(_BYTE_ORDER_MARK)
        writer = csv.writer(stream)
        writer.writerow(map(safe_text, header))
        for still in stills:
            row = zip(header, cells(still, classes), strict=True)
            writer.writerow([_safe(key, cell) for key, cell in row])


def _safe(key: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe_path(cell) if key in PATHS else safe_text(cell)
    return f"{cell:.{_DECIMALS}f}"
