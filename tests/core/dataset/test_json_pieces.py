"""JSON that is decoded piece by piece says what it says when decoded whole."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dataset.json_pieces import members

_PLAIN = st.none() | st.booleans() | st.integers() | st.text() | st.floats(-9, 9)
_VALUES = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def decoded(text: str) -> dict[str, object]:
    return {
        name: [*value] if isinstance(value, Iterator) else value
        for name, value in members(text)
    }


@given(st.dictionaries(st.text(), _VALUES), st.sampled_from([None, 2]))
def test_it_says_what_json_loads_says(told: dict[str, object], indent: int) -> None:
    text = json.dumps(told, indent=indent)
    assert decoded(text) == json.loads(text) == told


@given(st.dictionaries(st.text(), _VALUES), st.data())
def test_an_end_that_is_cut_off_is_no_json(
    told: dict[str, object], data: st.DataObject
) -> None:
    text = json.dumps(told)
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    with pytest.raises(json.JSONDecodeError):
        decoded(cut)


@pytest.mark.parametrize(
    "text", ["", "[]", "{1: 2}", '{"a" 1}', '{"a": [1 2]}', '{"a": [1,]}', "{} x"]
)
def test_what_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        decoded(text)
