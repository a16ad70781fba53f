"""Old runs keep the beginning and the end of their logs, new ones all of it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.control import Cancelled, Control
from core.jobs.growing_file import mark_as_growing
from core.jobs.log_bounds import SMALL_LOG
from core.jobs.run import EVENTS_FILE, LOG_FILE
from core.keeping.old_logs import WHOLE_LOGS, shorten_old_logs
from core.paths import UserFolders

LONG = b"2026-01-01 00:00:00 WARNING something\n" * 2000


@pytest.fixture
def folders(tmp_path: Path) -> UserFolders:
    """Three more runs than keep their logs, each with its findings."""
    folders = UserFolders(tmp_path)
    for number in range(WHOLE_LOGS + 3):
        when = datetime(2026, 1, 1) + timedelta(hours=number)
        run = folders.runs / f"{when:%Y-%m-%dT%H-%M-%S}-classify-0000"
        run.mkdir(parents=True)
        (run / LOG_FILE).write_bytes(LONG)
        (run / EVENTS_FILE).write_bytes(b"")
        (run / "results.csv").write_bytes(LONG)
    return folders


def test_only_the_newest_logs_stay_whole(folders: UserFolders) -> None:
    assert shorten_old_logs(folders, Control()) == 3
    runs = sorted(folders.runs.iterdir())
    sizes = [(run / LOG_FILE).stat().st_size for run in runs]
    assert all(size <= SMALL_LOG for size in sizes[:3])
    assert all(size == len(LONG) for size in sizes[3:])
    assert all((run / "results.csv").read_bytes() == LONG for run in runs)
    assert shorten_old_logs(folders, Control()) == 0


def test_a_run_at_work_is_left_alone(folders: UserFolders) -> None:
    oldest = min(folders.runs.iterdir())
    with (oldest / EVENTS_FILE).open("ab") as stream:
        mark_as_growing(stream)
        assert shorten_old_logs(folders, Control()) == 2
    assert (oldest / LOG_FILE).read_bytes() == LONG


def test_it_stops_when_asked(folders: UserFolders) -> None:
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        shorten_old_logs(folders, control)
