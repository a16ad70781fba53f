"""``lumenary compare``: two models, one folder, one page."""

import json
import os
from pathlib import Path

import pytest

from tests.app.conftest import Lumenary
from tests.core.jobs.evaluated_folder import add_model, write_distinct
from tests.core.jobs.reviewed_folder import home_with_a_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = home_with_a_model(Path(os.environ["LUMENARY_HOME"]))
    add_model(home, "blind", blind_to="green")
    return write_distinct(tmp_path / "stills")


def test_two_models_are_compared(
    lumenary: Lumenary, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "compared"
    models = ("--model", "colours", "--model", "blind")
    more = ("--hash-radius", "0", "--out", out)
    done = lumenary("compare", folder, *models, *more)
    assert done.returncode == 0, done.stderr
    assert "36 stills in 36 groups, colours minus blind:" in done.stdout
    assert "excludes zero" in done.stdout
    assert "only blind 0" in done.stdout
    record = json.loads((out / "comparison.json").read_text(encoding="utf-8"))
    assert record["first"]["model"] == "colours"
    assert (out / "comparison.html").is_file()


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        (("--model", "colours"), "two models are compared"),
        (("--model", "colours", "--model", "colours"), "no better than itself"),
        (("--model", "colours", "--model", "nobody"), "There is no model"),
    ],
)
def test_what_is_no_pair_of_models_is_bad_use(
    lumenary: Lumenary, folder: Path, models: tuple[str, ...], expected: str
) -> None:
    done = lumenary("compare", folder, *models)
    assert done.returncode == 2, done.stderr
    assert expected in " ".join(done.stderr.split())
