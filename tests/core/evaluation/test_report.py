"""The page is whole in itself, keeps secrets that it was told to keep, and is safe."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from core.evaluation.leakage import measure_baseline, with_baselines
from core.evaluation.metrics import evaluate
from core.evaluation.predictions import Predictions
from core.evaluation.report import (
    MAX_PICTURES,
    ErrorStill,
    ReportContent,
    render_report,
    write_report,
)
from core.library.card_facts import Fact
from core.library.evaluation_record import HistoryEpoch
from tests.core.evaluation.drawn_predictions import CLASSES, drawn_predictions

VOID = {"meta", "img", "br"}


class Outline(HTMLParser):
    """Checks that what is opened is closed, and keeps texts and addresses."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [v or "" for k, v in attrs if k in {"src", "href", "action"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def epoch(phase: int, *numbers: float) -> HistoryEpoch:
    names = ("loss", "accuracy", "val_loss", "val_accuracy")
    return HistoryEpoch.model_validate(
        {"phase": phase, **dict(zip(names, numbers, strict=True))}
    )


def content(*, stills: int = 240, skill: float = 1.5) -> ReportContent:
    answers = drawn_predictions(stills=stills, per_group=2, skill=skill)
    decisions = ["accept"] * (stills - 20) + ["review"] * 15 + ["refuse"] * 5
    answers = Predictions(
        CLASSES, answers.labels, answers.probabilities, answers.groups, decisions
    )
    record = evaluate(
        answers,
        model="starter",
        subset="test part of gi",
        grouping="patient",
        resamples=100,
    )
    baseline = measure_baseline(
        "file_properties",
        answers.labels,
        classes=CLASSES,
        labels=answers.labels,
        groups=answers.groups,
        resamples=100,
    )
    errors = tuple(
        ErrorStill(
            file=f"polyp/Jane Doe {i}.jpg",
            true=CLASSES[answers.labels[i]],
            predicted=CLASSES[answers.called[i]],
            confidence=float(answers.probabilities[i].max()),
            decision=decisions[i],
            image=np.full((40, 60, 3), 90, np.uint8),
        )
        for i in np.flatnonzero(~answers.correct)
    )
    remarked = record.model_copy(
        update={
            "created": datetime(2025, 3, 4, 14, 5, tzinfo=UTC),
            "notices": (
                *record.notices,
                "Conflict: “Jane Doe 3.jpg” and polyp/b_2.PNG.",
            ),
            "history": (epoch(1, 1.0, 0.5, 1.1, 0.5), epoch(2, 0.5, 0.8, 0.7, 0.75)),
        }
    )
    return ReportContent(
        record=with_baselines(remarked, [baseline]),
        program_version="0.1.0",
        research_use="Not a medical device.",
        limits=("It has never seen normal mucosa.",),
        data=(Fact("Source", "gi"),),
        training=(Fact("Device", "CPU, 2 cores"),),
        thresholds=(Fact("Temperature", "1.31"),),
        libraries=(Fact("keras", "3.15.0"),),
        errors=errors,
    )


def test_the_page_asks_for_nothing_from_outside(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_report(path, content(), with_images=True)
    page = path.read_text(encoding="utf-8")
    outline = Outline(page)
    assert outline.open == []
    assert outline.addresses
    assert all(a.startswith("data:image/jpeg;base64,") for a in outline.addresses)
    assert not {"script", "link", "iframe", "object", "form"} & set(outline.tags)
    assert "://" not in page
    assert "@import" not in page
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_the_page_says_what_was_measured_with_how_much_certainty() -> None:
    report = content()
    page = html.unescape(render_report(report, with_images=True))
    record = report.record
    balanced = record.overall.balanced_accuracy
    assert balanced.value is not None
    assert balanced.low is not None
    assert balanced.high is not None
    value = f"{100 * balanced.value:.1f}\N{NO-BREAK SPACE}%"
    limits = f"{100 * balanced.low:.1f}\N{EN DASH}{100 * balanced.high:.1f}"
    assert value in page
    assert limits in page
    assert page.index("Balanced accuracy") < page.index(">Accuracy<")
    for said in (
        "on the test part of gi",
        "240 stills in 120 groups",
        "The files give the class away",
        "no better than this",
        "never seen normal mucosa",
        "Not a medical device.",
        "Conflict: “Jane Doe 3.jpg”",
        "CPU, 2 cores",
        "keras",
        record.interval_method,
    ):
        assert said in page, said
    for count in (c for row in record.confusion for c in row):
        assert f"<b>{count}</b>" in page


def test_without_images_neither_a_still_nor_a_file_name_remains() -> None:
    report = content()
    page = html.unescape(render_report(report, with_images=False))
    assert "<img" not in page
    assert "base64" not in page
    assert "Jane" not in page
    assert "b_2" not in page
    assert not re.search(r"\.(jpe?g|png)", page, re.IGNORECASE)
    assert f"{len(report.errors)} of 240 stills were called" in page
    assert "left out of this report" in page


def test_a_hostile_name_stays_text() -> None:
    hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>.jpg'
    report = content()
    error = replace(report.errors[0], file=hostile, true=hostile, predicted=hostile)
    page = render_report(
        replace(report, errors=(error,), limits=(hostile,)), with_images=True
    )
    outline = Outline(page)
    assert "script" not in outline.tags
    assert outline.tags.count("img") == 1
    assert hostile in html.unescape(page)


def test_the_most_confident_errors_come_first_and_their_number_is_bounded() -> None:
    report = content(stills=400, skill=0.2)
    assert len(report.errors) > MAX_PICTURES
    page = render_report(report, with_images=True)
    assert page.count("<img ") == MAX_PICTURES
    assert f"and {len(report.errors) - MAX_PICTURES} more" in page
    shown = [float(p) for p in re.findall(r'class="called">[^<]*?([\d.]+)\s%', page)]
    assert len(shown) == MAX_PICTURES
    assert shown == sorted(shown, reverse=True)


def test_an_error_without_a_picture_is_still_named() -> None:
    report = content()
    blind = replace(report, errors=(replace(report.errors[0], image=None),))
    page = render_report(blind, with_images=True)
    assert "no picture" in page
    assert report.errors[0].file in page


def test_drawn_stills_are_marked_where_they_are_shown() -> None:
    page = render_report(replace(content(), drawn=True), with_images=True)
    assert "drawn by the program" in page
    assert "Drawn still of" in page
    assert "rawn" not in render_report(content(), with_images=True)


def test_a_bare_evaluation_is_a_page_too() -> None:
    answers = Predictions(
        CLASSES, np.array([0, 0]), np.array([[1, 0, 0], [0, 1, 0]]), np.array([0, 1])
    )
    record = evaluate(
        answers,
        model="starter",
        subset="two stills",
        grouping="none",
        method="cross_validation",
        folds=2,
        resamples=10,
    )
    bare = ReportContent(
        record=record,
        program_version="0.1.0",
        research_use="Not a medical device.",
    )
    page = render_report(bare, with_images=True)
    assert Outline(page).open == []
    assert "no interval" in page
    assert "2 folds by groups" in page
    assert "None" not in page
    assert "nan" not in page


@pytest.mark.parametrize("heading", ["Thresholds", "Made with", "How it learnt"])
def test_sections_without_content_are_left_out(heading: str) -> None:
    report = content()
    full = render_report(report, with_images=True)
    unlearnt = report.record.model_copy(update={"history": ()})
    bare = replace(report, record=unlearnt, thresholds=(), libraries=())
    assert f"<h2>{heading}</h2>" in full
    assert f"<h2>{heading}</h2>" not in render_report(bare, with_images=True)
