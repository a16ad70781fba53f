"""The table of questioned labels in the file of reviews, and how its lines are read."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.review.spreadsheet import spelt_out

QUESTION_CELLS: Final = (
    "digest, model, standing, stated, proposed, reader, time, program_version"
)
"""The columns of a line that :func:`logged_question` reads."""

QUESTIONS_TABLE: Final = (
    """CREATE TABLE label_questions (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        digest TEXT NOT NULL,
        model TEXT NOT NULL,
        standing TEXT NOT NULL,
        stated TEXT NOT NULL,
        proposed TEXT NOT NULL,
        reader TEXT NOT NULL,
        time TEXT NOT NULL,
        program_version TEXT NOT NULL
    )""",
    "CREATE INDEX questions_by_still ON label_questions (digest, seq)",
    """CREATE TRIGGER questions_stay BEFORE DELETE ON label_questions
        BEGIN SELECT RAISE(ABORT, 'questions are never deleted'); END""",
    """CREATE TRIGGER questions_are_final BEFORE UPDATE ON label_questions
        BEGIN SELECT RAISE(ABORT, 'questions are never changed'); END""",
)

_ASKED: Final = "asked"
_WITHDRAWN: Final = "withdrawn"


@dataclass(frozen=True, slots=True)
class LabelQuestion:
    """A reader's doubt in the label that a still's folder gives it.

    Nothing on the disk but this changes; the folder goes on saying what it says.
    """

    stated: str
    """The label that is doubted."""
    proposed: str | None
    """What the reader would call it; ``None`` for none of the model's classes."""
    model: str
    """Key of the model whose error was looked at; empty where there was none."""
    reader: str
    time: datetime
    """With its time zone."""


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """One line of the log; ``question`` is ``None`` where it was withdrawn."""

    question: LabelQuestion | None
    reader: str
    time: datetime
    program_version: str


def insert_question(
    connection: sqlite3.Connection, digest: str, line: LoggedQuestion
) -> None:
    """Append a line, which is on the disk when this returns."""
    question = line.question
    places = ", ".join("?" * 8)
    connection.execute(
        f"INSERT INTO label_questions ({QUESTION_CELLS}) VALUES ({places})",
        (
            digest,
            question.model if question else "",
            _ASKED if question else _WITHDRAWN,
            question.stated if question else "",
            json.dumps(question.proposed if question else None),
            spelt_out(line.reader),
            line.time.isoformat(),
            line.program_version,
        ),
    )


def logged_question(cells: Sequence[str]) -> LoggedQuestion | None:
    """Return a line from its :data:`QUESTION_CELLS`; ``None`` if they make no sense."""
    _, model, standing, stated, proposed, reader, time, program_version = cells
    try:
        when = datetime.fromisoformat(time)
        called = json.loads(proposed)
    except (TypeError, ValueError):  # of a hand or a disk that changed the file
        return None
    if standing == _WITHDRAWN:
        return LoggedQuestion(None, reader, when, program_version)
    if standing != _ASKED or not isinstance(called, str | None):
        return None
    question = LabelQuestion(stated, called, model, reader, when)
    return LoggedQuestion(question, reader, when, program_version)
