"""The tables of a report, put together from its record."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.item_models.cell_stills import REVISED
from app.item_models.rate_cells import (
    TableCell,
    count_cell,
    decimal_cell,
    percent_cell,
)
from core.evaluation.wording import count_of, percent
from core.library.evaluation_record import (
    ClassMetrics,
    DecisionCounts,
    EvaluationRecord,
    Rate,
)

FIRST: Final = "as first measured"
_OVERALL_UNDEFINED: Final = "Not defined: a class has no stills."


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of a table."""

    name: str
    note: str
    """Beneath the name: how many stills, or which labels."""
    cells: tuple[TableCell, ...]
    strong: bool = False
    """Whether it sums up the lines above it."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column."""

    title: str
    meaning: str
    is_words: bool = False
    """Whether it holds sentences, read from the left, and no numbers."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its name, which tells subset and model."""

    name: str
    columns: tuple[Column, ...]
    """The first is that of the rows' names."""
    rows: tuple[TableRow, ...]


CLASS_COLUMNS: Final = (
    Column("Class", "One class against all others"),
    Column("Sensitivity (recall)", "Stills of the class that were called it"),
    Column("Specificity", "Stills of other classes that were not called it"),
    Column("Precision", "Stills called the class that are of it"),
    Column("F1", "Harmonic mean of precision and sensitivity"),
    Column("AUC", "Area under the receiver operating characteristic, class v. rest"),
)
DECISION_COLUMNS: Final = (
    Column("Decision", "What the model did with the still"),
    Column("Stills", "How many stills met with it"),
    Column("Share", "Of all stills"),
    Column("Right", "How many of them were called what their label says"),
    Column("Accuracy", "The share of right ones"),
)
BASELINE_COLUMNS: Final = (
    Column("What answered", "The model, and what is much simpler"),
    Column("Balanced accuracy", "Mean of the classes' sensitivities"),
)


def class_table(records: tuple[EvaluationRecord, ...]) -> Table:
    """Return each class's numbers; old and new ones below each other."""
    rows = []
    for place in range(len(records[0].classes)):
        for record in records:
            rows.append(_class_row(record.per_class[place], _labels(record, records)))
    rows += [_mean_row(record, _labels(record, records)) for record in records]
    return Table(f"Each class {_on(records[0])}", CLASS_COLUMNS, tuple(rows))


def decision_table(records: tuple[EvaluationRecord, ...]) -> Table:
    """Return what was accepted, reviewed and refused, and how right it was."""
    rows = tuple(
        row
        for record in records
        if record.decisions is not None
        for row in _decision_rows(record, record.decisions, _labels(record, records))
    )
    return Table(f"Decisions {_on(records[0])}", DECISION_COLUMNS, rows)


def baseline_table(records: tuple[EvaluationRecord, ...]) -> Table:
    """Return the model beside what is much simpler; no rows without baselines."""
    rows = []
    for record in records:
        if not record.baselines:
            continue
        labels = _labels(record, records)
        own = percent_cell(record.overall.balanced_accuracy, _OVERALL_UNDEFINED)
        rows.append(TableRow(record.model, labels, (own,), strong=True))
        rows += [
            TableRow(
                each.title,
                labels,
                (percent_cell(each.balanced_accuracy, _OVERALL_UNDEFINED),),
            )
            for each in record.baselines
        ]
    return Table(f"Baselines {_on(records[0])}", BASELINE_COLUMNS, tuple(rows))


def headline(record: EvaluationRecord) -> tuple[tuple[str, TableCell], ...]:
    """Return the numbers of all classes together, balanced accuracy first."""
    overall = record.overall
    return (
        (
            "Balanced accuracy",
            percent_cell(overall.balanced_accuracy, _OVERALL_UNDEFINED),
        ),
        ("Accuracy", percent_cell(overall.accuracy, _OVERALL_UNDEFINED)),
        ("Mean F1", decimal_cell(overall.macro_f1, _OVERALL_UNDEFINED)),
        ("Mean AUC", decimal_cell(overall.macro_auc, _OVERALL_UNDEFINED)),
        ("Cross-entropy, nats", decimal_cell(overall.loss, _OVERALL_UNDEFINED)),
    )


def _class_row(each: ClassMetrics, labels: str) -> TableRow:
    name = each.name
    support = f"{count_of(each.support, 'still')}, {count_of(each.groups, 'group')}"
    none_called = f"Not defined: no still was called {name}."
    none_there = f"Not defined: there is no still of {name}."
    only_these = f"Not defined: all stills are of {name}."
    one_sided = f"Not defined: it takes stills of {name} and of another class."
    return TableRow(
        name,
        " · ".join(filter(None, (support, labels))),
        (
            percent_cell(each.recall, none_there),
            percent_cell(each.specificity, only_these),
            percent_cell(each.precision, none_called),
            decimal_cell(
                each.f1, f"Not defined: no still is of {name} or was called it."
            ),
            decimal_cell(each.auc, one_sided),
        ),
    )


def _mean_row(record: EvaluationRecord, labels: str) -> TableRow:
    overall = record.overall
    return TableRow(
        "Mean of the classes",
        labels,
        (
            percent_cell(overall.macro_recall, _OVERALL_UNDEFINED),
            TableCell("", meaning="No mean of specificities is measured."),
            percent_cell(overall.macro_precision, _OVERALL_UNDEFINED),
            decimal_cell(overall.macro_f1, _OVERALL_UNDEFINED),
            decimal_cell(overall.macro_auc, _OVERALL_UNDEFINED),
        ),
        strong=True,
    )


def _decision_rows(
    record: EvaluationRecord, counts: DecisionCounts, labels: str
) -> Iterator[TableRow]:
    lines: tuple[tuple[str, int, int, Rate | None, str], ...] = (
        (
            "Accept",
            counts.accepted,
            counts.accepted_correct,
            counts.accepted_accuracy,
            "accepted",
        ),
        (
            "Review",
            counts.reviewed,
            counts.reviewed_correct,
            counts.reviewed_accuracy,
            "sent to review",
        ),
    )
    for name, count, right, rate, done in lines:
        why = f"Not stated: no still was {done}." if not count else "Not stated."
        cells = (
            count_cell(count),
            _share_cell(count, record.stills),
            count_cell(right),
            percent_cell(rate, why),
        )
        yield TableRow(name, labels, cells)
    nothing = TableCell(percent(None), meaning="A refused still is called nothing.")
    refused = counts.refused
    shares = count_cell(refused), _share_cell(refused, record.stills)
    yield TableRow("Refuse", labels, (*shares, nothing, nothing))


def _share_cell(count: int, stills: int) -> TableCell:
    return TableCell(
        percent(count / stills if stills else None), f"of {count_of(stills, 'still')}"
    )


def _labels(record: EvaluationRecord, records: tuple[EvaluationRecord, ...]) -> str:
    """Return which labels a line rests on, where there are two kinds."""
    if len(records) == 1:
        return ""
    return REVISED if record.revised else FIRST


def _on(record: EvaluationRecord) -> str:
    return f"of {record.model} on the {record.subset}"
