"""Listing, showing and looking around: what is broken is said, and hides nothing."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.conftest import Lumenary


@pytest.fixture
def home() -> Path:
    folder = Path(os.environ["LUMENARY_HOME"])
    folder.mkdir()
    return folder


def test_a_broken_recipe_is_said_in_a_sentence(lumenary: Lumenary, home: Path) -> None:
    (home / "recipes").mkdir()
    (home / "recipes" / "mine.toml").write_text("name = 'mine'\nnonsense")
    run = lumenary("recipes")
    assert run.returncode == 0
    assert "quick-tour" in run.stdout
    assert run.stderr.startswith("! mine.toml, line 2")
    assert "RecipeProblem" not in run.stderr
    assert "was not used" in run.stderr


def test_a_file_in_place_of_the_models_is_said(lumenary: Lumenary, home: Path) -> None:
    (home / "models").touch()
    for command in (["list"], ["show", "starter"], ["remove", "starter", "--yes"]):
        run = lumenary("models", *command)
        assert run.returncode == 3
        assert "Couldn't list the models" in run.stderr
        assert "Traceback" not in run.stderr


def test_doctor_goes_on_where_models_cannot_be_listed(
    lumenary: Lumenary, home: Path
) -> None:
    (home / "models").touch()
    run = lumenary("doctor", "--json")
    assert run.returncode == 0, run.stderr
    found = {(f := json.loads(line))["subject"]: f for line in run.stdout.splitlines()}
    assert not found["models"]["works"]
    assert "Couldn't list the models" in found["models"]["message"]
    assert found["data folder"]["works"]


def test_doctor_says_what_is_installed_and_no_more(lumenary: Lumenary) -> None:
    from importlib.metadata import version

    lines = lumenary("doctor").stdout.splitlines()
    for library in ("scikit-learn", "scipy", "onnx", "tf2onnx", "pillow", "tensorflow"):
        assert f"ok  {library}: {version(library)} installed" in lines


def test_a_home_that_cannot_be_is_bad_use(lumenary: Lumenary) -> None:
    for command in (["doctor"], ["recipes"], ["models", "list"]):
        run = lumenary(*command, LUMENARY_HOME="~nobody-of-this-name/x")
        assert run.returncode == 2
        assert "LUMENARY_HOME" in run.stderr


@pytest.mark.parametrize("name", ["полип ё 🩺", os.fsdecode(b"caf\xe9")], ids=ascii)
def test_any_name_goes_through_any_pipe(home: Path, name: str) -> None:
    try:
        (home / "models" / name).mkdir(parents=True)
    except (OSError, UnicodeError):
        pytest.skip(f"this system has no file named {name!a}")
    run = subprocess.run(
        [sys.executable, "-m", "app", "models", "list"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    said = name.encode("utf-8", errors="backslashreplace")
    assert said + b" (yours): ! " in run.stdout


def test_the_suggested_commands_can_be_pasted(
    lumenary: Lumenary, tmp_path: Path
) -> None:
    out = tmp_path / "drawn stills; of ё"
    run = lumenary("samples", "--stills", 3, "--out", out)
    suggested = {
        words[0]: words[1:]
        for line in run.stdout.splitlines()
        if (words := shlex.split(line))[1:2] == ["lumenary"]
    }
    train = suggested["Train:"]
    assert train[1:4] == ["train", str(out / "labelled"), "--groups"]
    assert train[4] == str(out / "groups.csv")
    assert suggested["Classify:"][1:3] == ["classify", str(out / "unsorted")]
    assert all(Path(path).exists() for path in (train[2], train[4]))


@pytest.mark.parametrize(
    ("command", "defaults"),
    [
        (["classify"], ["in the run folder", "one for each core"]),
        (["dataset", "check"], ["in the run folder", "6"]),
        (["train"], ["the starter model", "the recipe's, which is off", "6"]),
        (["evaluate"], ["endoscopy-mobilenetv2", "the run folder"]),
    ],
)
def test_help_says_what_happens_without_an_option(
    lumenary: Lumenary, command: list[str], defaults: list[str]
) -> None:
    page = lumenary(*command, "--help").stdout
    for default in defaults:
        assert f"(default: {default})" in page


def test_a_card_says_when_a_model_is_believed_and_under_which_terms(
    lumenary: Lumenary,
) -> None:
    from core.jobs.context import library_of
    from core.paths import UserFolders
    from core.percent import percent

    card = library_of(UserFolders.from_environment()).open("sample").card
    page = lumenary("models", "show", "sample").stdout
    decisions = card.decisions
    assert f"confidence of {percent(decisions.review_below)} or more" in page
    assert f"temperature {decisions.temperature:.2f}" in page
    assert f"distance of {decisions.refuse_above:.3g}" in page
    for one in card.licences:
        assert f"{one.part}: {one.licence}" in page
    for notice in (*card.data.notices, *decisions.notices):
        assert f"! {notice}" in page
