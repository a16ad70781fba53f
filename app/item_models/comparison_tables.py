"""The tables of a comparison, put together from its record."""

from typing import Final

from app.item_models.rate_cells import TableCell, count_cell
from app.item_models.report_tables import Column, Table, TableRow
from core.evaluation.wording import (
    decimal,
    difference,
    difference_interval,
    percent,
    support_of,
)
from core.library.comparison_record import ComparisonRecord, Difference

_NAMES: Final = {
    "balanced_accuracy": "Balanced accuracy",
    "accuracy": "Accuracy",
    "macro_f1": "Macro F1",
    "recall": "Sensitivity",
}
_MEANINGS: Final = {
    "balanced_accuracy": "Mean of the sensitivities of the classes that both know",
    "accuracy": "Stills that were called what their label says",
    "macro_f1": "Mean over the classes of the harmonic mean of precision and recall",
    "recall": "Stills of the class that were called it",
}


def differences_table(record: ComparisonRecord) -> Table:
    """Return the first model's numbers, the second's, and how far they differ."""
    first, second = names_of(record)
    columns = (
        Column("Measure", "Of all classes together, then of each class"),
        Column(first, f"What “{first}” reaches on these stills"),
        Column(second, f"What “{second}” reaches on the same stills"),
        Column("Difference", f"{first} minus {second}, with its 95 % interval"),
        Column(
            "What it says",
            "Whether the interval excludes zero, and nothing more",
            is_words=True,
        ),
    )
    rows = tuple(_row(each) for each in record.differences)
    return Table(f"{first} minus {second} on the {record.first.subset}", columns, rows)


def agreement_table(record: ComparisonRecord) -> Table:
    """Return how many stills both, one or neither of the models called rightly."""
    first, second = names_of(record)
    both = record.agreement
    columns = (
        Column("", "What the first model called the stills"),
        Column(f"{second} right", f"Stills that “{second}” called rightly"),
        Column(f"{second} wrong", f"Stills that “{second}” called wrongly"),
    )
    right = count_cell(both.both_right), count_cell(both.only_first)
    wrong = count_cell(both.only_second), count_cell(both.both_wrong)
    rows = TableRow(f"{first} right", "", right), TableRow(f"{first} wrong", "", wrong)
    return Table("Where they agree", columns, rows)


def left_out_table(record: ComparisonRecord) -> Table:
    """Return how many stills of the folder neither model was measured on, and why."""
    first, second = names_of(record)
    left = record.left_out
    lines = (
        (f"{first} learnt from them, or from their group", left.learnt_by_first),
        (f"{second} learnt from them, or from their group", left.learnt_by_second),
        ("Either of them did", left.learnt),
        ("Not of a class that both know", left.unknown_class),
        ("Could not be read", left.unreadable),
    )
    return Table(
        f"Stills of “{record.folder}” that were left out",
        (Column("Why", "Why they were left out"), Column("Stills", "How many")),
        tuple(TableRow(why, "", (count_cell(count),)) for why, count in lines),
    )


def names_of(record: ComparisonRecord) -> tuple[str, str]:
    """Return what the models are called."""
    return record.first.model, record.second.model


def _row(each: Difference) -> TableRow:
    worded = decimal if each.measure == "macro_f1" else percent
    meaning = _MEANINGS[each.measure]
    apart = TableCell(difference(each), difference_interval(each), each.sentence)
    support = support_of(each)
    return TableRow(
        each.class_name or _NAMES[each.measure],
        f"{_NAMES['recall']} · {support}" if each.class_name else support,
        (
            TableCell(worded(each.first), meaning=meaning),
            TableCell(worded(each.second), meaning=meaning),
            apart,
            TableCell(each.sentence),
        ),
        strong=not each.class_name,
    )
