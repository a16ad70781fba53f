"""PDFs of reports: the record's numbers, whole pages, and no names unasked."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter

from app.reporting.printing import ReportPrinter
from core.evaluation.figures import curve_plots, history_plots
from core.files import WriteFailed
from core.library.evaluation_record import EvaluationRecord
from core.library.store import read_card
from core.paths import SHIPPED_MODELS
from tests.app.measured_report import THREE, TWELVE, errors, measured

pytestmark = pytest.mark.usefixtures("qapp")

NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,]\d+)*")
A4, LETTER = QPageSize.PageSizeId.A4, QPageSize.PageSizeId.Letter
OF_THE_TEMPLATE = re.compile(
    r"(?:Table|Figure) \d+\.|\d+ of \d+$|Lumenary [\d.]+", re.M
)


def pdf(path: Path, record: EvaluationRecord, **choices: Any) -> pypdf.PdfReader:
    page = choices.pop("page", A4)
    choices = {"with_images": False, "card": None, **choices}
    card = choices.pop("card")
    pages = ReportPrinter(page).to_pdf(path, record, card, **choices)
    reader = pypdf.PdfReader(path)
    assert len(reader.pages) == pages
    return reader


def words(page: pypdf.PageObject) -> str:
    return page.extract_text().replace("\t", " ")


def text_of(reader: pypdf.PdfReader) -> str:
    return "\n".join(map(words, reader.pages))


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value


def allowed_numbers(record: EvaluationRecord) -> set[str]:
    """Return every spelling of what ``evaluation.json`` holds or gives in one step."""
    told = json.loads(record.model_dump_json())
    matrix, stills = told["confusion"], told["stills"]
    follows: list[float] = [sum(row) for row in matrix]
    follows += [count / sum(row) for row in matrix for count in row]
    follows += [stills - sum(matrix[i][i] for i in range(len(matrix)))]
    follows += [each["support"] / stills for each in told["per_class"]]
    decisions = told["decisions"]
    follows += [decisions[n] / stills for n in ("accepted", "reviewed", "refused")]
    found = {"95", *NUMBER.findall(told["created"].replace("T", " "))}
    for plot in (*curve_plots(record), *history_plots(record.history)):
        labels = (*plot.x_ticks, *plot.y_ticks, *plot.dividers, *plot.marks)
        found |= {n for each in labels for n in NUMBER.findall(each.label)}
        found |= set(NUMBER.findall(plot.x_label))
    for leaf in (*leaves(told), *follows):
        if isinstance(leaf, str):
            found |= set(NUMBER.findall(leaf))
        elif isinstance(leaf, int | float) and not isinstance(leaf, bool):
            found |= {f"{100 * leaf:.1f}", f"{leaf:.3f}"}
            found |= {f"{leaf:,}"} if isinstance(leaf, int) else set()
    return found


@pytest.mark.parametrize("revised", [False, True])
def test_every_number_of_the_pages_stands_in_the_record(
    tmp_path: Path, revised: bool
) -> None:
    record = measured(revised=revised)
    text = OF_THE_TEMPLATE.sub("", text_of(pdf(tmp_path / "report.pdf", record)))
    told = set(NUMBER.findall(text))
    assert len(told) > 60
    assert told - allowed_numbers(record) == set()


def test_the_numbers_that_matter_stand_on_the_first_page(tmp_path: Path) -> None:
    record = measured()
    first = words(pdf(tmp_path / "report.pdf", record).pages[0])
    for rate in (record.overall.balanced_accuracy, record.overall.accuracy):
        assert rate.value is not None
        assert rate.low is not None
        assert f"{100 * rate.value:.1f}" in first
        assert f"{100 * rate.low:.1f}" in first
    assert "Jane" not in first


def test_a_heading_is_told_on_the_page_that_shows_it_and_on_no_other(
    tmp_path: Path,
) -> None:
    card = read_card(SHIPPED_MODELS / "starter")
    text = text_of(pdf(tmp_path / "report.pdf", measured(), card=card))
    lines = [line.strip() for line in text.splitlines()]
    for heading in ("How it was trained", "Thresholds", "Limits", "Made with"):
        assert lines.count(heading) == 1, heading


def test_a_revised_report_says_so_and_shows_both(tmp_path: Path) -> None:
    text = text_of(pdf(tmp_path / "r.pdf", measured(), revised=measured(revised=True)))
    assert "LABELS REVISED AFTER ERRORS WERE SEEN" in text
    assert "As first measured" in text
    assert "3 stills measured with another label, 1 still left out" in " ".join(
        text.split()
    )


@pytest.mark.parametrize("page", [A4, LETTER])
def test_each_page_has_its_number_and_says_what_it_is_of(
    tmp_path: Path, page: QPageSize.PageSizeId
) -> None:
    reader = pdf(tmp_path / "report.pdf", measured(), page=page)
    size = QPageSize(page).sizePoints()
    pages = reader.pages
    assert len(pages) > 1
    for number, each in enumerate(pages, start=1):
        foot = words(each)[-400:]
        assert f"{number} of {len(pages)}" in foot
        assert "own-model on the stills of Больница №5 that" in " ".join(foot.split())
        assert "Lumenary 0.1.0 · 2026-03-04 · For research and education only" in foot
        assert abs(float(each.mediabox.width) - size.width()) < 1
        assert abs(float(each.mediabox.height) - size.height()) < 1


def test_a_table_that_is_divided_has_its_head_on_every_page(tmp_path: Path) -> None:
    record = measured([f"finding {i}" for i in range(30)], stills=900)
    reader = pdf(tmp_path / "report.pdf", record)
    pages = [words(page) for page in reader.pages]
    rows = [page for page in pages if re.search(r"\d+ stills, \d+ groups", page)]
    assert len(rows) > 1
    assert all("Sensitivity (recall)" in page for page in rows)


@pytest.mark.parametrize("classes", [THREE, TWELVE])
def test_all_classes_are_written_out_in_letters_that_stay_letters(
    tmp_path: Path, classes: tuple[str, ...]
) -> None:
    reader = pdf(tmp_path / "report.pdf", measured(classes))
    text = "".join(text_of(reader).split())
    for name in classes:
        assert "".join(name.split()) in text
    fonts = {
        str(font["/BaseFont"]).lstrip("/").partition("+")[2] or str(font["/BaseFont"])
        for page in reader.pages
        for font in (each.get_object() for each in page["/Resources"]["/Font"].values())
    }
    assert fonts
    assert all("DejaVuSansCondensed" in font for font in fonts), fonts


def test_without_images_neither_a_still_nor_its_name_is_in_the_file(
    tmp_path: Path,
) -> None:
    record = measured()
    path = tmp_path / "report.pdf"
    reader = pdf(path, record, pictures=errors(record))
    text = text_of(reader) + str(reader.metadata)
    assert "Jane" not in text
    assert not re.search(r"\.(jpe?g|png)", text, re.IGNORECASE)
    assert "left out of this report" in " ".join(text.split())
    assert all(
        min(i.image.size) <= 1 for p in reader.pages for i in p.images if i.image
    )


def test_with_images_each_error_is_shown_and_named(tmp_path: Path) -> None:
    record = measured()
    reader = pdf(tmp_path / "r.pdf", record, with_images=True, pictures=errors(record))
    shown = [i for p in reader.pages for i in p.images if i.image and i.image.width > 9]
    assert len(shown) == 8
    text = " ".join(text_of(reader).split())
    assert "no picture" in text
    assert all(f"Jane Doe {i}.jpg" in text for i in range(9))


@pytest.mark.parametrize("classes", [3, 8, 10])
def test_what_is_said_of_the_errors_stands_above_the_first_of_them(
    tmp_path: Path, classes: int
) -> None:
    record = measured([f"finding {i}" for i in range(classes)], stills=40 * classes)
    reader = pdf(tmp_path / "r.pdf", record, with_images=True, pictures=errors(record))
    pages = [words(page) for page in reader.pages]
    (above,) = [page for page in pages if "The most confident errors" in page]
    assert "Jane Doe" in above


def test_a_card_adds_how_the_model_was_made(tmp_path: Path) -> None:
    card = read_card(SHIPPED_MODELS / "sample")
    text = text_of(pdf(tmp_path / "report.pdf", measured(), card=card))
    assert "How it was trained" in text
    assert card.data.fingerprint in text
    assert card.does_not_know in " ".join(text.split())


def test_a_file_that_cannot_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "report.pdf"
    folder.mkdir()
    with pytest.raises(WriteFailed, match=r"report\.pdf"):
        ReportPrinter(A4).to_pdf(folder, measured(), None, with_images=False)
    assert list(tmp_path.iterdir()) == [folder]


def test_a_printer_gets_the_pages_it_is_asked_for(tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageSize(QPageSize(LETTER))
    printer.setFromTo(2, 3)
    pages = ReportPrinter().to_printer(printer, measured(), None, with_images=False)
    reader = pypdf.PdfReader(tmp_path / "printed.pdf")
    assert pages >= 3
    assert len(reader.pages) == 2
    assert f"2 of {pages}" in words(reader.pages[0])
