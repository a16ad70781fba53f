"""A report is read, a label questioned, and both measured by a real worker."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.item_models.cell_stills import REVISED
from app.item_models.metrics_model import NOTE_ROLE
from app.pages.report_page import ReportPage
from app.reporting.open_report import NO_STILLS
from app.reporting.report_sources import ReportSource
from app.widgets.evaluate_dialog import PATTERN, TABLE, EvaluateDialog
from app.worker.job_outcome import OutcomeKind
from core.jobs.tested_stills import RECORD_FILE, REVISED_RECORD_FILE
from core.library.evaluation_record import EvaluationRecord
from core.paths import UserFolders
from core.review.label_questions import recorded_questions
from tests.app.driven_window import DrivenWindow, OpenWindow, write_still
from tests.app.pages.evaluated_home import SWAPPED, EvaluatedHome
from tests.app.pages.report_numbers import numbers

Key = Qt.Key
GREEN, BLUE = 1, 0
"""Rows and columns of the small model's classes."""


@pytest.fixture(scope="session")
def evaluated(
    tmp_path_factory: pytest.TempPathFactory, small_model: Path
) -> EvaluatedHome:
    """A home in which a folder was evaluated; read only."""
    return EvaluatedHome.made(tmp_path_factory.mktemp("evaluated"), small_model)


@pytest.fixture
def run(evaluated: EvaluatedHome, folders: UserFolders) -> Path:
    """The run of that evaluation in this test's own home."""
    return evaluated.lend(folders)


@pytest.fixture
def window(run: Path, open_window: OpenWindow) -> DrivenWindow:
    """The window with that evaluation on its Report page."""
    opened = open_window()
    turn_to(opened)
    opened.until(lambda: page(opened).report is not None)
    return opened


def page(window: DrivenWindow) -> ReportPage:
    return window.application.others.report.page


def turn_to(window: DrivenWindow) -> None:
    """Turn to the Report page by the rail."""
    (button,) = [
        button
        for button in window.application.window.findChildren(QAbstractButton)
        if button.text() == "Report"
    ]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    window.until(page(window).isVisible)


def choose(window: DrivenWindow, words: str) -> ReportSource:
    """Choose a report in the list, as a person does."""
    bar = page(window).bar
    row = next(r for r in range(bar.combo.count()) if words in bar.combo.itemText(r))
    bar.combo.setCurrentIndex(row)
    bar.combo.activated.emit(row)
    source = bar.current()
    assert source is not None
    return source


def words_of(model: QAbstractItemModel) -> Iterator[str]:
    """Yield all that a table writes into its cells."""
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            for role in Qt.ItemDataRole.DisplayRole, NOTE_ROLE:
                yield str(index.data(role) or "")


def shown(part: ReportPage) -> str:
    """Return all words of the page: labels, tables, matrices, curves."""
    labels = [label.text() for label in part.findChildren(QLabel)]
    models = [
        part.matrix.first.model,
        part.matrix.revised.model,
        part.classes.table.rates,
        part.numbers.baselines.table.rates,
        part.numbers.decisions.table.rates,
    ]
    cells = [word for model in models for word in words_of(model)]
    return "\n".join((*labels, *cells, *(plot.words for plot in part.curves.plots)))


def record_of(folder: Path, name: str = RECORD_FILE) -> EvaluationRecord:
    return EvaluationRecord.model_validate_json((folder / name).read_bytes())


def open_cell(window: DrivenWindow, row: int, column: int) -> None:
    """Open a cell by keys alone, and wait until its first still is seen."""
    report = page(window)
    matrix = report.matrix.first.matrix
    matrix.setFocus()
    matrix.setCurrentIndex(matrix.model().index(0, 0))
    for _ in range(row):
        window.press(Key.Key_Down)
    for _ in range(column):
        window.press(Key.Key_Right)
    window.press(Key.Key_Return)
    window.until(lambda: report.cell_pane.desk.row is not None)


