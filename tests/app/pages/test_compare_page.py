"""The Compare page in the real window, with a real worker and two real networks."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.item_models.confusion_model import ConfusionModel
from app.pages.compare_page import ComparePage
from app.widgets.compare_empty import NOTHING
from app.widgets.groups_field import PATTERN, TABLE
from core.jobs.compared_stills import COMPARED_FILES
from core.jobs.requests import CompareRequest
from core.jobs.results import CompareResult
from core.library.evaluation_record import EvaluationRecord
from core.paths import UserFolders
from core.review.label_questions import recorded_questions
from tests.app.driven_window import PATIENCE_MS, DrivenWindow, OpenWindow, write_still
from tests.core.jobs.evaluated_folder import add_model, write_distinct


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Labelled stills of three colours, no two alike."""
    return write_distinct(tmp_path / "clinic")


@pytest.fixture
def compare(folders: UserFolders, open_window: OpenWindow) -> DrivenWindow:
    """The window with two models, on its Compare page."""
    add_model(folders.home, "blind", blind_to="green")
    window = open_window()
    window.application.window.show_page(page_of(window))
    return window


def page_of(window: DrivenWindow) -> ComparePage:
    return window.application.others.compare


def choose(page: ComparePage, *names: str) -> None:
    for combo, name in zip((page.bar.first, page.bar.second), names, strict=True):
        places = [i for i in range(combo.count()) if f"({name})" in combo.itemText(i)]
        combo.setCurrentIndex(places[0])


def compared(window: DrivenWindow, folder: Path) -> CompareResult:
    page = page_of(window)
    page.bar.choose_folder(folder)
    choose(page, "small", "blind")
    page.bar.groups.kinds.setCurrentIndex(PATTERN)
    page.bar.groups.pattern.setText(r"^(\d\d_\d\d)")
    with window.qtbot.waitSignal(
        window.application.others.comparing.done, timeout=4 * PATIENCE_MS
    ) as done:
        window.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert done.args is not None
    assert isinstance(done.args[0], CompareResult)
    return done.args[0]


def test_an_empty_page_says_what_it_is_for_and_what_is_missing(
    compare: DrivenWindow,
) -> None:
    page = page_of(compare)
    assert NOTHING in page.empty.words
    assert not page.bar.compare.isEnabled()
    assert "folder" in page.bar.compare.toolTip()
    choose(page, "small", "small")
    assert "two different" in page.bar.compare.toolTip()


def test_two_models_stand_side_by_side_with_the_records_numbers_and_are_saved(
    compare: DrivenWindow, folder: Path
) -> None:
    result = compared(compare, folder)
    record = result.comparison
    view = page_of(compare).view
    assert page_of(compare).shows_comparison
    assert counts_shown(view.first.model) == record.first.confusion
    assert counts_shown(view.second.model) == record.second.confusion
    differences, agreement, left_out = view.tables
    for row, each in zip(differences.rows, record.differences, strict=True):
        assert each.value is not None
        shown, *unit = row.cells[2].text.replace("\N{MINUS SIGN}", "-").split()
        scale = 100 if unit else 1
        assert float(shown) == pytest.approx(scale * each.value, abs=0.00051 * scale)
        assert row.cells[3].text == each.sentence
        assert f"{each.n} still" in row.note
    both = record.agreement
    assert [[cell.text for cell in row.cells] for row in agreement.rows] == [
        [str(both.both_right), str(both.only_first)],
        [str(both.only_second), str(both.both_wrong)],
    ]
    assert sum(int(row.cells[0].text) for row in left_out.rows) == 0
    assert view.notices.sentences == record.notices
    assert "Confusion matrix of blind" in view.second.matrix.accessibleName()
    is_saved(compare, result, folder.parent / "mine.html")


def counts_shown(matrix: ConfusionModel) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(
            int(matrix.index(row, column).data().split()[0])
            for column in range(matrix.columnCount())
        )
        for row in range(matrix.rowCount())
    )


