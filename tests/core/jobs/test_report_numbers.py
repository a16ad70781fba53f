"""Every number of the report stands in evaluation.json, or follows from it in one step.

Facts of data and run come from the card, and the pictures' confidences from the tested
stills of the run.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from core.evaluation.report import render_report
from core.jobs.report_content import content_of, errors_among
from core.jobs.tested_stills import TESTED_FILE, read_evaluation, read_tested
from core.library.store import read_card
from tests.core.jobs.evaluated_folder import BY_LIKENESS, evaluated, write_distinct
from tests.core.jobs.reviewed_folder import home_with_a_model

OF_THE_CARD = {
    "How it was trained",
    "What it was trained on",
    "Thresholds",
    "Limits",
    "Made with",
}
OF_THE_TEMPLATE = {"95"}
"""As in “95 % interval”."""

NUMBER = re.compile(r"(?<![A-Za-z\d])\d+(?:[.,]\d+)*")
NOT_TOLD = {"style", "svg", "title"}


class Told(HTMLParser):
    """The page's sentences and cells, by the heading above them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._inside: list[str] = []
        self.heading = ""
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "img", "br"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._inside.pop()

    def handle_data(self, data: str) -> None:
        if "h2" in self._inside:
            self.heading = data.strip()
        elif not NOT_TOLD & set(self._inside):
            self.texts.append((self.heading, data))


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    else:
        yield value


def spellings(value: float) -> set[str]:
    """How the report spells a number of the record."""
    percent, decimal = f"{100 * value:.1f}", f"{value:.3f}"
    return {percent, decimal} | ({f"{value:,}"} if isinstance(value, int) else set())


def numbers_of(record: dict[str, Any]) -> set[str]:
    """Return every number of the record, and what follows from it in one step."""
    matrix, stills = record["confusion"], record["stills"]
    follows: list[float] = [sum(row) for row in matrix]
    follows += [count / sum(row) for row in matrix for count in row if sum(row)]
    follows += [stills - sum(matrix[i][i] for i in range(len(matrix)))]
    follows += [1 / sum(1 for row in matrix if sum(row))]  # chance
    follows += [each["support"] / stills for each in record["per_class"]]
    decisions = record["decisions"]
    follows += [decisions[n] / stills for n in ("accepted", "reviewed", "refused")]
    found = OF_THE_TEMPLATE | set(NUMBER.findall(record["created"].replace("T", " ")))
    for leaf in [*leaves(record), *follows]:
        if isinstance(leaf, str):
            found |= set(NUMBER.findall(leaf))
        elif isinstance(leaf, int | float) and not isinstance(leaf, bool):
            found |= spellings(leaf)
    return found


def numbers_told(page: str) -> dict[str, str]:
    """Return every number of the page that is none of the card, and where it stands."""
    return {
        number: text
        for heading, text in Told(page).texts
        if heading not in OF_THE_CARD
        for number in NUMBER.findall(text)
    }


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = home_with_a_model(tmp_path_factory.mktemp("home"))
    folder = write_distinct(tmp_path_factory.mktemp("stills") / "gi", each=11)
    result = evaluated(folder, home, grouping=BY_LIKENESS, with_images=True)
    assert result.run is not None
    return result.run


def test_every_number_of_the_page_stands_in_the_record(run: Path) -> None:
    record = json.loads((run / "evaluation.json").read_text(encoding="utf-8"))
    page = (run / "report.html").read_text(encoding="utf-8")
    _, stills = read_tested(run / TESTED_FILE)
    allowed = numbers_of(record)
    for still in stills:  # the pictures' captions
        allowed |= {f"{100 * still.confidence:.1f}", *NUMBER.findall(still.file)}
    told = numbers_told(page)
    assert len(told) > 20
    assert {n: text for n, text in told.items() if n not in allowed} == {}


def test_a_number_that_is_not_in_the_record_would_be_seen(run: Path) -> None:
    record = json.loads((run / "evaluation.json").read_text(encoding="utf-8"))
    page = (run / "report.html").read_text(encoding="utf-8")
    record["overall"]["accuracy"] = record["overall"]["balanced_accuracy"]
    record["overall"]["loss"] = record["overall"]["balanced_accuracy"]
    assert set(numbers_told(page)) - numbers_of(record)


@pytest.mark.parametrize("with_images", [True, False])
def test_the_page_is_made_again_from_the_files_letter_by_letter(
    run: Path, with_images: bool
) -> None:
    """Nothing else but record, card and tested stills goes into it."""
    header, stills = read_tested(run / TESTED_FILE)
    content = content_of(
        read_evaluation(run),
        card=read_card(run.parent.parent / "models" / "colours"),
        errors=errors_among(header.folder, stills, with_images=with_images),
    )
    again = render_report(content, with_images=with_images)
    if with_images:
        assert again == (run / "report.html").read_text(encoding="utf-8")
    else:
        assert set(numbers_told(again)) <= numbers_of(
            json.loads((run / "evaluation.json").read_text(encoding="utf-8"))
        )
