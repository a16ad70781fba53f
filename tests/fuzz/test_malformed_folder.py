"""A folder of malformed stills goes through real workers, which answer for each."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.dataset.check_record import CheckRecord
from core.images.preprocessing import prepare_file
from core.images.reading import UnreadableStill
from core.images.settings import PreprocessingSettings
from core.jobs.events import Event, Finished, StillsPreviewed, parse_event
from core.jobs.findings_record import FINDINGS_FILE, read_record
from core.jobs.requests import (
    CheckDatasetRequest,
    ClassifyRequest,
    JobRequest,
    PreviewRequest,
)
from core.jobs.results import CheckDatasetResult, ClassifyResult, PreviewResult
from core.jobs.run import new_job, save_job
from core.paths import UserFolders
from tests.fuzz.malformed_stills import malformed_still
from tests.fuzz.sound_stills import sound_still

SEEDS = range(2000, 2130)
SOUND = (
    "plain.jpg",
    "plain.png",
    "plain.bmp",
    "plain.tif",
    "lossy.webp",
    "adorned.jpg",
)
SECONDS = 120


pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # of damaged EXIF


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("Битые снимки 🩺")
    for label in ("one", "other"):
        (root / label).mkdir()
        for name in SOUND:
            (root / label / name).write_bytes(sound_still(name))
    for seed in SEEDS:
        made = malformed_still(seed)
        (root / ("one", "other")[seed % 2] / made.name).write_bytes(made.data)
    return root


@pytest.fixture(scope="module")
def readable(folder: Path) -> dict[Path, str]:
    """For each still the reason that it cannot be read, empty for those that can."""
    reasons = {}
    for path in folder.rglob("*.*"):
        try:
            prepare_file(path, PreprocessingSettings())
            reasons[path] = ""
        except UnreadableStill as error:
            reasons[path] = error.user_message
    assert len(reasons) == len(SEEDS) + 2 * len(SOUND)
    return reasons


def run(request: JobRequest, home: Path) -> list[Event]:
    job_file = save_job(new_job(request, UserFolders(home)))
    command = [sys.executable, "-m", "app", "worker", str(job_file)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,  # held open: its end would cancel the work
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as worker:
        timer = threading.Timer(SECONDS, worker.kill)
        timer.start()
        assert worker.stdout
        events = [parse_event(line.decode()) for line in worker.stdout]
        timer.cancel()
    assert isinstance(events[-1], Finished), (worker.returncode, events[-1])
    return events


def test_the_whole_folder_is_classified(
    folder: Path, readable: dict[Path, str], tmp_path: Path
) -> None:
    events = run(ClassifyRequest(folder=folder, model="sample"), tmp_path)
    result = events[-1].result
    assert isinstance(result, ClassifyResult)
    _, findings = read_record(result.run / FINDINGS_FILE)
    found = {folder / one.file: one for one in findings}
    assert {path: one.error for path, one in found.items()} == readable
    assert all((one.decision is None) == bool(one.error) for one in found.values())
    assert result.unreadable == sum(map(bool, readable.values())) > len(SEEDS) / 2


def test_the_whole_folder_is_previewed(
    folder: Path, readable: dict[Path, str], tmp_path: Path
) -> None:
    request = PreviewRequest(paths=(folder,), out=tmp_path / "pictures")
    events = run(request, tmp_path)
    assert isinstance(events[-1].result, PreviewResult)
    shown = [e for e in events if isinstance(e, StillsPreviewed)]
    told = {Path(one.file): one.error for event in shown for one in event.stills}
    assert told == readable


def test_the_whole_folder_is_checked_as_a_dataset(
    folder: Path, readable: dict[Path, str], tmp_path: Path
) -> None:
    request = CheckDatasetRequest(folder=folder, with_embeddings=False)
    result = run(request, tmp_path)[-1].result
    assert isinstance(result, CheckDatasetResult)
    record = CheckRecord.model_validate_json(result.record.read_bytes())
    told = {folder / one.name: one.reason for one in record.unreadable}
    assert told == {path: reason for path, reason in readable.items() if reason}
    assert result.stills == len(readable) - len(told)
    assert result.report.stat().st_size > 0
