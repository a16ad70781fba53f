"""Every place where pixels, file names or findings are kept, and how much is there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from core.control import Control
from core.dataset.cache_limit import is_cache_limit
from core.errors import LumenaryError
from core.keeping.disk_use import disk_use
from core.keeping.kept_runs import kept_runs
from core.keeping.leftovers import leftovers
from core.paths import UserFolders, choice_file
from core.review.erasing import LogCounts, counted_log, log_files


class PlaceKey(StrEnum):
    """What a place is called by commands."""

    PREPARED = "prepared"
    RUNS = "runs"
    UNFINISHED = "unfinished"
    REVIEWS = "reviews"
    SESSION = "session"
    CRASHES = "crashes"
    LEFTOVERS = "leftovers"
    SAMPLES = "samples"
    NOTES = "notes"
    RECIPES = "recipes"
    SETTINGS = "settings"
    MODELS = "models"


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """One kind of thing that is kept, measured at one moment."""

    key: PlaceKey
    title: str
    holds: str
    """A sentence: pixels, file names, findings, or none of these."""
    paths: tuple[Path, ...]
    """The files and folders it is in, as far as there are any."""
    bytes: int
    count: int
    counted: str
    """What the count is of, in the singular: ``run``, ``file``."""
    why_not: str = ""
    """Why it is not deleted from here, and what to do instead; empty if it is."""
    problem: str = ""
    """What could not be looked at; empty if all could."""
    log: LogCounts = field(default_factory=LogCounts)
    """Of :attr:`PlaceKey.REVIEWS`: what a deletion would lose."""

    @property
    def deletable(self) -> bool:
        """Whether it can be deleted from here."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class _About:
    """What is said of a place, and where it is."""

    title: str
    holds: str
    find: Callable[[UserFolders], list[Path]]
    counted: str = "file"
    why_not: str = ""


def places(
    folders: UserFolders, control: Control | None = None
) -> tuple[KeptPlace, ...]:
    """Return all places, measured one after the other.

    Raises
    ------
    core.control.Cancelled
        If asked to cancel.
    """
    return tuple(measured(folders, key, control or Control()) for key in PlaceKey)


def measured(folders: UserFolders, key: PlaceKey, control: Control) -> KeptPlace:
    """Return one place with what is there now; raises as :func:`places`."""
    about = _PLACES[key]
    paths = about.find(folders)
    use = disk_use(paths, control)
    log, problem = LogCounts(), use.failures[0] if use.failures else ""
    if key is PlaceKey.REVIEWS:
        log, unreadable = _log(folders)
        problem = problem or unreadable
    counts = {"file": use.files, "answer": log.lines}
    return KeptPlace(
        key=key,
        title=about.title,
        holds=about.holds,
        paths=tuple(paths),
        bytes=use.bytes,
        count=counts.get(about.counted, len(paths)),
        counted=about.counted,
        why_not=about.why_not,
        problem=problem,
        log=log,
    )


def kept_paths(folders: UserFolders, key: PlaceKey) -> list[Path]:
    """Return the files and folders of a place that are there now."""
    return _PLACES[key].find(folders)


def _log(folders: UserFolders) -> tuple[LogCounts, str]:
    try:
        return counted_log(folders.review_log), ""
    except LumenaryError as error:
        return LogCounts(), error.user_message


def _cached(folders: UserFolders) -> list[Path]:
    return [path for path in _children(folders.cache) if not is_cache_limit(path)]


def _ended_runs(folders: UserFolders) -> list[Path]:
    return [run.folder for run in kept_runs(folders.runs) if not run.unfinished]


def _unfinished_runs(folders: UserFolders) -> list[Path]:
    return [run.folder for run in kept_runs(folders.runs) if run.unfinished]


def _models(folders: UserFolders) -> list[Path]:
    return [path for path in _children(folders.models) if path.name[:1] != "."]


def _settings(folders: UserFolders) -> list[Path]:
    return _there(folders.home / "settings.json", choice_file())


def _window_logs(folders: UserFolders) -> list[Path]:
    crashes = sorted(folders.home.glob("crash-*.log"))
    return [*crashes, *sorted((folders.home / "logs").glob("window.log*"))]


def _session(folders: UserFolders) -> list[Path]:
    aside = sorted(folders.home.glob("*.damaged-*.json"))
    return [*_there(folders.home / "session.json"), *aside]


def _there(*paths: Path) -> list[Path]:
    return [path for path in paths if path.exists()]


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:  # nothing was kept yet
        return []


_PLACES: Final[Mapping[PlaceKey, _About]] = {
    PlaceKey.PREPARED: _About(
        "Prepared stills",
        "Pixels: stills as networks see them, so that a training begins sooner. "
        "No file names. They are made again when they are needed, and so is a mark for "
        "each model from outside that was found safe.",
        _cached,
    ),
    PlaceKey.RUNS: _About(
        "Runs",
        "Pixels, file names and findings: what each job was asked and found, its "
        "reports with stills, and its log.",
        _ended_runs,
        counted="run",
    ),
    PlaceKey.UNFINISHED: _About(
        "Interrupted runs",
        "The same of classifications and trainings that can still be resumed.",
        _unfinished_runs,
        counted="run",
    ),
    PlaceKey.REVIEWS: _About(
        "Reviews",
        "Findings and readers' names: each answer to a still, each questioned label "
        "and each decision on a data set. Stills stand there as digests, without "
        "pixels and file names.",
        lambda folders: list(log_files(folders.review_log)),
        counted="answer",
    ),
    PlaceKey.SESSION: _About(
        "What was open last",
        "File names: the folder and the stills that were chosen, and settings that "
        "could not be read and were set aside.",
        _session,
    ),
    PlaceKey.CRASHES: _About(
        "Logs of the window",
        "Where in the program it crashed, and what it said of other problems, with "
        "names of files in them. No stills and no findings.",
        _window_logs,
    ),
    PlaceKey.LEFTOVERS: _About(
        "Leftovers",
        "Half-written files, of any content, of work that was killed more than a day "
        "ago, here and where results were written.",
        lambda folders: list(leftovers(folders)),
    ),
    PlaceKey.SAMPLES: _About(
        "Sample stills",
        "Pixels that were drawn, of nobody.",
        lambda folders: _there(folders.home / "samples"),
        why_not="They show nobody. Delete the folder yourself if you put nothing of "
        "your own into it.",
    ),
    PlaceKey.NOTES: _About(
        "Notes on models",
        "What you wrote, whatever it is.",
        lambda folders: _there(folders.model_notes),
        why_not="They are changed where they were written, on the Models page.",
    ),
    PlaceKey.RECIPES: _About(
        "Recipes of your own",
        "Settings. No pixels, file names or findings.",
        lambda folders: _there(folders.recipes),
        why_not="They tell nothing of a patient. Delete a recipe's file to remove it.",
    ),
    PlaceKey.SETTINGS: _About(
        "Settings",
        "The reader's name and where the data folder is.",
        _settings,
        why_not="They are needed at the next start. Change the name under General.",
    ),
    PlaceKey.MODELS: _About(
        "Models",
        "Networks, their numbers, and digests of the stills they learnt from. No "
        "pixels. A card names the folder that was trained on.",
        _models,
        counted="model",
        why_not="Models are removed one by one, on the Models page or by “lumenary "
        "models remove”.",
    ),
}
