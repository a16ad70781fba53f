"""A training makes room in the cache before it prepares its stills; its own stay."""

import os
from pathlib import Path

from core.control import Control
from core.dataset.cache_limit import set_cache_limit
from core.dataset.cached_still import bytes_of_still
from core.images.settings import PreprocessingSettings
from core.jobs.channel import Reporter
from core.jobs.context import JobContext, library_of, recipes_of
from core.jobs.curation import prepare_stills, read_stills, scan
from core.jobs.requests import GroupingRequest
from core.paths import UserFolders
from tests.core.jobs.classify_runs import write_class_folders

SETTINGS = PreprocessingSettings(size=32)
STILL = bytes_of_still(32)


def prepare(folders: UserFolders, stills: Path) -> set[str]:
    """Prepare a folder's stills as a training does, and return their digests."""
    context = JobContext(
        folders=folders,
        run_folder=folders.runs / "run",
        library=library_of(folders),
        recipes=recipes_of(folders),
        report=Reporter(lambda _: None),
        control=Control(),
    )
    readable = read_stills(scan(stills, GroupingRequest(), context), SETTINGS, context)
    assert len(prepare_stills(readable, SETTINGS, context)) == len(readable.digests)
    return set(readable.digests)


def cached(folders: UserFolders) -> set[str]:
    return {path.stem for path in folders.prepared.rglob("*.still")}


def test_the_stills_of_earlier_trainings_go_as_far_as_they_must(tmp_path: Path) -> None:
    folders = UserFolders(tmp_path / "home")
    before = prepare(folders, write_class_folders(tmp_path / "a", each=3, size=32))
    for path in folders.prepared.rglob("*.still"):
        os.utime(path, (1, 1))
    now = write_class_folders(tmp_path / "b", each=2, size=40)
    set_cache_limit(folders.cache, (len(before) + 2) * STILL)
    own = prepare(folders, now)
    assert own <= cached(folders)
    assert len(cached(folders)) == len(before) + 2
    set_cache_limit(folders.cache, 0)
    prepare(folders, now)
    assert cached(folders) == own, "never those of the training itself"
