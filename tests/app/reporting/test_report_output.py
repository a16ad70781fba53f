"""Saving and printing a report: what is written, and when it is told."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.reporting.open_report import OpenReport
from app.reporting.printing import ReportPrinter
from app.reporting.report_output import OutputKind, ReportOutput
from app.reporting.report_sources import ReportSource, SourceKind
from core.files import sha256_of
from core.jobs import tested_stills
from tests.app.driven_window import write_still
from tests.app.measured_report import measured

if TYPE_CHECKING:
    from app.problems.problem import Problem
    from core.review.label_questions import LabelQuestion

A4 = QPageSize.PageSizeId.A4
OLD = datetime(2026, 3, 4, tzinfo=UTC)


class Desk:
    """An output with what it says kept."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.problems: list[Problem] = []
        self.questions: Mapping[str, LabelQuestion] = {}
        self.output = ReportOutput(
            lambda report: self.questions,
            self.problems.append,
            self.window,
            ReportPrinter(A4),
        )
        self._qtbot = qtbot

    def written(self, order: Callable[[], None]) -> Path:
        with self._qtbot.waitSignal(self.output.written, timeout=20_000) as told:
            order()
        assert isinstance(told.args[0], Path)
        return told.args[0]


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.output.stop()


@pytest.fixture
def report(tmp_path: Path) -> OpenReport:
    """Numbers with one error whose still is there."""
    record = measured()
    still = write_still(tmp_path / "stills" / "Jane Doe.png", "red")
    tested = tested_stills.TestedStill(
        file="Jane Doe.png",
        digest=sha256_of(still),
        true_class=record.classes[0],
        predicted_class=record.classes[1],
        probabilities=(0.1, 0.8, 0.1),
        decision="accept",
        group=0,
    )
    header = tested_stills.TestedHeader(
        folder=still.parent,
        model=record.model,
        model_key="",
        classes=record.classes,
        subset=record.subset,
        method="held_out",
        seed=42,
        grouping=record.grouping,
        created=OLD,
    )
    source = ReportSource(SourceKind.EVALUATION, tmp_path, "report")
    return OpenReport(source, record, header=header, stills=(tested,))


@pytest.mark.parametrize("with_images", [True, False])
def test_a_page_is_written_with_or_without_names(
    desk: Desk, report: OpenReport, tmp_path: Path, with_images: bool
) -> None:
    path = tmp_path / "report.html"
    desk.written(
        lambda: desk.output.write(
            OutputKind.HTML, report, path, with_images=with_images
        )
    )
    page = path.read_text(encoding="utf-8")
    assert ("Jane Doe.png" in page) is with_images
    assert ("data:image/jpeg" in page) is with_images
    assert "own-model" in page
    assert desk.problems == []


def test_a_pdf_shows_the_error_as_it_lies_on_the_disk(
    desk: Desk, report: OpenReport, tmp_path: Path
) -> None:
    path = tmp_path / "report.pdf"
    desk.written(
        lambda: desk.output.write(OutputKind.PDF, report, path, with_images=True)
    )
    images = [i.image for p in pypdf.PdfReader(path).pages for i in p.images]
    assert [i for i in images if i and i.width > 9]
    assert not desk.output.busy


def test_a_still_that_changed_since_is_named_without_a_picture(
    desk: Desk, report: OpenReport, tmp_path: Path
) -> None:
    write_still(tmp_path / "stills" / "Jane Doe.png", "blue")
    path = desk.written(
        lambda: desk.output.write(
            OutputKind.HTML, report, tmp_path / "r.html", with_images=True
        )
    )
    assert "no picture" in path.read_text(encoding="utf-8")


def test_pictures_of_labels_that_were_questioned_since_are_left_out_and_told(
    desk: Desk, report: OpenReport, tmp_path: Path
) -> None:
    late = replace(report, revised=measured(revised=True))
    path = desk.written(
        lambda: desk.output.write(
            OutputKind.HTML, late, tmp_path / "r.html", with_images=True
        )
    )
    assert "Jane Doe.png" not in path.read_text(encoding="utf-8")
    (problem,) = desk.problems
    assert "questioned since" in problem.user_message


def test_a_place_that_cannot_be_written_is_told_and_the_next_one_works(
    desk: Desk, report: OpenReport, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "taken.pdf").mkdir()
    desk.output.write(OutputKind.PDF, report, tmp_path / "taken.pdf", with_images=False)
    qtbot.waitUntil(lambda: len(desk.problems) == 1, timeout=20_000)
    assert "taken.pdf" in desk.problems[0].user_message
    desk.written(
        lambda: desk.output.write(
            OutputKind.HTML, report, tmp_path / "free.html", with_images=False
        )
    )


def test_the_dialog_proposes_a_name_and_the_answer_is_written(
    desk: Desk, report: OpenReport, tmp_path: Path
) -> None:
    desk.window.show()
    desk.output.save_as(OutputKind.PDF, report, with_images=False)
    (dialog,) = desk.window.findChildren(QFileDialog)
    (proposed,) = dialog.selectedFiles()
    assert Path(proposed).name == "own-model evaluation without images.pdf"
    path = tmp_path / "mine.pdf"
    desk.written(lambda: (dialog.fileSelected.emit(str(path)), dialog.close()))
    assert path.read_bytes().startswith(b"%PDF")


def test_a_printer_that_was_set_up_gets_the_pages(
    desk: Desk, report: OpenReport, tmp_path: Path, qtbot: QtBot
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    with qtbot.waitSignal(desk.output.printed, timeout=20_000) as told:
        desk.output.print_on(printer, report, with_images=True)
    assert len(pypdf.PdfReader(tmp_path / "printed.pdf").pages) == told.args[0]
    shutil.rmtree(tmp_path / "stills")