def question(window: DrivenWindow, digit: Key) -> None:
    """Question the chosen still's label by keys alone."""
    desk = page(window).cell_pane.desk
    window.press(Key.Key_Q)
    window.until(desk.menu.isVisible)
    QTest.keyClick(desk.menu, digit)
    window.until(lambda: not desk.menu.isVisible())


def questioned(window: DrivenWindow) -> dict[str, str | None]:
    """Return what stands on the disk: the proposed class by digest."""
    log = window.application.folders.review_log
    return {digest: q.proposed for digest, q in recorded_questions(log).items()}


def files_below(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# reading


def test_the_newest_evaluation_is_opened_and_named(
    window: DrivenWindow, run: Path
) -> None:
    report = page(window)
    record = record_of(run)
    words = report.head.words
    for part in ("Small model", "small", record.subset, record.grouping):
        assert part in words
    assert f"{record.stills} stills in {record.groups} groups" in words
    assert report.bar.current() == report.report.source  # type: ignore[union-attr]
    titles = [report.bar.combo.itemText(i) for i in range(report.bar.combo.count())]
    assert record.subset in titles[1].lower()
    assert "small" in titles[1]


@pytest.mark.parametrize("which", ["evaluation", "starter)", "cross-validation"])
def test_every_number_of_the_file_stands_on_the_page(
    window: DrivenWindow, which: str
) -> None:
    if which != "evaluation":
        choose(window, which)
    report = page(window).report
    assert report is not None
    text = shown(page(window))
    missing = {n for n in numbers(record_of(report.source.folder)) if n not in text}
    assert missing == set()


def test_the_shipped_cross_validation_says_its_folds(window: DrivenWindow) -> None:
    choose(window, "cross-validation")
    assert "5-fold cross-validation by groups" in page(window).head.words


def test_no_number_stands_without_n(window: DrivenWindow) -> None:
    model = page(window).classes.table.rates
    for row in range(model.rowCount()):
        for column in range(1, model.columnCount()):
            index = model.index(row, column)
            if index.data():
                assert "n\N{NO-BREAK SPACE}=" in index.data(NOTE_ROLE)


def test_shares_stand_beside_counts(window: DrivenWindow) -> None:
    report = page(window)
    window.click(report.matrix.switch, "Matrix: by row")
    model = report.matrix.first.model
    assert model.index(GREEN, BLUE).data() == "2"
    sentence = model.index(GREEN, BLUE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert sentence == "2 of 10 stills of green were called blue (20.0\xa0%)"


# stills of a cell


def test_a_cell_shows_its_stills_by_keys_alone(
    window: DrivenWindow, evaluated: EvaluatedHome
) -> None:
    open_cell(window, GREEN, BLUE)
    pane = page(window).cell_pane
    files = {pane.findings.finding(row).file for row in range(pane.findings.total)}
    assert files == set(SWAPPED)
    assert "2 of 10 stills of green were called blue" in window.texts(pane)
    assert pane.sheet.hasFocus()
    assert pane.desk.still_view.painted_row == 0
    assert "Its label says green." in window.texts(pane.desk)
    assert "%" in window.texts(pane.desk.probabilities)
    window.press(Key.Key_Right)
    window.until(lambda: pane.desk.row == 1)
    window.press(Key.Key_Escape)
    assert page(window).numbers.isVisible()
    assert page(window).matrix.first.matrix.hasFocus()


def test_a_click_opens_a_cell_too(window: DrivenWindow) -> None:
    matrix = page(window).matrix.first.matrix
    place = matrix.visualRect(matrix.model().index(GREEN, BLUE)).center()
    QTest.mouseClick(
        matrix.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        place,
    )
    assert page(window).cell_pane.isVisible()
    assert page(window).cell_pane.findings.total == 2


def test_an_empty_cell_says_so(window: DrivenWindow) -> None:
    page(window).matrix.first.matrix.cell_chosen.emit(2, 0)
    assert "No still stands in this cell." in window.texts(page(window).cell_pane)


def test_a_record_without_stills_says_what_to_do(window: DrivenWindow) -> None:
    choose(window, "Sample")
    page(window).matrix.first.matrix.cell_chosen.emit(0, 1)
    pane = page(window).cell_pane
    assert NO_STILLS in window.texts(pane)
    assert not pane.sheet.isVisible()
    window.press(Key.Key_Q)
    assert not pane.desk.menu.isVisible()


def test_a_changed_still_cannot_be_questioned(
    window: DrivenWindow, run: Path, evaluated: EvaluatedHome, tmp_path: Path
) -> None:
    moved = tmp_path / "clinic"
    shutil.copytree(evaluated.stills, moved)
    tested = run / "tested_stills.jsonl"
    old, new = json.dumps(str(evaluated.stills)), json.dumps(str(moved))
    tested.write_text(tested.read_text("utf-8").replace(old, new), "utf-8")
    for file in SWAPPED:
        write_still(moved / file, "red", number=7)
    window.application.others.report.reports.open(page(window).report.source)  # type: ignore[union-attr]
    page(window).matrix.first.matrix.cell_chosen.emit(GREEN, BLUE)
    desk = page(window).cell_pane.desk
    window.until(lambda: desk.still_view.painted_row == 0)
    assert desk.row is None
    assert "has changed since it was tested" in window.texts(desk)
    window.press(Key.Key_Q)
    assert not desk.menu.isVisible()


# questions


def test_a_question_is_on_the_disk_and_can_be_undone(
    window: DrivenWindow, evaluated: EvaluatedHome
) -> None:
    before = files_below(evaluated.stills)
    open_cell(window, GREEN, BLUE)
    pane = page(window).cell_pane
    still = pane.findings.finding(0)
    question(window, Key.Key_1)
    assert questioned(window) == {still.digest: "blue"}
    assert "1 label questioned" in page(window).strip.words
    assert "Ada sees blue" in window.texts(pane.desk)
    marked = pane.findings.finding(0).review
    assert marked is not None
    assert marked.findings == ("blue",)
    window.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert questioned(window) == {}
    assert not page(window).strip.isVisible()
    assert pane.findings.finding(0).review is None
    assert files_below(evaluated.stills) == before


def test_not_one_of_these_and_withdrawing_it(window: DrivenWindow) -> None:
    open_cell(window, GREEN, BLUE)
    question(window, Key.Key_0)
    assert list(questioned(window).values()) == [None]
    desk = page(window).cell_pane.desk
    assert "none of the model's classes" in window.texts(desk)
    question(window, Key.Key_W)
    assert questioned(window) == {}


def test_the_menu_offers_what_the_label_does_not_say(window: DrivenWindow) -> None:
    open_cell(window, GREEN, BLUE)
    desk = page(window).cell_pane.desk
    window.click(desk, "Question this label…")
    words = [action.text() for action in desk.menu.actions()]
    desk.menu.close()
    assert words == ["&1  It shows blue", "&3  It shows red", "&0  Not one of these"]


def test_measured_again_both_numbers_stand_side_by_side(
    window: DrivenWindow, run: Path, evaluated: EvaluatedHome
) -> None:
    before, stills = (run / RECORD_FILE).read_bytes(), files_below(evaluated.stills)
    open_cell(window, GREEN, BLUE)
    question(window, Key.Key_1)
    digest = page(window).cell_pane.findings.finding(0).digest
    outcome = window.ended(
        lambda: window.click(page(window).strip, "Measure again with these labels")
    )
    assert outcome.kind is OutcomeKind.FINISHED
    report = page(window)
    old, new = record_of(run), record_of(run, REVISED_RECORD_FILE)
    assert (old.confusion[GREEN][BLUE], new.confusion[GREEN][BLUE]) == (2, 1)
    text = shown(report)
    assert {n for each in (old, new) for n in numbers(each) if n not in text} == set()
    for part in report.head, report.strip, report.matrix, report.numbers:
        assert REVISED in window.texts(part).lower()
    assert REVISED in "\n".join(words_of(report.classes.table.rates))
    assert REVISED in report.matrix.revised.model.sentence(BLUE, BLUE)
    assert (run / RECORD_FILE).read_bytes() == before
    assert files_below(evaluated.stills) == stills
    report.matrix.revised.matrix.cell_chosen.emit(BLUE, BLUE)
    pane = report.cell_pane
    shown_now = [pane.findings.finding(r).digest for r in range(pane.findings.total)]
    assert digest in shown_now
    assert len(shown_now) == new.confusion[BLUE][BLUE]
    report.matrix.first.matrix.cell_chosen.emit(GREEN, BLUE)
    assert pane.findings.total == 2
    measure = [
        button
        for button in report.strip.findChildren(QAbstractButton)
        if button.isVisible()
    ]
    assert measure == [], "nothing is new, so nothing is to be measured"
    window.application.window.activateWindow()
    window.until(window.application.window.isActiveWindow)
    window.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "withdrawn or changed" in report.strip.words


# evaluating


def filled(window: DrivenWindow, folder: Path) -> EvaluateDialog:
    dialog = page(window).evaluate()
    dialog.choose_folder(folder)
    dialog.groups.setCurrentIndex(PATTERN)
    dialog.pattern.setText(r"^(p\d+)_")
    return dialog


def test_a_folder_is_evaluated_by_a_real_worker(
    open_window: OpenWindow, evaluated: EvaluatedHome
) -> None:
    window = open_window()
    turn_to(window)
    dialog = filled(window, evaluated.stills)
    assert dialog.missing == ""
    outcome = window.ended(
        lambda: QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    )
    assert outcome.kind is OutcomeKind.FINISHED
    report = page(window).report
    assert report is not None
    assert report.source.folder.parent == window.application.folders.runs
    assert report.record.confusion == evaluated.result.record.confusion
    assert len(report.stills) == report.record.stills
    assert "by “^(p\\d+)_”" in page(window).head.words
    text = shown(page(window))
    assert {n for n in numbers(report.record) if n not in text} == set()
    assert report.source in [
        page(window).bar.combo.itemData(r, int(Qt.ItemDataRole.UserRole))
        for r in range(page(window).bar.combo.count())
    ]


def test_the_dialog_says_what_is_missing(window: DrivenWindow, tmp_path: Path) -> None:
    dialog = page(window).evaluate()
    assert "Choose a folder" in dialog.missing
    assert not dialog.start.isEnabled()
    assert page(window).evaluate(tmp_path) is dialog, "one question at a time"
    assert dialog.start.isEnabled()
    dialog.groups.setCurrentIndex(PATTERN)
    for pattern, said in (
        ("", "Write a pattern"),
        ("(", "cannot be understood"),
        ("p", "pair of brackets"),
    ):
        dialog.pattern.setText(pattern)
        assert said in dialog.missing
        assert dialog.request() is None
    dialog.groups.setCurrentIndex(TABLE)
    assert "table" in dialog.missing
    dialog.choose_table(tmp_path / "groups.csv")
    request = dialog.request()
    assert request is not None
    assert request.grouping.groups_csv == tmp_path / "groups.csv"
    dialog.reject()


def test_a_folder_that_cannot_be_evaluated_is_told_once(
    window: DrivenWindow, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    dialog = page(window).evaluate(tmp_path / "empty")
    outcome = window.ended(
        lambda: QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    )
    assert outcome.kind is OutcomeKind.FAILED
    assert window.take_problem().user_message
    assert page(window).report is not None, "what was shown stays"


def test_an_evaluation_waits_for_other_work_and_then_opens(
    open_window: OpenWindow, evaluated: EvaluatedHome
) -> None:
    window = open_window()
    turn_to(window)
    other = window.occupy("Training “colon 2”")
    report = page(window)
    assert report.bar.evaluate.isEnabled()
    dialog = filled(window, evaluated.stills)
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    assert "on “clinic”" in window.texts(report.waiting)
    assert "Waits for: Training “colon 2”" in window.texts(report.waiting)
    assert not window.page.waiting.isVisibleTo(window.page), "it is not its own"
    other.cancel()
    window.until(lambda: report.report is not None)
    assert not report.waiting.isVisible()


def test_measuring_again_is_asked_for_once_and_can_be_taken_out(
    window: DrivenWindow,
) -> None:
    open_cell(window, GREEN, BLUE)
    question(window, Key.Key_1)
    report, again = page(window), "Measure again with these labels"
    other = window.occupy()
    window.click(report.strip, again)
    assert not window.button(report.strip, again).isEnabled()
    window.click(report.waiting, "Take out: Measuring with revised labels")
    assert window.button(report.strip, again).isEnabled()
    assert not report.waiting.isVisible()
    window.ended(other.cancel)


# what is wrong with files


def test_a_damaged_record_says_so_and_others_still_open(
    window: DrivenWindow, run: Path
) -> None:
    (run / RECORD_FILE).write_text("{", encoding="utf-8")
    report = page(window)
    window.application.others.report.reports.open(report.report.source)  # type: ignore[union-attr]
    assert report.report is None
    assert "cannot be shown" in report.empty.words
    assert "damaged" in report.empty.words
    assert report.empty.isVisible()
    choose(window, "Sample")
    assert report.report is not None
    assert not report.empty.isVisible()


def test_an_old_record_opens(window: DrivenWindow, run: Path) -> None:
    told = json.loads((run / RECORD_FILE).read_text("utf-8"))
    for name in ("title", "created", "program_version", "drawn", "history", "revised"):
        del told[name]
    (run / RECORD_FILE).write_text(json.dumps(told), "utf-8")
    report = page(window)
    window.application.others.report.reports.open(report.report.source)  # type: ignore[union-attr]
    assert report.report is not None
    assert report.report.obstacle == NO_STILLS
    report.matrix.first.matrix.cell_chosen.emit(GREEN, BLUE)
    assert NO_STILLS in window.texts(report.cell_pane)


def test_damaged_revised_numbers_are_told_of(window: DrivenWindow, run: Path) -> None:
    (run / REVISED_RECORD_FILE).write_text("{}", encoding="utf-8")
    window.application.others.report.reports.open(page(window).report.source)  # type: ignore[union-attr]
    assert "revised labels are there but cannot be read" in window.texts(
        page(window).numbers
    )


def test_without_any_report_the_page_offers_to_measure(
    open_window: OpenWindow,
) -> None:
    window = open_window()
    window.application.others.report.page.set_models((), None)
    turn_to(window)
    report = page(window)
    window.until(lambda: window.application.others.report.reports.complete)
    assert report.report is None
    assert "Nothing has been measured yet" in report.empty.words
    window.click(report.empty, "Evaluate a folder now")
    dialog = window.take_dialog()
    assert isinstance(dialog, EvaluateDialog)
    assert "no model" in dialog.missing or "folder" in dialog.missing
    dialog.reject()


# looks


def controls(part: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in part.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def test_whatever_takes_the_keyboard_has_a_name(window: DrivenWindow) -> None:
    report = page(window)
    nameless = []
    for tab in range(report.tabs.count()):
        report.tabs.setCurrentIndex(tab)
        QApplication.processEvents()
        nameless += [w for w in controls(report) if not _name(w)]
    report.tabs.setCurrentIndex(0)
    open_cell(window, GREEN, BLUE)
    nameless += [w for w in controls(report) if not _name(w)]
    assert nameless == []


def test_it_fits_a_small_window(window: DrivenWindow) -> None:
    window.application.window.resize(1280, 720)
    QApplication.processEvents()
    assert window.application.window.size().width() == 1280
    assert window.application.window.size().height() == 720
    right = page(window).numbers
    inside = right.headline
    edge = inside.mapTo(right, inside.rect().bottomRight()).x()
    assert edge <= right.width()


def _name(widget: QWidget) -> str:
    own = widget.accessibleName() or getattr(widget, "text", lambda: "")()
    return own or (widget.objectName() if "qt_" in widget.objectName() else "")
