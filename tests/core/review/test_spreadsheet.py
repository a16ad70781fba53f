"""No cell is a formula, and a path still leads to its file."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.review.spreadsheet import safe_path, safe_text

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1"]  # noqa: RUF001


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_could_begin_a_formula_does_not(text: str) -> None:
    assert safe_text(text) == f"'{text}"
    assert safe_path(text) == f"./{text}"


@given(st.text())
def test_every_cell_is_text_and_keeps_what_it_says(text: str) -> None:
    for safe in (safe_text(text), safe_path(text)):
        assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert safe.encode("utf-8").endswith(text.encode("utf-8", "backslashreplace"))


@pytest.mark.parametrize("text", ["", "polyp", "Обследование 🩺/=1.png", "a-b+c@d=e"])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert safe_text(text) == safe_path(text) == text


@pytest.mark.skipif(os.name == "nt", reason="Windows has no tab in a name")
@pytest.mark.parametrize("name", ["=1+1.png", "-rf.png", "\t.png", "@a/=b.png"])
def test_a_safe_path_leads_to_its_file(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.touch()
    assert (tmp_path / safe_path(name)).samefile(file)
