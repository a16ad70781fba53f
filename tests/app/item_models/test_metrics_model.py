"""Tables of a report: never a number without n, never a gap without a reason."""

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from app.item_models.cell_stills import REVISED
from app.item_models.metrics_model import NOTE_ROLE, STRONG_ROLE, MetricsModel
from app.item_models.rate_cells import TableCell
from app.item_models.report_tables import (
    FIRST,
    Column,
    Table,
    TableRow,
    baseline_table,
    class_table,
    decision_table,
    headline,
)
from tests.app.item_models.report_records import revised, sparse, starter

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
N = "n\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}"


def test_qt_finds_nothing_wrong(qtmodeltester: ModelTester) -> None:
    model = MetricsModel()
    qtmodeltester.check(model)
    for table in class_table, decision_table, baseline_table:
        model.show(table((starter(),)))
        qtmodeltester.check(model)
    model.show(None)
    qtmodeltester.check(model)
    assert model.rowCount() == 0


def test_a_rate_is_said_with_interval_and_n() -> None:
    model = MetricsModel()
    model.show(class_table((starter(),)))
    cell = model.index(1, 1)
    assert cell.data() == "98.1\xa0%"
    assert cell.data(NOTE_ROLE) == f"95.0\N{EN DASH}100.0 · {N}105"
    assert cell.data(SPOKEN).startswith("polyps, Sensitivity (recall): 98.1")
    assert model.index(1, 0).data(NOTE_ROLE) == "105 stills, 102 groups"
    assert model.index(3, 0).data(STRONG_ROLE)


def test_what_is_not_defined_says_why() -> None:
    model = MetricsModel()
    model.show(class_table((sparse(),)))
    columns = {
        model.headerData(c, Qt.Orientation.Horizontal): c
        for c in range(model.columnCount())
    }
    for row, column, reason in (
        (2, "Sensitivity (recall)", "there is no still of c"),
        (1, "Precision", "no still was called b"),
        (2, "AUC", "it takes stills of c and of another class"),
    ):
        cell = model.index(row, columns[column])
        assert cell.data() == "\N{EN DASH}"
        assert reason in cell.data(Qt.ItemDataRole.ToolTipRole)
        assert reason in cell.data(SPOKEN)
        assert N in cell.data(NOTE_ROLE)


def test_a_missing_interval_and_a_dagger_are_explained() -> None:
    model = MetricsModel()
    model.show(class_table((starter(),)))
    tip = Qt.ItemDataRole.ToolTipRole
    assert "too few groups" in model.index(0, 1).data(tip)
    assert "Clopper" in model.index(0, 2).data(tip)


def test_old_and_new_numbers_stand_below_each_other() -> None:
    first = starter()
    table = class_table((first, revised(first)))
    assert [row.name for row in table.rows[:2]] == ["esophagitis"] * 2
    assert FIRST in table.rows[0].note
    assert REVISED in table.rows[1].note
    decisions = decision_table((first, revised(first)))
    assert [row.note for row in decisions.rows] == [FIRST] * 3 + [REVISED] * 3


def test_numbers_stand_at_the_right_and_sentences_at_the_left() -> None:
    columns = Column("", ""), Column("n", ""), Column("says", "", is_words=True)
    row = TableRow("a", "", (TableCell("1"), TableCell("nothing")))
    model = MetricsModel()
    model.show(Table("", columns, (row,)))
    role = Qt.ItemDataRole.TextAlignmentRole
    for column, side in enumerate(("AlignLeft", "AlignRight", "AlignLeft")):
        head = model.headerData(column, Qt.Orientation.Horizontal, role)
        assert isinstance(head, Qt.AlignmentFlag)
        assert head == model.index(0, column).data(role)
        assert head & Qt.AlignmentFlag[side]


def test_balanced_accuracy_comes_first() -> None:
    (title, cell), *others = headline(starter())
    assert title == "Balanced accuracy"
    assert (cell.text, cell.note) == ("99.4\xa0%", f"{N}127")
    assert next(name for name, _ in others) == "Accuracy"


def test_without_decisions_and_baselines_there_are_no_rows() -> None:
    bare = starter().model_copy(update={"decisions": None, "baselines": ()})
    assert decision_table((bare,)).rows == ()
    assert baseline_table((bare,)).rows == ()
