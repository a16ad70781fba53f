"""A report saved and printed by the real window, as a person would."""

from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QFileDialog

from app.reporting.report_output import OutputKind
from tests.app.driven_window import DrivenWindow

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def report(window: DrivenWindow) -> DrivenWindow:
    """The window with a shipped model's report."""
    page = window.application.others.report.page
    window.application.window.show_page(page)
    window.until(lambda: page.report is not None)
    return window


def test_what_is_shown_is_saved_as_pdf(report: DrivenWindow, tmp_path: Path) -> None:
    saving = report.application.others.saving
    report.press(Qt.Key.Key_S, CONTROL)
    dialog = report.take_dialog()
    assert isinstance(dialog, QFileDialog)
    with report.qtbot.waitSignal(saving.output.written, timeout=30_000):
        dialog.fileSelected.emit(str(tmp_path / "report.pdf"))
        dialog.close()
        assert not saving.button.button.isEnabled()
    assert saving.button.button.isEnabled()
    shown = report.application.others.report.page.report
    assert shown is not None
    reader = pypdf.PdfReader(tmp_path / "report.pdf")
    first = reader.pages[0].extract_text()
    value = shown.record.overall.balanced_accuracy.value
    assert value is not None
    assert f"{100 * value:.1f}" in first
    assert shown.record.model in first


def test_a_printer_is_asked_for_and_the_answer_may_be_no(report: DrivenWindow) -> None:
    report.press(Qt.Key.Key_P, CONTROL)
    dialog = report.take_dialog()
    assert isinstance(dialog, QPrintDialog)
    dialog.reject()
    assert not report.application.others.saving.output.busy


def test_closing_waits_for_the_report_that_is_being_made(
    report: DrivenWindow, tmp_path: Path
) -> None:
    shown = report.application.others.report.page.report
    assert shown is not None
    path = tmp_path / "last.pdf"
    report.application.others.saving.output.write(
        OutputKind.PDF, shown, path, with_images=False
    )
    report.close()
    assert path.read_bytes().rstrip().endswith(b"%%EOF")
