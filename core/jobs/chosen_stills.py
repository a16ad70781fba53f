"""Which stills a request to classify asks for: how many, in which folders."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from core.dataset.passed_over import PassedOver
from core.dataset.scanning import find_stills
from core.dataset.walking import normalised
from core.errors import BadRequest
from core.jobs.events import StillsFound
from core.jobs.requests import ClassifyRequest


@dataclass(frozen=True, slots=True)
class ChosenStills:
    """All stills below a folder, or those that were named.

    ``folder`` may be one still, which is then the only one.
    """

    folder: Path
    named: tuple[Path, ...] = ()
    """In the order of a walk through ``folder``, each once; empty for all stills."""

    @classmethod
    def of(cls, request: ClassifyRequest) -> Self:
        """Return what a request asks for.

        Raises
        ------
        BadRequest
            If a named still does not lie below the folder.
        """
        for still in request.stills:
            _refuse_elsewhere(still, request.folder)
        named = sorted(set(request.stills), key=lambda s: _place(s, request.folder))
        return cls(request.folder, tuple(named))

    @property
    def root(self) -> Path:
        """The folder that the stills' names are relative to."""
        return self.folder if self.folder.is_dir() else self.folder.parent

    def find(
        self,
        on_problem: Callable[[str], None] | None = None,
        passed_over: PassedOver | None = None,
    ) -> Iterator[Path]:
        """Return the stills, lazily where they have to be looked for.

        Named ones come whether they are there or not: that they are gone is a finding.

        Parameters
        ----------
        on_problem
            Receives a sentence for each folder that cannot be opened.
        passed_over
            Counts what a walk leaves out; nothing where stills are named.

        Raises
        ------
        core.dataset.scanning.DatasetError
            At once, if there is nothing at the folder or it cannot be opened.
        """
        walk = find_stills(self.folder, on_problem=on_problem, passed_over=passed_over)
        return iter(self.named) if self.named else walk

    def count(
        self,
        on_problem: Callable[[str], None],
        counted: Callable[[int], None],
        passed_over: PassedOver | None = None,
    ) -> StillsFound:
        """Return how many stills there are in each folder; raises as :meth:`find`.

        Parameters
        ----------
        on_problem
            As for :meth:`find`.
        counted
            Called after each still with how many there are so far.
        passed_over
            As for :meth:`find`.
        """
        by_folder: Counter[Path] = Counter()
        for total, still in enumerate(self.find(on_problem, passed_over), start=1):
            by_folder[still.parent] += 1
            counted(total)
        return StillsFound(
            root=self.root,
            total=by_folder.total(),
            by_folder=_by_name(by_folder, self.root),
        )


def relative_name(path: Path, root: Path) -> str:
    """Return what a still or folder is called in findings; empty for ``root``."""
    name = normalised(path.relative_to(root).as_posix())
    return "" if name == "." else name


def _by_name(by_folder: Counter[Path], root: Path) -> dict[str, int]:
    by_name: Counter[str] = Counter()
    for folder, stills in by_folder.items():
        by_name[relative_name(folder, root)] += stills
    return dict(by_name)


def _refuse_elsewhere(still: Path, folder: Path) -> None:
    inside = still.is_relative_to(folder) and (still != folder or still.is_file())
    if not inside or ".." in still.relative_to(folder).parts:
        raise BadRequest(
            f"“{still}” does not lie in the folder “{folder}”.",
            hint="Nothing was classified. Choose stills of one folder, or that folder.",
        )


def _place(still: Path, folder: Path) -> tuple[tuple[str, str], ...]:
    """Return by what a walk through the folder comes to a still sooner or later."""
    parts = still.relative_to(folder).parts
    return tuple((normalised(part), part) for part in parts)
