"""What runs, waits or is shown names the runs that must not be deleted."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.kept_in_use import runs_in_use
from app.worker.job_line import JobLine
from core.jobs.requests import (
    ClassifyRequest,
    DrawSamplesRequest,
    ExportFindingsRequest,
)
from core.paths import UserFolders
from tests.app.worker.played_worker import played_runner, script_writer


@pytest.fixture
def line(tmp_path: Path) -> JobLine:
    script = script_writer(tmp_path)("hello(); sys.stdin.readline(); say('cancelled')")
    return JobLine(played_runner(UserFolders(tmp_path / "home"), [script]))


def test_nothing_runs_and_nothing_is_shown(line: JobLine) -> None:
    assert runs_in_use(line, [None, None]) == frozenset()


def test_runs_of_jobs_at_work_and_of_those_that_wait_are_needed(
    line: JobLine, tmp_path: Path, qtbot: QtBot
) -> None:
    shown, read, gone_on_with = (tmp_path / name for name in "abc")
    try:
        at_work = line.submit(DrawSamplesRequest(out=tmp_path / "out"), title="Draw")
        line.submit(
            ExportFindingsRequest(run=read, out=tmp_path / "t.csv"), title="Export"
        )
        line.submit(
            ClassifyRequest(folder=tmp_path, resume=gone_on_with), title="Classify"
        )
        qtbot.waitUntil(lambda: at_work.run_folder is not None)
        expected = {at_work.run_folder, read, gone_on_with, shown}
        assert runs_in_use(line, [shown, None]) == expected
    finally:
        line.shut_down()
