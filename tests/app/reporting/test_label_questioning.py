"""Questions are written before they are told, and undone one by one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.reporting.label_questioning import LabelQuestioning
from core.jobs import tested_stills
from core.review.label_questions import LabelQuestions, recorded_questions

STILL = tested_stills.TestedStill(
    file="a/1.png",
    digest="d1",
    true_class="a",
    predicted_class="b",
    probabilities=(0.2, 0.8),
    decision="accept",
    group=0,
)
OTHER = STILL.model_copy(update={"true_class": "c"})


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LabelQuestions]:
    """A log of its own."""
    with LabelQuestions(tmp_path / "review.sqlite") as log:
        yield log


@pytest.fixture
def asking(log: LabelQuestions, qtbot: QtBot) -> LabelQuestioning:
    """What takes questions down for Ada."""
    return LabelQuestioning(log, lambda: "Ada")


def test_it_is_on_the_disk_when_it_is_told(
    asking: LabelQuestioning, tmp_path: Path
) -> None:
    seen: list[str | None] = []
    path = tmp_path / "review.sqlite"
    asking.changed.connect(
        lambda digest: seen.append(recorded_questions(path)[digest].proposed)
    )
    asking.ask(STILL, "b", model="k")
    assert seen == ["b"]
    question = asking.question(STILL)
    assert question is not None
    assert (question.reader, question.model, question.stated) == ("Ada", "k", "a")
    assert question.time.tzinfo is not None


def test_undo_goes_back_step_by_step(asking: LabelQuestioning) -> None:
    asking.ask(STILL, "b", model="k")
    asking.ask(STILL, None, model="k")
    asking.withdraw(STILL)
    said: list[str | None] = []
    while asking.can_undo:
        asking.undo()
        question = asking.question(STILL)
        said.append(question.proposed if question else "nothing")
    assert said == [None, "b", "nothing"]
    assert asking.undo() is None


def test_a_question_of_another_label_does_not_count(asking: LabelQuestioning) -> None:
    asking.ask(STILL, "b", model="k")
    assert asking.question(OTHER) is None
    assert len(asking.among([STILL, OTHER])) == 1


def test_withdrawing_what_was_not_asked_is_nothing(asking: LabelQuestioning) -> None:
    asking.withdraw(STILL)
    assert not asking.can_undo


def test_what_was_asked_before_comes_back(
    asking: LabelQuestioning, log: LabelQuestions
) -> None:
    asking.ask(STILL, "b", model="k")
    again = LabelQuestioning(log, lambda: "Eve")
    assert again.question(STILL) is None
    again.recall()
    assert again.question(STILL) is not None
    assert not again.can_undo
