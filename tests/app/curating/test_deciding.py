"""Decisions on stills: on the disk at once, and back again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.curating.deciding import Deciding
from core.review.dataset_decisions import (
    DatasetDecisions,
    DecisionsInForce,
    recorded_dataset_decisions,
)

A, B = "a" * 64, "b" * 64


@pytest.fixture
def log(tmp_path: Path) -> Iterator[DatasetDecisions]:
    with DatasetDecisions(tmp_path / "review.sqlite") as opened:
        yield opened


@pytest.fixture
def deciding(qtbot: QtBot, log: DatasetDecisions) -> Deciding:
    return Deciding(log, lambda: "Ada")


def recorded(tmp_path: Path) -> DecisionsInForce:
    return recorded_dataset_decisions(tmp_path / "review.sqlite")


def test_a_decision_is_on_the_disk_before_it_is_told(
    deciding: Deciding, tmp_path: Path, qtbot: QtBot
) -> None:
    told: list[DecisionsInForce] = []
    deciding.changed.connect(lambda: told.append(recorded(tmp_path)))
    deciding.not_a_copy(B, A)
    deciding.leave_out(A)
    assert told[0].not_copies == {(A, B)}
    assert told[1].left_out[A].reader == "Ada"
    assert deciding.in_force == recorded(tmp_path)


def test_undo_goes_back_step_by_step(deciding: Deciding, tmp_path: Path) -> None:
    deciding.not_a_copy(A, B)
    deciding.leave_out(A)
    deciding.take_back(A)
    assert deciding.undo()
    assert A in recorded(tmp_path).left_out
    assert deciding.undo()
    assert recorded(tmp_path).left_out == {}
    assert deciding.undo()
    assert recorded(tmp_path).not_copies == frozenset()
    assert not deciding.undo()


def test_what_is_settled_stands(deciding: Deciding, tmp_path: Path) -> None:
    deciding.leave_out(A)
    deciding.settle()
    assert not deciding.undo()
    assert A in recorded(tmp_path).left_out


def test_what_the_command_line_decided_is_recalled(
    deciding: Deciding, tmp_path: Path, qtbot: QtBot
) -> None:
    with DatasetDecisions(tmp_path / "review.sqlite") as other:
        other.not_a_copy(A, B, reader="Ben")
    with qtbot.waitSignal(deciding.changed):
        deciding.recall()
    assert deciding.in_force.not_copies == {(A, B)}
    with qtbot.assertNotEmitted(deciding.changed):
        deciding.recall()
