"""A report as a PDF, or on a printer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QLocale, QMarginsF
from PySide6.QtGui import (
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtPrintSupport import QPrinter

from app.appearance.fonts import BUNDLED_FAMILIES, load_bundled_font
from app.reporting.printed_pages import PrintedPages, screen_dpi
from core.errors import LumenaryError
from core.evaluation.print_report import PrintedReport, render_for_print
from core.evaluation.report import ErrorStill
from core.files import write_bytes
from core.jobs.report_content import content_of
from core.library.card import ModelCard
from core.library.evaluation_record import EvaluationRecord

_MARGINS_MM: Final = QMarginsF(16, 16, 16, 10)
"""The foot stands within the page, so that the lower margin is the smaller one."""


class PrintingFailed(LumenaryError):
    """The printer does not take the report."""


class ReportPrinter:
    """Lays evaluation reports out on pages, in a font that comes with the program.

    Parameters
    ----------
    page
        The paper of a PDF; by default Letter where inches are used, and A4 elsewhere. A
        printer's own paper is taken as it is set.
    """

    def __init__(self, page: QPageSize.PageSizeId | None = None) -> None:
        self._page = page or _usual_page()
        self._font: QFont | None = None

    def to_pdf(
        self,
        path: Path,
        record: EvaluationRecord,
        card: ModelCard | None,
        *,
        with_images: bool,
        revised: EvaluationRecord | None = None,
        pictures: Sequence[ErrorStill] = (),
    ) -> int:
        """Write the report as a PDF, whole or not at all, and return its pages.

        Parameters
        ----------
        path
            The file to write; replaced if it exists.
        record
            What was measured.
        card
            Of the model; ``None`` for a cross-validated recipe.
        with_images
            Whether stills and their file names are shown.
        revised
            The record with labels revised after errors were seen, which also tells the
            numbers as they were; printed in the place of ``record``.
        pictures
            The errors, as :func:`core.jobs.report_content.errors_among` returns them.

        Raises
        ------
        core.files.WriteFailed
            If the file cannot be written; an older one is left as it was.
        """
        report = self._report(record, card, with_images, revised, pictures)
        data = QBuffer()
        data.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(data)
        writer.setTitle(report.title)
        writer.setCreator("Lumenary")
        writer.setPageLayout(
            QPageLayout(
                QPageSize(self._page),
                QPageLayout.Orientation.Portrait,
                _MARGINS_MM,
                QPageLayout.Unit.Millimeter,
            )
        )
        pages = self._paint(report, writer)
        write_bytes(path, bytes(data.data().data()))
        return pages

    def to_printer(
        self,
        printer: QPrinter,
        record: EvaluationRecord,
        card: ModelCard | None,
        *,
        with_images: bool,
        revised: EvaluationRecord | None = None,
        pictures: Sequence[ErrorStill] = (),
    ) -> int:
        """Print the report on a printer that was set up; see :meth:`to_pdf`.

        Raises
        ------
        PrintingFailed
            If the printer cannot be used.
        """
        report = self._report(record, card, with_images, revised, pictures)
        printer.setDocName(report.title)
        printer.setPageMargins(_MARGINS_MM, QPageLayout.Unit.Millimeter)
        return self._paint(report, printer)

    def _report(
        self,
        record: EvaluationRecord,
        card: ModelCard | None,
        with_images: bool,
        revised: EvaluationRecord | None,
        pictures: Sequence[ErrorStill],
    ) -> PrintedReport:
        content = content_of(revised or record, card=card, errors=pictures)
        return render_for_print(content, with_images=with_images, dpi=screen_dpi())

    def _paint(self, report: PrintedReport, device: QPagedPaintDevice) -> int:
        pages = PrintedPages(report, device, self._bundled_font())
        painter = QPainter()
        if not painter.begin(device):
            raise PrintingFailed(
                "The printer could not be used.",
                hint="Nothing was printed. Check that it is switched on and connected, "
                "or save the report as a PDF.",
            )
        try:
            for place, number in enumerate(_printed_numbers(device, pages.count)):
                if place:
                    device.newPage()
                pages.paint(painter, number)
        finally:
            painter.end()
        return pages.count

    def _bundled_font(self) -> QFont:
        """Load the font at the first report; a window that prints none does without."""
        if self._font is None:
            load_bundled_font()
            self._font = QFont()
            self._font.setFamilies(list(BUNDLED_FAMILIES))
            # a reader who looks for “finding” does not type one letter for “fi”
            self._font.setFeature(QFont.Tag("liga"), 0)
            self._font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return self._font


def _printed_numbers(device: QPagedPaintDevice, pages: int) -> list[int]:
    """Return the pages that are asked for, counted from 0."""
    asked = device.pageRanges()
    return [n for n in range(pages) if asked.isEmpty() or asked.contains(n + 1)]


def _usual_page() -> QPageSize.PageSizeId:
    inches = QLocale.system().measurementSystem()
    if inches == QLocale.MeasurementSystem.ImperialUSSystem:
        return QPageSize.PageSizeId.Letter
    return QPageSize.PageSizeId.A4
