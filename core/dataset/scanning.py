"""Which stills a folder holds, and under which class and part they stand."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.dataset.passed_over import PassedOver, is_still
from core.dataset.walking import FolderWalk, normalised, visible_entries
from core.errors import LumenaryError
from core.images.reading import STILL_SUFFIXES

_HOW_TO_ARRANGE = (
    "Give every class a folder of its own, named after it, with its stills inside; "
    "the parts train, val and test may stand above the classes."
)


class DatasetError(LumenaryError):
    """The folder cannot be used as a labelled dataset; nothing in it was changed."""


class Part(StrEnum):
    """What a still is used for."""

    TRAIN = "train"
    VALIDATION = "val"
    TEST = "test"


_PART_NAMES = {
    "train": Part.TRAIN,
    "training": Part.TRAIN,
    "val": Part.VALIDATION,
    "valid": Part.VALIDATION,
    "validation": Part.VALIDATION,
    "test": Part.TEST,
    "testing": Part.TEST,
}


@dataclass(frozen=True, slots=True)
class LabelledStill:
    """A still and what its folder says about it."""

    path: Path
    name: str
    """Path relative to the dataset's root, with ``/``, in Unicode's composed form."""
    label: str
    part: Part | None
    """The part that was given, or None where the program is to split."""


@dataclass(frozen=True, slots=True)
class LabelledFolder:
    """A dataset as it lies on the disk."""

    root: Path
    classes: tuple[str, ...]
    """Sorted; only classes that have stills."""
    stills: tuple[LabelledStill, ...]
    """Sorted by name, whatever order the file system has."""
    notices: tuple[str, ...]
    """Sentences for the user about what is unusual or was left out."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The class of each still, in the order of ``stills``."""
        return tuple(still.label for still in self.stills)

    @property
    def has_given_parts(self) -> bool:
        """Whether the folders above the classes name the parts."""
        return all(still.part is not None for still in self.stills)


def find_stills(
    root: Path,
    *,
    on_problem: Callable[[str], None] | None = None,
    passed_over: PassedOver | None = None,
) -> Iterator[Path]:
    """Return the stills below a folder, lazily, each folder in its sorted order.

    Parameters
    ----------
    root
        A folder, or one still, which is then the only one.
    on_problem
        Receives a sentence for each folder that cannot be opened and each dead link.
    passed_over
        Counts what is left out as the walk comes to it.

    Raises
    ------
    DatasetError
        At once, if there is nothing at ``root`` or it cannot be opened.
    """
    if _is_file(root):
        return iter((root,))
    _list_folder(root)
    left = PassedOver() if passed_over is None else passed_over
    walk = FolderWalk((root,), on_problem, left.note_link)
    return left.stills_among(walk.files(root))


def scan_labelled_folder(root: Path, *, least_classes: int = 2) -> LabelledFolder:
    """Return the stills of every class folder below ``root``.

    Class folders stand directly in ``root`` or in part folders (``train``, ``val`` or
    ``validation``, ``test``; upper or lower case). Folders inside a class are allowed.
    Hidden files are passed over; every other thing left out is named in a notice.

    Raises
    ------
    DatasetError
        If there are no stills, no class folders, fewer than ``least_classes`` classes
        (a classifier needs two to learn from; one can be measured on), or two classes
        whose names differ only by case.
    """
    notices: list[str] = []
    class_folders = _class_folders(root, notices)
    _refuse_names_alike(class_folders)
    stills, passed_over = _collect(root, class_folders, notices)
    classes = tuple(sorted({still.label for still in stills}))
    if len(classes) < least_classes:
        _refuse_too_few_classes(root, classes, class_folders, passed_over)
    notices += _sentences_on_classes(class_folders, stills)
    notices += passed_over.sentences()
    return LabelledFolder(root, classes, _without_lone_part(stills), tuple(notices))


@dataclass(frozen=True, slots=True)
class _ClassFolder:
    path: Path
    label: str
    part: Part | None


def _class_folders(root: Path, notices: list[str]) -> list[_ClassFolder]:
    entries = _list_folder(root)
    folders = [entry for entry in entries if _is_folder(entry)]
    part_folders = [f for f in folders if f.name.casefold() in _PART_NAMES]
    parts = {_PART_NAMES[folder.name.casefold()] for folder in part_folders}
    in_parts = Part.TRAIN in parts and (len(parts) > 1 or len(folders) == 1)
    if not in_parts:
        notices += _sentence_on_loose_stills(root, entries)
        return [_ClassFolder(f, normalised(f.name), None) for f in folders]
    if beside := [f.name for f in folders if f not in part_folders]:
        notices.append(
            f"{_quoted(beside)} beside the part folders was left out: in a dataset "
            "that is already divided, only train, val and test are read."
        )
    return [found for f in part_folders for found in _classes_in_part(f, notices)]


