"""The numbers of models: one by itself, and all side by side."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.item_models.rate_cells import TableCell, count_cell, percent_cell
from app.item_models.report_tables import Column, Table, TableRow
from core.evaluation.wording import count_of
from core.library.card import ModelCard
from core.library.evaluation_record import OverallMetrics

_UNDEFINED: Final = "Not defined: a class has no stills."
_NOTHING: Final = TableCell("\N{EN DASH}", meaning="This was not measured.")

NUMBER_COLUMNS: Final = (
    Column("Measured on", "Which stills the model answered"),
    Column("Balanced accuracy", "Mean of the classes' sensitivities"),
    Column("Accuracy", "Stills that were called what their label says"),
)
CLASS_COLUMNS: Final = (
    Column("Class", "As the training folder called it"),
    Column("Stills", "How many were given"),
    Column("Groups", "Independent ones: stills of a patient or copies count once"),
    Column("To train", "Stills that the network learnt from"),
    Column("To validate", "Stills that decided when to stop, and the thresholds"),
    Column("To test", "Stills that were kept for the numbers"),
)
SIDE_BY_SIDE_COLUMNS: Final = (
    Column("Model", "Title, and name in the library"),
    Column("Balanced accuracy", "On stills that were kept from its own training"),
    Column("Tested on", "Whether another model here was tested on the same stills"),
    Column(
        "Cross-validated",
        "Balanced accuracy of its recipe, each still tested once, by groups",
    ),
    Column("Classes", "How many it tells apart: more are harder"),
)


def number_table(card: ModelCard) -> Table:
    """Return what was measured of a model, with what is much simpler beside it."""
    rows = []
    if card.test is not None:
        rows.append(_measured("Its test part", card.data.source, card.test))
        rows += [
            _beside(each.title, percent_cell(each.balanced_accuracy, _UNDEFINED))
            for each in card.baselines
        ]
    if (crossed := card.cross_validation) is not None:
        about = f"{crossed.folds}-fold, by groups"
        rows.append(_measured("Cross-validation of its recipe", about, crossed.overall))
        rows += [
            _beside(each.title, percent_cell(each.balanced_accuracy, _UNDEFINED))
            for each in crossed.baselines
        ]
    return Table(f"Numbers of {card.name}", NUMBER_COLUMNS, tuple(rows))


def class_table(card: ModelCard) -> Table:
    """Return how much of each class a model has seen."""
    rows = tuple(
        TableRow(
            each.name,
            "",
            tuple(
                count_cell(number)
                for number in (
                    each.stills,
                    each.groups,
                    each.train,
                    each.validation,
                    each.test,
                )
            ),
        )
        for each in card.data.counts
    )
    return Table(f"Classes of {card.name}", CLASS_COLUMNS, rows)


def side_by_side(cards: Mapping[str, ModelCard]) -> Table:
    """Return the numbers of all models; ``cards`` by their names in the library."""
    rows = tuple(
        TableRow(
            card.title,
            name if name != card.title else "",
            (
                _rate(card.test),
                _tested_on(name, cards),
                _rate(card.cross_validation.overall if card.cross_validation else None),
                TableCell(str(len(card.classes)), meaning=", ".join(card.classes)),
            ),
        )
        for name, card in cards.items()
    )
    return Table("Models side by side", SIDE_BY_SIDE_COLUMNS, rows)


def comparable(cards: Sequence[ModelCard]) -> bool:
    """Return whether all of these models were tested on the very same stills."""
    return len({card.data.fingerprint for card in cards}) <= 1


def _tested_on(name: str, cards: Mapping[str, ModelCard]) -> TableCell:
    card = cards[name]
    if card.test is None:
        return _NOTHING
    same = [
        other
        for other, its in cards.items()
        if other != name and its.data.fingerprint == card.data.fingerprint
    ]
    others = f"the same as {count_of(len(same), 'other')}"
    shared = others if same else "of its own"
    stills = count_of(card.test.accuracy.n, "still")
    told = "\n".join((card.data.source, *(f"The same as {name}" for name in same)))
    return TableCell(stills, shared, told)


def _measured(name: str, note: str, overall: OverallMetrics) -> TableRow:
    cells = (
        percent_cell(overall.balanced_accuracy, _UNDEFINED),
        percent_cell(overall.accuracy, _UNDEFINED),
    )
    return TableRow(name, note, cells, strong=True)


def _beside(title: str, balanced: TableCell) -> TableRow:
    return TableRow(title, "something much simpler", (balanced, TableCell("")))


def _rate(overall: OverallMetrics | None) -> TableCell:
    if overall is None:
        return _NOTHING
    return percent_cell(overall.balanced_accuracy, _UNDEFINED)
