"""The user's thresholds instead of the model's own, and what is said of them."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from core.jobs.own_thresholds import sentences_on, with_thresholds
from core.jobs.requests import Thresholds
from core.library.card import Decisions
from core.library.model_folder import open_folder
from tests.small_model import write_model

OWN = Decisions(
    temperature=1.0, review_below=0.9, refuse_above=20.0, refusal_false_alarm=0.05
)


def test_only_what_was_asked_for_is_changed(tmp_path: Path) -> None:
    write_model(tmp_path, name="colours", decisions=OWN)
    model = open_folder(tmp_path)
    wanted = Thresholds(review_below=0.75, refusal_scale=0.5)
    changed = with_thresholds(model, wanted)
    assert changed.card.decisions == OWN.model_copy(
        update={"review_below": 0.75, "refuse_above": 10.0}
    )
    assert changed.card.key == model.card.key
    assert with_thresholds(model, Thresholds()) == model
    assert open_folder(tmp_path) == model, "the model on the disk is as it was"


@pytest.mark.parametrize(
    "wanted", [Thresholds(), Thresholds(review_below=0.9, refusal_scale=1)]
)
def test_the_models_own_thresholds_need_no_word(wanted: Thresholds) -> None:
    assert list(sentences_on(OWN, wanted)) == []


def test_other_thresholds_are_said_beside_the_models_own() -> None:
    (review,) = sentences_on(OWN, Thresholds(review_below=0.0))
    assert "0.0\N{NO-BREAK SPACE}%" in review
    assert "90.0\N{NO-BREAK SPACE}%" in review
    (more,) = sentences_on(OWN, Thresholds(refusal_scale=0.8))
    assert "0.8 times" in more
    assert "more than" in more
    (fewer,) = sentences_on(OWN, Thresholds(refusal_scale=1.25))
    assert "fewer than" in fewer
    assert (
        len(list(sentences_on(OWN, Thresholds(review_below=1, refusal_scale=1.5)))) == 2
    )


@pytest.mark.parametrize(
    "values",
    [
        {"review_below": -0.01},
        {"review_below": 1.01},
        {"review_below": float("nan")},
        {"refusal_scale": 0.49},
        {"refusal_scale": 1.51},
        {"refusal_scale": float("nan")},
    ],
)
def test_what_is_no_threshold_is_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Thresholds(**values)
