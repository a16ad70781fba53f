"""Weights & Biases is announced before a training starts, and loaded only if asked."""

import sys
from pathlib import Path

import pytest

from core.control import Control
from core.jobs.channel import Reporter
from core.jobs.context import JobContext, library_of, recipes_of
from core.jobs.events import Notice, Severity
from core.jobs.tracking import say_what_is_tracked
from core.paths import UserFolders
from core.recipes.recipe import Recipe, Tracking
from core.training.run_log import MissingExtra
from tests.core.training.drawn import recipe


def tracked(tracking: Tracking) -> Recipe:
    tiny = recipe()
    settings = tiny.training.model_copy(update={"weights_and_biases": tracking})
    return tiny.model_copy(update={"training": settings})


def said(tracking: Tracking, folder: Path) -> list[Notice]:
    """Return what is told of a training, in the order it is told."""
    events: list[object] = []
    folders = UserFolders(folder)
    context = JobContext(
        folders=folders,
        run_folder=folder,
        library=library_of(folders),
        recipes=recipes_of(folders),
        report=Reporter(events.append),
        control=Control(),
    )
    say_what_is_tracked(tracked(tracking), context)
    return [event for event in events if isinstance(event, Notice)]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of that name that must not be loaded to say something of it."""
    package = tmp_path / "extra" / "wandb"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise AssertionError('loaded')")
    monkeypatch.syspath_prepend(package.parent)


def test_off_says_nothing(tmp_path: Path) -> None:
    assert said(Tracking.OFF, tmp_path) == []


@pytest.mark.usefixtures("installed")
def test_online_warns_what_leaves_and_who_decides_where_to(tmp_path: Path) -> None:
    (warning,) = said(Tracking.ONLINE, tmp_path)
    assert warning.severity is Severity.WARNING
    for words in (
        "the numbers of each epoch and the recipe's settings leave this computer",
        "Where they go, your own settings of Weights & Biases decide",
        "Stills and the names of files and classes stay here",
        "--wandb off",
    ):
        assert words in warning.message
    assert "wandb" not in sys.modules


@pytest.mark.usefixtures("installed")
def test_offline_says_that_nothing_leaves(tmp_path: Path) -> None:
    (notice,) = said(Tracking.OFFLINE, tmp_path)
    assert notice.severity is Severity.INFO
    assert "nothing leaves this computer" in notice.message


@pytest.mark.parametrize("tracking", [Tracking.OFFLINE, Tracking.ONLINE])
def test_where_it_is_missing_nothing_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracking: Tracking
) -> None:
    monkeypatch.setitem(sys.modules, "wandb", None)  # as if it were not installed
    with pytest.raises(MissingExtra, match="isn't installed"):
        said(tracking, tmp_path)
