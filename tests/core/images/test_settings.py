"""Settings as they are written into cards, requests and cache keys."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.images.settings import (
    PREPROCESSING_VERSION,
    PreprocessingSettings,
    ScopeGuideSettings,
)

WRITTEN_BEFORE = (
    '{"version":1,"size":224,"remove_scopeguide":true,"crop_field_of_view":true,'
    '"greyscale":false,"denoise_sigma":0.0,"clahe":null}'
)
"""What the first program wrote into cards, and hashed into the keys of its caches."""


@st.composite
def scopeguides(draw: st.DrawFn) -> ScopeGuideSettings:
    low, high = sorted((draw(st.integers(0, 179)), draw(st.integers(0, 179))))
    return ScopeGuideSettings(
        hue_low=low,
        hue_high=high,
        saturation_min=draw(st.integers(0, 255)),
        value_min=draw(st.integers(0, 255)),
        margin=draw(st.floats(0, 0.5)),
    )


def test_usual_settings_are_written_as_the_first_program_wrote_them() -> None:
    assert PreprocessingSettings().model_dump_json() == WRITTEN_BEFORE
    spelt_out = PreprocessingSettings(scopeguide=ScopeGuideSettings(hue_low=66))
    assert spelt_out.model_dump_json() == WRITTEN_BEFORE


def test_what_the_first_program_wrote_is_read_as_the_usual_settings() -> None:
    settings = PreprocessingSettings.model_validate_json(WRITTEN_BEFORE)
    assert settings == PreprocessingSettings()
    assert settings.scopeguide == ScopeGuideSettings(
        hue_low=66, hue_high=98, saturation_min=90, value_min=60, margin=0
    )


def test_an_older_program_refuses_what_it_would_quietly_leave_out() -> None:
    settings = PreprocessingSettings(scopeguide=ScopeGuideSettings(margin=0.1))
    written = json.loads(settings.model_dump_json())
    assert written["version"] == 2
    assert written["scopeguide"]["margin"] == 0.1
    copied = PreprocessingSettings().model_copy(
        update={"scopeguide": settings.scopeguide}
    )
    assert copied == settings
    assert json.loads(copied.model_dump_json()) == written


@given(scopeguides(), st.integers(1, PREPROCESSING_VERSION))
def test_settings_come_back_as_they_were_written(
    scopeguide: ScopeGuideSettings, version: int
) -> None:
    settings = PreprocessingSettings(version=version, scopeguide=scopeguide)
    text = settings.model_dump_json()
    assert PreprocessingSettings.model_validate_json(text) == settings
    assert PreprocessingSettings.model_validate(settings.model_dump()) == settings


def test_settings_of_a_later_program_are_refused() -> None:
    with pytest.raises(ValidationError, match="less than or equal to"):
        PreprocessingSettings(version=PREPROCESSING_VERSION + 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"hue_low": -1},
        {"hue_high": 180},
        {"saturation_min": 256},
        {"value_min": -1},
        {"margin": 0.51},
        {"margin": -0.1},
        {"hue_low": 99},
        {"hue": 80},
    ],
)
def test_what_no_panel_can_have_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        ScopeGuideSettings.model_validate(wrong)
