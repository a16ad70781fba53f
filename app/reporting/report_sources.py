"""What the Report page can show: evaluations of this computer, and models."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from core.jobs.tested_stills import RECORD_FILE, PastEvaluation
from core.library.card import ModelCard
from core.library.store import LibraryEntry

_CROSS_VALIDATION: Final = "cross_validation"
"""The folder of a model in which its cross-validation stands."""


class SourceKind(StrEnum):
    """Where numbers come from; the value heads them in a list."""

    EVALUATION = "Measured on this computer"
    MODEL = "Models, as they were tested when they were made"


@dataclass(frozen=True, slots=True)
class ReportSource:
    """A folder with an ``evaluation.json`` and what to call it."""

    kind: SourceKind
    folder: Path
    title: str
    card: ModelCard | None = None
    """Of the model whose folder it is."""


def evaluation_source(past: PastEvaluation) -> ReportSource:
    """Return an evaluation by what it measured, whose answers, and when."""
    record = past.record
    when = past.created.astimezone().strftime("%Y-%m-%d %H:%M")
    title = f"{record.subset} · {record.model} · {when}"
    return ReportSource(SourceKind.EVALUATION, past.folder, _capital(title))


def model_sources(entries: Iterable[LibraryEntry]) -> Iterator[ReportSource]:
    """Yield the test of each model, and its cross-validation where there was one."""
    for entry in entries:
        if entry.card is None:
            continue
        places = (
            (entry.folder, f"{entry.card.title} ({entry.name})"),
            (
                entry.folder / _CROSS_VALIDATION,
                f"{entry.card.title} ({entry.name}): cross-validation of its recipe",
            ),
        )
        for folder, title in places:
            if (folder / RECORD_FILE).is_file():
                yield ReportSource(SourceKind.MODEL, folder, title, entry.card)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