def _classes_in_part(folder: Path, notices: list[str]) -> Iterator[_ClassFolder]:
    part = _PART_NAMES[folder.name.casefold()]
    entries = _list_folder(folder)
    notices += _sentence_on_loose_stills(folder, entries)
    for entry in entries:
        if _is_folder(entry):
            yield _ClassFolder(entry, normalised(entry.name), part)


def _collect(
    root: Path, class_folders: Sequence[_ClassFolder], notices: list[str]
) -> tuple[list[LabelledStill], PassedOver]:
    passed_over = PassedOver()
    walk = FolderWalk(
        [folder.path for folder in class_folders], notices.append, passed_over.note_link
    )
    stills: list[LabelledStill] = []
    for folder in class_folders:
        for path in passed_over.stills_among(walk.files(folder.path)):
            name = normalised(path.relative_to(root).as_posix())
            stills.append(LabelledStill(path, name, folder.label, folder.part))
    return sorted(stills, key=lambda still: (still.name, still.path)), passed_over


def _without_lone_part(stills: Sequence[LabelledStill]) -> tuple[LabelledStill, ...]:
    """Return the stills undivided when ``train`` is the only part that has any."""
    if {still.part for still in stills} != {Part.TRAIN}:
        return tuple(stills)
    return tuple(LabelledStill(s.path, s.name, s.label, None) for s in stills)


def _list_folder(folder: Path) -> list[Path]:
    try:
        return visible_entries(folder)
    except FileNotFoundError as error:
        raise DatasetError(
            f"There is no folder “{folder}”.",
            hint="Check the spelling of the path, and that its drive is there.",
        ) from error
    except NotADirectoryError as error:
        raise DatasetError(
            f"“{folder}” is a file, not a folder.",
            hint="Choose the folder that holds the stills.",
        ) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DatasetError(
            f"Couldn't open the folder “{folder}”: {reason}.",
            hint="Ask for permission to read it, or choose another folder.",
            details=repr(error),
        ) from error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # in a folder that may be listed and not entered
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _refuse_names_alike(class_folders: Sequence[_ClassFolder]) -> None:
    """Refuse class names that Windows or macOS would take for the same folder."""
    spellings: dict[str, dict[str, Path]] = defaultdict(dict)
    for folder in class_folders:
        spellings[folder.label.lower()].setdefault(folder.label, folder.path)
    for alike in spellings.values():
        if len(alike) > 1:
            raise DatasetError(
                f"The classes {_quoted(sorted(alike))} differ only by case.",
                hint="On Windows they would be one folder. Put their stills into one "
                "folder, or rename one of them; nothing was changed.",
                details=", ".join(map(str, alike.values())),
            )


def _refuse_too_few_classes(
    root: Path,
    classes: Sequence[str],
    class_folders: Sequence[_ClassFolder],
    passed_over: PassedOver,
) -> None:
    if len(classes) == 1:
        raise DatasetError(
            f"Only one class, “{classes[0]}”, has stills in “{root}”.",
            hint="A classifier needs at least two classes. " + _HOW_TO_ARRANGE,
        )
    if class_folders:
        what = passed_over.files or "nothing"
        raise DatasetError(
            f"The class folders in “{root}” hold no stills, but {what}.",
            hint=f"Stills are files that end in {', '.join(sorted(STILL_SUFFIXES))}.",
        )
    loose = sum(map(is_still, _list_folder(root)))
    found = f"{loose} stills but no class folders" if loose else "no stills"
    raise DatasetError(f"“{root}” holds {found}.", hint=_HOW_TO_ARRANGE)


def _sentence_on_loose_stills(folder: Path, entries: Iterable[Path]) -> list[str]:
    loose = sum(1 for entry in entries if is_still(entry) and _is_file(entry))
    if not loose:
        return []
    return [
        f"{loose} {_plural(loose, 'still')} directly in “{folder}” "
        f"{_plural(loose, 'was', 'were')} left out: a class is named by a folder."
    ]


def _sentences_on_classes(
    class_folders: Sequence[_ClassFolder], stills: Sequence[LabelledStill]
) -> list[str]:
    counts = Counter(still.label for still in stills)
    sentences = []
    for label in sorted({folder.label for folder in class_folders}):
        if counts[label] == 0:
            sentences.append(f"The class folder “{label}” holds no stills; left out.")
        elif counts[label] == 1:
            sentences.append(
                f"The class “{label}” has one still: it can be trained on or tested "
                "on, not both. Add stills, or leave the class out."
            )
    return sentences


def _quoted(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))


def _plural(count: int, one: str, many: str = "") -> str:
    return one if count == 1 else many or f"{one}s"
