"""Numbers of models: none without n, and what was tested on the same stills is told."""

from app.item_models.model_tables import (
    class_table,
    comparable,
    number_table,
    side_by_side,
)
from core.library.store import read_card
from core.paths import SHIPPED_MODELS

STARTER = read_card(SHIPPED_MODELS / "starter")
SAMPLE = read_card(SHIPPED_MODELS / "sample")


def test_every_rate_carries_n_and_the_simple_stands_beside() -> None:
    table = number_table(STARTER)
    names = [row.name for row in table.rows]
    assert names[0] == "Its test part"
    assert "Cross-validation of its recipe" in names
    assert sum("width, height and file size" in name for name in names) == 2
    for row in table.rows:
        assert "n\N{NO-BREAK SPACE}=" in row.cells[0].note
    crossed = table.rows[names.index("Cross-validation of its recipe")]
    assert "95.6\N{EN DASH}98.6" in crossed.cells[0].note


def test_a_model_that_was_never_tested_has_no_numbers() -> None:
    bare = STARTER.model_copy(update={"test": None, "cross_validation": None})
    assert number_table(bare).rows == ()
    (row,) = side_by_side({"bare": bare}).rows
    assert row.cells[0].text == row.cells[1].text == row.cells[2].text == "\N{EN DASH}"
    assert row.cells[0].meaning


def test_classes_add_up() -> None:
    (first, *_) = class_table(STARTER).rows
    assert (first.name, [cell.text for cell in first.cells]) == (
        "esophagitis",
        ["20", "20", "14", "3", "3"],
    )


def test_models_of_the_same_test_stills_are_told() -> None:
    retrained = SAMPLE.model_copy(update={"title": "Again"})
    cards = {"sample": SAMPLE, "again": retrained, "starter": STARTER}
    notes = {row.name: row.cells[1].note for row in side_by_side(cards).rows}
    assert notes["Again"] == "the same as 1 other"
    assert notes[STARTER.title] == "of its own"
    assert "again" in side_by_side(cards).rows[0].cells[1].meaning
    assert not comparable(tuple(cards.values()))
    assert comparable((SAMPLE, retrained))
