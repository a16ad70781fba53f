"""The states of the Report page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from states.stage import Stage

if TYPE_CHECKING:
    from app.widgets.evaluate_dialog import EvaluateDialog

BY_EXAMINATION = r"^(exam\d+)_"


def report_states(stage: Stage) -> Iterator[str]:
    """Open a model's report, measure a folder, and question labels of a cell."""
    room = stage.others.report
    page = room.page
    page.set_models((), None)
    stage.application.window.show_page(page)
    yield "report-empty"
    page.set_models(stage.application.models.entries, "sample")
    starter = next(s for s in room.reports.sources if s.title.endswith("(starter)"))
    room.reports.open(starter)
    yield "report-model"
    for number, state in ((1, "classes"), (2, "curves"), (3, "facts")):
        page.tabs.setCurrentIndex(number)
        yield f"report-{state}"
    yield from _evaluated(stage)
    yield from _questioned(stage)


def _evaluated(stage: Stage) -> Iterator[str]:
    """Measure the sample model on stills of which three stand in a wrong folder."""
    _filled_in(stage)
    yield "report-evaluate"
    _filled_in(stage).start.click()  # its picture closed the first one
    stage.until_idle()
    yield "report-evaluation"


def _filled_in(stage: Stage) -> "EvaluateDialog":
    dialog = stage.others.report.page.evaluate(stage.colonoscopies)
    names = [dialog.models.itemText(row) for row in range(dialog.models.count())]
    (sample,) = [row for row, name in enumerate(names) if "(sample)" in name]
    dialog.models.setCurrentIndex(sample)
    dialog.groups.setCurrentIndex(2)
    dialog.pattern.setText(BY_EXAMINATION)
    return dialog


def _questioned(stage: Stage) -> Iterator[str]:
    page = stage.others.report.page
    matrix, pane = page.matrix.first, page.cell_pane
    matrix.matrix.setCurrentIndex(matrix.model.index(2, 1))
    matrix.matrix.cell_chosen.emit(2, 1)
    stage.until(lambda: pane.desk.row is not None)
    yield "report-cell"
    for proposed in ("drawn-polyp", None):
        stage.until(lambda: pane.desk.row is not None)
        pane.desk.asked.emit(pane.desk.row, proposed)
        pane.sheet.setCurrentIndex(pane.findings.index(1, 0))
    yield "report-questioned"
    page.strip.measure_wanted.emit()
    stage.until_idle()
    yield "report-revised"
