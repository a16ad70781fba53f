"""What a table or a pattern would make of the file names, tried while it is typed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.still_images.newest_first import NewestFirst
from core.jobs.requests import GroupingRequest

if TYPE_CHECKING:
    from core.dataset.known_groups import KnownGroups
    from core.dataset.scanning import LabelledFolder

_AFTER_MS: Final = 200
"""A pattern is tried when nobody has typed for so long."""
_SHOWN: Final = 3
_ENDLESS: Final = re.compile(r"[+*}]\??\)(?:[+*]|\{\d*,)")
"""A repetition of a group that ends in a repetition: such a pattern can take ages on a
name that it does not fit, during which Python lets nothing else run."""
_TOO_SLOW: Final = (
    "A repetition within a repeated bracket, as in (\\d+)+, can take forever. "
    "Leave one of the two out."
)


@dataclass(frozen=True, slots=True)
class GroupExamples:
    """What a way of grouping gives on the stills of a folder."""

    found: tuple[tuple[str, str], ...] = ()
    """Some stills and their groups, of different groups where there are several."""
    stills: int = 0
    grouped: int = 0
    """Stills that have a group."""
    groups: int = 0
    first_without: str = ""
    """The first still that has none."""
    problem: str = ""
    """What is wrong, and what to do; empty if nothing is."""

    @property
    def sentence(self) -> str:
        """What came of it, in one or two sentences."""
        from core.evaluation.wording import count_of, thousands

        if self.problem:
            return self.problem
        told = f"{count_of(self.stills, 'still')} in {count_of(self.groups, 'group')}."
        if self.grouped == self.stills:
            return f"All {told}"
        missing = self.stills - self.grouped
        lead = f"{thousands(self.grouped)} of {told}"
        return f"{lead} {thousands(missing)} by likeness alone: “{self.first_without}”."


@dataclass(frozen=True, slots=True)
class _Wanted:
    number: int
    folder: Path
    grouping: GroupingRequest


class ExamplesSearch(QObject):
    """Tries what was asked for last, beside the window, by the core's own rule.

    The folder is scanned once, and again when :meth:`forget` was called.
    """

    found = Signal(object)
    """A :class:`GroupExamples`; ``None`` where there is nothing to try."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._wanted: _Wanted | None = None
        self._scans = _Scans()
        self._threads = NewestFirst(
            self._scans.examples, _not_tried, threads=1, name="group examples"
        )
        self._threads.bell.rung.connect(self._take)
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._soon.timeout.connect(self._ask)
        self.destroyed.connect(self._threads.stop)

    def look(self, folder: Path | None, grouping: GroupingRequest | None) -> None:
        """Try a way of grouping on a folder; no word comes of the one before."""
        self._number += 1
        known = grouping and (grouping.groups_csv or grouping.group_pattern)
        if folder is None or grouping is None or not known:
            self._wanted = None
            self._threads.keep()
            self.found.emit(None)
            return
        self._wanted = _Wanted(self._number, folder, grouping)
        self._soon.start()

    def forget(self) -> None:
        """Scan the folder anew at the next look: its files may have changed."""
        self._scans.forget()

    def stop(self) -> None:
        """End the thread."""
        self._soon.stop()
        self._wanted = None
        self._threads.stop()

    def _ask(self) -> None:
        if self._wanted is not None:
            self._threads.keep()
            self._threads.ask(self._wanted)

    @Slot()
    def _take(self) -> None:
        for wanted, examples in self._threads.take():
            if wanted == self._wanted:
                self.found.emit(examples)


class _Scans:
    """Keeps the folder that was scanned last; lives in the thread."""

    def __init__(self) -> None:
        self._kept: tuple[Path, LabelledFolder] | None = None

    def forget(self) -> None:
        self._kept = None

    def examples(self, wanted: _Wanted) -> GroupExamples:
        from core.errors import LumenaryError

        if wanted.grouping.group_pattern and _ENDLESS.search(
            wanted.grouping.group_pattern
        ):
            return GroupExamples(problem=_TOO_SLOW)
        try:
            folder = self._scanned(wanted.folder)
            return _tried(folder, _rule(wanted.grouping)(folder))
        except LumenaryError as error:
            return GroupExamples(problem=f"{error.user_message} {error.hint}".strip())

    def _scanned(self, folder: Path) -> "LabelledFolder":
        from core.dataset.scanning import scan_labelled_folder

        kept = self._kept
        if kept is None or kept[0] != folder:
            kept = folder, scan_labelled_folder(folder, least_classes=1)
            self._kept = kept
        return kept[1]


def _rule(grouping: GroupingRequest) -> Callable[["LabelledFolder"], "KnownGroups"]:
    from core.dataset.known_groups import (
        known_groups_from_csv,
        known_groups_from_pattern,
    )

    table, pattern = grouping.groups_csv, grouping.group_pattern
    if table is not None:
        return lambda folder: known_groups_from_csv(table, folder)
    return lambda folder: known_groups_from_pattern(pattern or "", folder)


def _tried(folder: "LabelledFolder", known: "KnownGroups") -> GroupExamples:
    names = [still.name for still in folder.stills]
    first_of: dict[str, str] = {}
    for name in names:
        if name in known.group_of:
            first_of.setdefault(known.group_of[name], name)
    spread = _spread([(name, group) for group, name in first_of.items()])
    without = next((name for name in names if name not in known.group_of), "")
    return GroupExamples(
        found=tuple(spread),
        stills=len(names),
        grouped=len(known.group_of),
        groups=len(first_of),
        first_without=without,
    )


def _spread(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the first, one of the middle and the last."""
    if len(pairs) <= _SHOWN:
        return pairs
    return [pairs[0], pairs[len(pairs) // 2], pairs[-1]]


def _not_tried(_: _Wanted) -> GroupExamples:
    return GroupExamples(problem="Something went wrong while this was tried.")
