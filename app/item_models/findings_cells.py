"""The columns of the table of findings: their titles, and what each cell says."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import app.item_models.findings_wording as say
from app.item_models.findings_columns import FindingsColumns
from app.item_models.findings_order import SortKey

_Words: TypeAlias = Callable[[FindingsColumns, int], str]


class Column(IntEnum):
    """The columns of the table, from the left."""

    STILL = 0
    """The thumbnail, which a delegate paints."""
    FILE = 1
    FINDING = 2
    CONFIDENCE = 3
    DECISION = 4
    READER = 5
    NOTE = 6


@dataclass(frozen=True, slots=True)
class Cells:
    """What a column is called and what its cells say of a row."""

    title: str
    meaning: str
    """Shown over the header."""
    sort_key: SortKey
    """What a click on the header sorts by."""
    text: _Words
    tooltip: _Words
    sentence: _Words
    """For a screen reader."""


def cells_of_columns() -> dict[Column, Cells]:
    """Return the cells of each column, in the columns' order."""
    return {
        Column.STILL: Cells(
            "Still",
            "The still, small. Sorts as the folder does.",
            SortKey.FOLDER,
            lambda columns, row: "",
            _file,
            say.still_sentence,
        ),
        Column.FILE: Cells(
            "File",
            "The still's file, and the folder it lies in. Sorts as the folder does.",
            SortKey.FOLDER,
            _file,
            _file,
            say.still_sentence,
        ),
        Column.FINDING: Cells(
            "Finding",
            "What the program sees. A reader's answer stands beside it and never "
            "changes it.",
            SortKey.FINDING,
            say.finding_text,
            say.finding_tooltip,
            say.finding_sentence,
        ),
        Column.CONFIDENCE: Cells(
            "Confidence",
            "How sure the program is of its finding; calibrated, so that of 100 "
            "findings at 90 % about 90 are right on stills like those of the training.",
            SortKey.CONFIDENCE,
            say.confidence_text,
            say.confidence_tooltip,
            say.confidence_sentence,
        ),
        Column.DECISION: Cells(
            "Decision",
            "Accept: at or above the confidence for accepting. Review: below it, a "
            "person should look. Refuse: unlike the stills the model was trained on.",
            SortKey.DECISION,
            say.decision_text,
            say.decision_tooltip,
            say.decision_sentence,
        ),
        Column.READER: Cells(
            "Reader",
            "What the person who looked at the still says.",
            SortKey.READER,
            say.reader_text,
            say.reader_tooltip,
            say.reader_sentence,
        ),
        Column.NOTE: Cells(
            "Note",
            "Why a still is to be reviewed, refused or unreadable. Sorts the uncertain "
            "first.",
            SortKey.UNCERTAIN,
            say.note_text,
            say.note_text,
            say.note_sentence,
        ),
    }


def _file(columns: FindingsColumns, row: int) -> str:
    return columns.files[row]
