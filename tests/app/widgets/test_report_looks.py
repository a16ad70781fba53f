"""The Report page's widgets: live palettes, a font twice as large, what they say."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.appearance.palettes import apply_theme
from app.item_models.cell_stills import REVISED
from app.item_models.confusion_model import ConfusionModel
from app.item_models.report_tables import class_table
from app.reporting.report_sources import ReportSource, SourceKind
from app.settings.kept_settings import Theme
from app.widgets.confusion_matrix import ConfusionMatrix
from app.widgets.curves_view import NO_HISTORY, CurvesView
from app.widgets.evaluate_dialog import EvaluateDialog
from app.widgets.facts_view import FactGroup, FactsView
from app.widgets.headline_numbers import HeadlineNumbers
from app.widgets.matrix_panel import MatrixPanel
from app.widgets.metrics_table import MetricsTable
from app.widgets.notices_list import NoticesList
from app.widgets.plot_view import PlotView
from app.widgets.question_strip import QuestionStrip
from app.widgets.report_bar import ReportBar
from app.widgets.report_empty import ReportEmpty
from app.widgets.report_head import ReportHead
from core.evaluation.figures import history_plots
from core.jobs.tested_stills import read_evaluation
from core.library.evaluation_record import (
    EvaluationRecord,
    HistoryEpoch,
    RevisedLabels,
)
from core.paths import RESOURCES
from tests.app.widgets.looks import (
    assert_follows_palette,
    assert_grows_with_font,
    shown,
)

_MODELS = RESOURCES.parent / "models"
_EPOCHS = tuple(
    HistoryEpoch(phase=p, loss=1 / e, accuracy=0.9, val_loss=1.2 / e, val_accuracy=0.8)
    for e, p in enumerate((1, 1, 2, 2, 2), start=1)
)


def _record() -> EvaluationRecord:
    return read_evaluation(_MODELS / "starter")


def _both() -> tuple[EvaluationRecord, EvaluationRecord]:
    first = _record()
    told = RevisedLabels(
        relabelled=2, left_out=1, stills_before=first.stills, before=first.overall
    )
    return first, first.model_copy(update={"revised": told})


def _source(name: str, kind: SourceKind = SourceKind.MODEL) -> ReportSource:
    return ReportSource(kind, Path(name), name)


def _bar() -> ReportBar:
    bar = ReportBar()
    bar.set_sources([_source("run", SourceKind.EVALUATION), _source("starter")])
    return bar


def _head() -> ReportHead:
    head = ReportHead()
    head.show_records(_both())
    return head


def _headline() -> HeadlineNumbers:
    numbers = HeadlineNumbers()
    numbers.show_records(_both())
    return numbers


def _matrices() -> MatrixPanel:
    panel = MatrixPanel()
    panel.show_records(_both())
    return panel


def _classes() -> MetricsTable:
    table = MetricsTable()
    table.rates.show(class_table(_both()))
    return table


def _curve() -> PlotView:
    view = PlotView()
    view.show_plot(history_plots(_EPOCHS)[0])
    return view


def _notices() -> NoticesList:
    notices = NoticesList()
    notices.show_notices(["Too few.", "Too few.", "Drawn."])
    return notices


def _strip() -> QuestionStrip:
    strip = QuestionStrip()
    strip.show_questions(2, None, pending=True)
    return strip


_WIDGETS: list[Callable[[], QWidget]] = [
    _bar,
    _head,
    _headline,
    _matrices,
    _classes,
    _curve,
    _notices,
    _strip,
    ReportEmpty,
]


@pytest.fixture(autouse=True)
def _light_again(qapp: QApplication) -> Iterator[None]:
    """Each test begins and ends in the light palette and the font of before."""
    font = qapp.font()
    apply_theme(qapp, Theme.LIGHT)
    yield
    apply_theme(qapp, Theme.LIGHT)
    qapp.setFont(font)


@pytest.mark.parametrize("make", _WIDGETS, ids=lambda make: make.__name__.strip("_"))
def test_a_change_of_palette_is_followed_while_shown(
    make: Callable[[], QWidget], qapp: QApplication, qtbot: QtBot
) -> None:
    assert_follows_palette(make, qapp, qtbot)


@pytest.mark.parametrize("make", _WIDGETS, ids=lambda make: make.__name__.strip("_"))
def test_it_grows_with_the_systems_font(
    make: Callable[[], QWidget], qapp: QApplication, qtbot: QtBot
) -> None:
    assert_grows_with_font(make, qapp, qtbot)


def test_enter_and_space_ask_for_the_current_cell(qtbot: QtBot) -> None:
    model = ConfusionModel()
    model.show(_record())
    matrix = ConfusionMatrix(model)
    shown(matrix, qtbot)
    asked: list[tuple[int, int]] = []
    matrix.cell_chosen.connect(lambda row, column: asked.append((row, column)))
    matrix.setFocus()
    matrix.setCurrentIndex(model.index(0, 0))
    keys = Qt.Key
    for key in keys.Key_Down, keys.Key_Return, keys.Key_Right, keys.Key_Space:
        QTest.keyClick(matrix, key)
    assert asked == [(1, 0), (1, 1)]


def test_choosing_in_one_matrix_lets_go_of_the_other(qtbot: QtBot) -> None:
    panel = _matrices()
    shown(panel, qtbot)
    asked: list[tuple[bool, int, int]] = []
    panel.cell_chosen.connect(lambda *cell: asked.append(cell))
    for part in panel.first, panel.revised:
        part.matrix.setCurrentIndex(part.model.index(1, 1))
        part.matrix.clicked.emit(part.model.index(1, 1))
    assert asked == [(False, 1, 1), (True, 1, 1)]
    assert not panel.first.matrix.selectedIndexes()
    assert panel.revised.matrix.selectedIndexes()


def test_many_classes_can_be_scrolled_and_never_overlap(qtbot: QtBot) -> None:
    record = _record()
    names = tuple(f"a finding with a long name {i}" for i in range(20))
    matrix = tuple(tuple(int(i == j) for j in range(20)) for i in range(20))
    wide = record.model_copy(update={"classes": names, "confusion": matrix})
    model = ConfusionModel()
    model.show(wide)
    view = ConfusionMatrix(model)
    shown(view, qtbot)
    assert view.horizontalScrollBar().maximum() > 0
    assert view.columnWidth(0) >= 4 * view.fontMetrics().height()
    assert view.sizeHint().height() > 20 * 2 * view.fontMetrics().height()


def test_training_curves_are_told_in_words(qtbot: QtBot) -> None:
    view = CurvesView()
    shown(view, qtbot)
    view.show_records((_record().model_copy(update={"history": ()}),))
    assert len(view.plots) == 2
    assert NO_HISTORY in [label.text() for label in view.findChildren(QLabel)]
    view.show_records((_record().model_copy(update={"history": _EPOCHS}),))
    assert len(view.plots) == 4
    words = "\n".join(plot.accessibleDescription() for plot in view.plots)
    for told in ("polyps: AUC 0.998", "Training", "Validation", "best of phase 2"):
        assert told in words
    view.show_records([r.model_copy(update={"history": ()}) for r in _both()])
    titles = [plot.accessibleName() for plot in view.plots]
    assert sum(title.endswith(REVISED) for title in titles) == 2


def test_a_notice_is_said_once() -> None:
    assert _notices().sentences == ("Too few.", "Drawn.")


def test_facts_without_a_line_have_no_heading(qtbot: QtBot) -> None:
    view = FactsView()
    qtbot.addWidget(view)
    view.show_groups([FactGroup("Empty", ()), FactGroup("Full", (("a", "1"),))])
    assert [group.title for group in view.groups] == ["Full"]


@pytest.mark.parametrize(
    ("count", "revised", "pending", "said", "offered"),
    [
        (1, False, True, "1 label questioned. The numbers do not know", True),
        (3, True, False, "2 stills measured with another label, 1 still left", False),
        (0, True, True, "withdrawn or changed", True),
    ],
)
def test_the_strip_says_what_the_numbers_know(
    qtbot: QtBot, count: int, revised: bool, pending: bool, said: str, offered: bool
) -> None:
    strip = QuestionStrip()
    shown(strip, qtbot)
    strip.show_questions(count, _both()[1] if revised else None, pending=pending)
    assert said in strip.words
    (button,) = strip.findChildren(QPushButton)
    assert button.isVisible() == offered


def test_without_questions_there_is_no_strip(qtbot: QtBot) -> None:
    strip = QuestionStrip()
    shown(strip, qtbot)
    strip.show_questions(0, None, pending=False)
    assert not strip.isVisible()


def test_headings_of_the_list_cannot_be_chosen_and_the_choice_stays() -> None:
    bar = _bar()
    bar.select(_source("starter"))
    chosen = bar.current()
    assert chosen == _source("starter")
    bar.set_sources([_source("newer", SourceKind.EVALUATION), _source("starter")])
    assert bar.current() == chosen
    headings = [
        row for row in range(bar.combo.count()) if bar.combo.itemData(row, 256) is None
    ]
    model = bar.combo.model()
    enabled = Qt.ItemFlag.ItemIsEnabled
    assert len(headings) == 2
    assert all(not model.flags(model.index(row, 0)) & enabled for row in headings)
    bar.set_sources([])
    assert bar.current() is None
    assert not bar.combo.isEnabled()


def test_every_field_of_the_dialog_has_a_name(qtbot: QtBot) -> None:
    dialog = EvaluateDialog([])
    qtbot.addWidget(dialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    for field in (
        dialog.folder_button,
        dialog.models,
        dialog.groups,
        dialog.table_button,
        dialog.pattern,
        dialog.start,
    ):
        assert field.accessibleName()
    dialog.choose_folder(Path("clinic"))
    assert "no model" in dialog.missing
