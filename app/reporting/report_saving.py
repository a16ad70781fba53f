"""Saving and printing on the Report page: its button, and what the button starts."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.pages.report_page import ReportPage
from app.problems.problem import Problem
from app.reporting.label_questioning import LabelQuestioning
from app.reporting.open_report import OpenReport
from app.reporting.report_output import OutputKind, ReportOutput
from app.widgets.save_report_button import SaveReportButton
from core.review.label_questions import LabelQuestion


class ReportSaving:
    """Puts a button on the page and gives what is shown to who writes it.

    Parameters
    ----------
    page
        Shows the report.
    questioning
        Knows which labels are doubted.
    present
        Shows a problem.
    window
        What dialogs stand above.
    """

    def __init__(
        self,
        page: ReportPage,
        questioning: LabelQuestioning,
        present: Callable[[Problem], None],
        window: QWidget,
    ) -> None:
        self._page = page
        self._questioning = questioning
        self.output = ReportOutput(self._questions, present, window)
        self.button = SaveReportButton()
        page.bar.add_tool(self.button)
        page.report_shown.connect(self.button.set_report)
        self.output.busy_changed.connect(self.button.set_busy)
        self.button.html_wanted.connect(lambda i: self._save(OutputKind.HTML, i))
        self.button.pdf_wanted.connect(lambda i: self._save(OutputKind.PDF, i))
        self.button.paper_wanted.connect(self._print)

    def stop(self) -> None:
        """Wait for the report that is being made; the window is closing."""
        self.output.stop()

    def _save(self, kind: OutputKind, with_images: bool) -> None:
        if self._page.report is not None:
            self.output.save_as(kind, self._page.report, with_images=with_images)

    def _print(self, with_images: bool) -> None:
        if self._page.report is not None:
            self.output.ask_printer(self._page.report, with_images=with_images)

    def _questions(self, report: OpenReport) -> dict[str, LabelQuestion]:
        return {
            still.digest: question
            for still in report.stills
            if (question := self._questioning.question(still)) is not None
        }
