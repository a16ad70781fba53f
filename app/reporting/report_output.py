"""Saves a report as HTML or PDF, or prints it, while the window goes on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QStandardPaths, Qt, QThreadPool, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.problems.problem import Problem
from app.reporting.open_report import OpenReport
from core.errors import LumenaryError
from core.jobs.tested_stills import TestedHeader, TestedStill
from core.review.label_questions import LabelQuestion

if TYPE_CHECKING:  # most windows make no report, and none needs these to open
    from PySide6.QtPrintSupport import QPrinter

    from app.reporting.printing import ReportPrinter
    from core.evaluation.report import ErrorStill

_NO_PICTURES: Final = (
    "The report is without pictures of its errors: labels were questioned since these "
    "numbers were measured. Measure again with these labels to have pictures."
)


class OutputKind(StrEnum):
    """What a report can become."""

    HTML = "html"
    PDF = "pdf"
    PAPER = "paper"


_FILTERS: Final = {
    OutputKind.HTML: "Web page, complete in one file (*.html)",
    OutputKind.PDF: "PDF, to print and to attach (*.pdf)",
}


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be made."""

    kind: OutputKind
    report: OpenReport
    with_images: bool
    path: Path | None


@dataclass(frozen=True, slots=True)
class _Made:
    """What came of it: a file, or what a printer is to be given."""

    errors: "tuple[ErrorStill, ...]" = ()
    told: str = ""
    """What the report lacks, and why."""
    failure: Problem | None = None
    """Why there is none."""


class ReportOutput(QObject):
    """Asks for a place, and writes there in a thread; printers are fed by the window.

    Parameters
    ----------
    questions
        Returns which labels of a report are doubted, by digest; called in the
        window's thread.
    present
        Shows a problem.
    window
        What dialogs stand above.
    printer
        Lays the pages out.
    """

    written = Signal(object)
    """The ``Path`` of a report that was saved."""
    printed = Signal(int)
    """How many pages were sent to the printer."""
    busy_changed = Signal(bool)
    """Whether a report is being made."""
    _made = Signal(object, object)
    """From the thread: an :class:`_Order` and what came of it."""

    def __init__(
        self,
        questions: Callable[[OpenReport], Mapping[str, LabelQuestion]],
        present: Callable[[Problem], None],
        window: QWidget,
        printer: "ReportPrinter | None" = None,
    ) -> None:
        super().__init__(window)
        self._questions = questions
        self._present = present
        self._window = window
        self._printer = printer
        self._dialog: QDialog | None = None
        self._paper: QPrinter | None = None
        self._doubted: dict[_Order, Mapping[str, LabelQuestion]] = {}
        self._folder = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        # a thread of Qt's: laying out text needs timers, which Python's do not have
        self._threads = QThreadPool(self)
        self._threads.setMaxThreadCount(1)
        self._made.connect(self._on_made)

    @property
    def busy(self) -> bool:
        """Whether a report is being made."""
        return bool(self._doubted)

    def save_as(
        self, kind: OutputKind, report: OpenReport, *, with_images: bool
    ) -> None:
        """Ask for a file, then write HTML or PDF there."""
        if self._dialog is not None:
            return
        title = f"Save the report as {kind.upper()}"
        dialog = QFileDialog(self._window, title, self._folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(_FILTERS[kind])
        dialog.setDefaultSuffix(kind.value)
        dialog.selectFile(_file_name(kind, report, with_images=with_images))
        dialog.fileSelected.connect(
            lambda name: self.write(kind, report, Path(name), with_images=with_images)
        )
        self._open(dialog)

    def ask_printer(self, report: OpenReport, *, with_images: bool) -> None:
        """Ask for a printer and its paper, then print there."""
        if self._dialog is not None:
            return
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._window)
        dialog.accepted.connect(
            lambda: self.print_on(printer, report, with_images=with_images)
        )
        self._open(dialog)

    def write(
        self, kind: OutputKind, report: OpenReport, path: Path, *, with_images: bool
    ) -> None:
        """Write a report; ``written`` tells when it is there."""
        self._folder = str(path.parent)
        self._ask(_Order(kind, report, with_images, path))

    def print_on(
        self, printer: "QPrinter", report: OpenReport, *, with_images: bool
    ) -> None:
        """Print a report on a printer that was set up."""
        self._paper = printer
        self._ask(_Order(OutputKind.PAPER, report, with_images, None))

    def stop(self) -> None:
        """Wait for the report that is being made; the window is closing."""
        self._threads.clear()
        self._threads.waitForDone()

    def _ask(self, order: _Order) -> None:
        self._doubted[order] = self._questions(order.report)
        self.busy_changed.emit(True)
        self._threads.start(lambda: self._made.emit(order, self._make(order)))

    def _pages(self) -> "ReportPrinter":
        from app.reporting.printing import ReportPrinter

        if self._printer is None:
            self._printer = ReportPrinter()
        return self._printer

    # in the thread

    def _make(self, order: _Order) -> _Made:
        from core.evaluation.report import write_report
        from core.jobs.report_content import content_of

        report = order.report
        try:
            errors, told = self._errors(order)
            shown = report.revised or report.record
            if order.kind is OutputKind.HTML and order.path is not None:
                content = content_of(shown, card=report.card, errors=errors)
                write_report(order.path, content, with_images=order.with_images)
            elif order.kind is OutputKind.PDF and order.path is not None:
                self._pages().to_pdf(
                    order.path,
                    shown,
                    report.card,
                    with_images=order.with_images,
                    pictures=errors,
                )
        except Exception as error:  # noqa: BLE001  the window waits for an answer
            return _Made(failure=Problem.of(error))
        return _Made(tuple(errors), told)

    def _errors(self, order: _Order) -> "tuple[Sequence[ErrorStill], str]":
        """Return the errors with their pictures, and why there are none."""
        from core.jobs.report_content import errors_among

        header, stills = order.report.header, order.report.stills
        if header is None or not order.with_images:
            return (), ""
        if order.report.revised is not None:
            stills = _revised(stills, self._doubted[order], header)
            if len(stills) != order.report.revised.stills:
                return (), _NO_PICTURES
        return errors_among(header.folder, stills, with_images=True), ""

    # in the window again

    def _on_made(self, order: _Order, made: _Made) -> None:
        self._doubted.pop(order, None)
        if made.failure is not None:
            self._present(made.failure)
        elif order.path is not None:
            self.written.emit(order.path)
        elif self._paper is not None:
            self._print(self._paper, order, made.errors)
        if made.told:
            self._present(Problem(made.told))
        if not self.busy:
            self.busy_changed.emit(False)

    def _print(
        self, paper: "QPrinter", order: _Order, errors: "Sequence[ErrorStill]"
    ) -> None:
        report = order.report
        try:
            pages = self._pages().to_printer(
                paper,
                report.revised or report.record,
                report.card,
                with_images=order.with_images,
                pictures=errors,
            )
        except LumenaryError as error:
            self._present(Problem.of(error))
        else:
            self.printed.emit(pages)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        QDialog.open(dialog)  # a print dialog's own wants to know whom to call

    def _forget_dialog(self) -> None:
        self._dialog = None


def _revised(
    stills: Sequence[TestedStill],
    questions: Mapping[str, LabelQuestion],
    header: TestedHeader,
) -> tuple[TestedStill, ...]:
    from core.jobs.revise import revise_labels

    return revise_labels(stills, questions, header).stills


def _file_name(kind: OutputKind, report: OpenReport, *, with_images: bool) -> str:
    discreet = "" if with_images else " without images"
    return f"{report.record.model} evaluation{discreet}.{kind.value}"
