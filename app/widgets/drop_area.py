"""Folders and stills that are dropped on the window."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.source import Source

_NOTHING = "There was no folder and no still among what was dropped."


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was dropped, as far as it can be used."""

    source: Source
    left_out: int = 0
    """Files that were dropped with the stills and are none."""


def source_of(paths: Sequence[Path]) -> Dropped | str:
    """Return what dropped paths ask to classify, or a sentence that says why nothing.

    One folder is taken as it is. Stills are taken with the deepest folder that holds
    them all; other files among them are counted and left out.
    """
    absolute = tuple(dict.fromkeys(path.absolute() for path in paths))
    if not absolute:
        return _NOTHING
    try:
        folders = [path for path in absolute if path.is_dir()]
        missing = [path for path in absolute if not path.exists()]
    except OSError as error:
        return f"Couldn't look at what was dropped: {error.strerror}."
    if missing:
        return f"“{missing[0].name or missing[0]}” cannot be found any more."
    if folders:
        return _folder_of(absolute, folders)
    return _stills_of(absolute)


def common_folder(files: Sequence[PurePath]) -> PurePath | None:
    """Return the deepest folder that holds all files; ``None`` across drives."""
    shared = files[0].parent
    while not all(file.is_relative_to(shared) for file in files):
        if shared == shared.parent:
            return None
        shared = shared.parent
    return shared


def _folder_of(paths: Sequence[Path], folders: Sequence[Path]) -> Dropped | str:
    if len(folders) > 1:
        return (
            f"{len(folders)} folders were dropped. Drop one at a time, "
            "or the folder that holds them all."
        )
    if len(paths) > 1:
        return "Drop either one folder or stills, not both together."
    return Dropped(Source(folders[0]))


def _stills_of(files: Sequence[Path]) -> Dropped | str:
    from core.dataset.walking import is_hidden
    from core.images.reading import STILL_SUFFIXES

    stills = tuple(
        file
        for file in files
        if file.suffix.lower() in STILL_SUFFIXES and not is_hidden(file.name)
    )
    if not stills:
        endings = ", ".join(sorted(STILL_SUFFIXES))
        what = "That file is no still" if len(files) == 1 else "None of them is a still"
        return f"{what}: stills are files that end in {endings}."
    folder = common_folder(stills)
    if folder is None:
        return "The stills lie on different drives. Drop those of one drive at a time."
    return Dropped(Source(Path(folder), stills), len(files) - len(stills))


class DropFilter(QObject):
    """Lets any widget take a folder or stills; the originals are only ever read.

    Parameters
    ----------
    parent
        Owns the filter; :meth:`install` says which widgets it listens to.
    read
        Returns what dropped paths mean here, or a sentence that says why nothing.
    """

    dropped = Signal(object)
    """A :class:`Dropped`, or what else ``read`` returns."""
    refused = Signal(str)
    """A sentence: why what was dropped cannot be taken."""
    hovering = Signal(bool)
    """Files are held over the widget, or no longer."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        read: Callable[[Sequence[Path]], object] = source_of,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._enabled = True

    def install(self, widget: QWidget) -> None:
        """Take what is dropped on ``widget``."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def set_enabled(self, enabled: bool) -> None:
        """Take drops, or not, while a job runs."""
        self._enabled = enabled

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the four events of a drag that carries files."""
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            return self._on_drag(event)
        if event.type() == QEvent.Type.DragLeave:
            self.hovering.emit(False)
            return False
        if isinstance(event, QDropEvent):
            return self._on_drop(event)
        return super().eventFilter(watched, event)

    def _on_drag(self, event: QDragMoveEvent) -> bool:
        if not (self._enabled and _carries_files(event.mimeData())):
            return False
        _take_a_copy(event)
        if isinstance(event, QDragEnterEvent):
            self.hovering.emit(True)
        return True

    def _on_drop(self, event: QDropEvent) -> bool:
        self.hovering.emit(False)
        if not (self._enabled and _carries_files(event.mimeData())):
            return False
        _take_a_copy(event)
        found = self._read(_local_paths(event.mimeData()))
        if isinstance(found, str):
            self.refused.emit(found)
        else:
            self.dropped.emit(found)
        return True


def _carries_files(data: QMimeData) -> bool:
    return any(url.isLocalFile() for url in data.urls())


def _local_paths(data: QMimeData) -> list[Path]:
    local = (url.toLocalFile() for url in data.urls() if url.isLocalFile())
    return [Path(os.path.normpath(path)) for path in local]


def _take_a_copy(event: QDropEvent) -> None:
    """Accept as a copy: after a move, the file manager would delete the originals."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
