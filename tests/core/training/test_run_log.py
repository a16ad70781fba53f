"""Logs of a run: written after each epoch, given up when they cannot be."""

import sys
from pathlib import Path

import pytest

from core.recipes.recipe import Recipe, Tracking
from core.training.history import EpochResult
from core.training.run_log import MissingExtra, RunLogs
from tests.core.training.drawn import recipe

EPOCH = EpochResult(1, 1, 2, 0.9, 0.5, 0.8, 0.6, 1e-3, 1.5)


def tracked(tracking: Tracking) -> Recipe:
    tiny = recipe()
    settings = tiny.training.model_copy(update={"weights_and_biases": tracking})
    return tiny.model_copy(update={"training": settings})


def test_epochs_are_written(tmp_path: Path) -> None:
    notices: list[str] = []
    logs = RunLogs(recipe(), tmp_path, notice=notices.append)
    logs.epoch([EPOCH])
    logs.epoch([EPOCH, EPOCH])
    logs.close()
    lines = (tmp_path / "history.csv").read_text().splitlines()
    assert lines[0].startswith("phase,epoch,epochs,loss,accuracy,val_loss")
    assert len(lines) == 3
    assert not notices


def test_logs_that_cannot_be_written_are_given_up_once(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    notices: list[str] = []
    logs = RunLogs(recipe(), blocked, notice=notices.append)
    logs.epoch([EPOCH])
    logs.epoch([EPOCH, EPOCH])
    logs.close()
    assert len(notices) == 2  # one for the CSV, one for TensorBoard
    assert all("training goes on" in notice for notice in notices)


def test_weights_and_biases_is_asked_for_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "wandb", None)  # as if it were not installed
    with pytest.raises(MissingExtra, match="Weights & Biases"):
        RunLogs(tracked(Tracking.OFFLINE), tmp_path, notice=print)