def is_saved(compare: DrivenWindow, result: CompareResult, place: Path) -> None:
    compare.click(page_of(compare), "Save report")
    dialog = compare.take_dialog()
    assert isinstance(dialog, QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "small and blind.html"
    dialog.fileSelected.emit(str(place))
    dialog.close()
    assert place.read_bytes() == result.report.read_bytes()


def test_a_cell_of_either_matrix_shows_its_stills_and_a_label_is_questioned(
    compare: DrivenWindow, folder: Path, folders: UserFolders
) -> None:
    record = compared(compare, folder).comparison
    page = page_of(compare)
    pane = page.cells.pane
    row, column, count = worst_of(record.second)
    matrix = page.view.second.matrix
    matrix.setFocus()
    matrix.setCurrentIndex(matrix.model().index(row, column))
    compare.press(Qt.Key.Key_Return)
    assert pane.isVisible()
    assert not page.shows_comparison
    title = page.view.cell_in_words(second=True, row=row, column=column)
    assert title.startswith(f"blind: {count} of ")
    assert pane.sheet.accessibleName() == title
    assert pane.findings.rowCount() == count
    compare.until(lambda: pane.desk.row is not None)
    shown = pane.findings.finding(pane.desk.row or 0)
    assert shown.true_class == record.classes[row]
    pane.desk.asked.emit(pane.desk.row, record.classes[column])
    (question,) = recorded_questions(folders.review_log).values()
    assert (question.stated, question.proposed) == (
        record.classes[row],
        record.classes[column],
    )
    assert question.model == record.second_key
    assert "sees" in pane.desk.label_line.text()
    compare.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not recorded_questions(folders.review_log)
    compare.press(Qt.Key.Key_Escape)
    assert page.shows_comparison
    assert matrix.hasFocus()


def test_stills_that_are_gone_from_the_run_are_said_in_their_place(
    compare: DrivenWindow, folder: Path
) -> None:
    result = compared(compare, folder)
    (result.run / COMPARED_FILES[0]).unlink()
    page = page_of(compare)
    page.view.first.matrix.cell_chosen.emit(0, 0)
    assert "can't be read" in page.cells.pane.obstacle
    compare.click(page.cells.pane, "Back to the numbers")
    assert page.shows_comparison


def worst_of(record: EvaluationRecord) -> tuple[int, int, int]:
    """Return row, column and count of the cell with the most errors."""
    errors = [
        (count, row, column)
        for row, counts in enumerate(record.confusion)
        for column, count in enumerate(counts)
        if row != column
    ]
    count, row, column = max(errors)
    assert count
    return row, column, count


def test_too_few_stills_are_said_on_the_page_and_the_choice_stays(
    compare: DrivenWindow, tmp_path: Path
) -> None:
    few = tmp_path / "few"
    for number, colour in enumerate(("blue", "green", "red") * 2):
        write_still(few / colour / f"{number}.png", colour, number=number)
    page = page_of(compare)
    page.bar.choose_folder(few)
    choose(page, "small", "blind")
    with compare.qtbot.waitSignal(
        compare.application.others.comparing.failed, timeout=4 * PATIENCE_MS
    ):
        compare.click(page.bar, "Compare")
    problem = compare.take_problem()
    assert "Only 6 stills can be compared on" in problem.user_message
    assert not page.shows_comparison
    assert "Only 6 stills" in page.empty.words
    assert "At least 10 stills" in page.empty.words
    assert page.bar.folder == few
    assert page.bar.compare.isEnabled()


def test_groups_are_asked_for_in_full(compare: DrivenWindow, tmp_path: Path) -> None:
    bar = page_of(compare).bar
    bar.choose_folder(tmp_path)
    choose(page_of(compare), "small", "blind")
    bar.groups.kinds.setCurrentIndex(TABLE)
    assert "table of groups" in bar.missing
    table = tmp_path / "groups.csv"
    bar.groups.choose_table(table)
    assert bar.missing == ""
    request = bar.request()
    assert isinstance(request, CompareRequest)
    assert request.grouping.groups_csv == table
    bar.groups.kinds.setCurrentIndex(PATTERN)
    bar.groups.pattern.setText("(")
    assert "cannot be understood" in bar.missing
    assert bar.request() is None
    bar.groups.pattern.setText("patient")
    assert "pair of brackets" in bar.missing


def test_a_comparison_waits_for_other_work_and_is_taken_out(
    compare: DrivenWindow, folder: Path
) -> None:
    page = page_of(compare)
    other = compare.occupy("Training “colon 2”")
    page.bar.choose_folder(folder)
    choose(page, "small", "blind")
    compare.click(page.bar, "Compare")
    assert "Waits for: Training “colon 2”" in compare.texts(page.waiting)
    assert NOTHING in page.empty.words, "it has not begun"
    assert not compare.button(page.bar, "Compare").isEnabled()
    compare.click(page.waiting, "Take out: Comparing “small” and “blind”")
    assert compare.button(page.bar, "Compare").isEnabled()
    assert NOTHING in page.empty.words
    compare.ended(other.cancel)
