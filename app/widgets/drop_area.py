"""Folders and stills that are dropped on the window, and the page that invites them."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.appearance.icons import icon
from app.appearance.measures import em, title_font
from app.widgets.fitted import Fitted
from app.widgets.primary_button import PrimaryButton
from app.widgets.strokes import faint

_NOTHING = "There was no folder and no still among what was dropped."


@dataclass(frozen=True, slots=True)
class Dropped:
    """What is to be classified: a folder, or only some stills below it."""

    folder: Path
    stills: tuple[Path, ...] = ()
    """Empty: all stills of the folder."""
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
    return Dropped(folders[0])


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
    return Dropped(Path(folder), stills, len(files) - len(stills))


class DropFilter(QObject):
    """Lets any widget take a folder or stills; the originals are only ever read.

    Parameters
    ----------
    parent
        Owns the filter; :meth:`install` says which widgets it listens to.
    """

    dropped = Signal(object)
    """A :class:`Dropped`."""
    refused = Signal(str)
    """A sentence: why what was dropped cannot be taken."""
    hovering = Signal(bool)
    """Files are held over the widget, or no longer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
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
        found = source_of(_local_paths(event.mimeData()))
        if isinstance(found, Dropped):
            self.dropped.emit(found)
        else:
            self.refused.emit(found)
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


class EmptyPage(Fitted):
    """What the Classify page shows before anything was chosen."""

    choose_folder = Signal()
    choose_stills = Signal()
    samples_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._highlighted = False
        self._heading = QLabel("Drop a folder of stills here")
        self._text = QLabel(
            "or choose one. Subfolders are taken as examinations.\n"
            "Your files are only read: nothing is moved, changed or sent anywhere."
        )
        for label in self._heading, self._text:
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self._text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        folder = PrimaryButton("Choose &folder…", "folder")
        folder.setToolTip("Choose a folder; its subfolders are classified, too")
        stills = QPushButton("Choose &stills…")
        stills.setToolTip("Choose some stills of one folder")
        self._samples = QPushButton("Try the sample stills")
        self._samples.setToolTip("Classify the drawn stills that come with Lumenary")
        self._samples.hide()
        folder.clicked.connect(self.choose_folder)
        stills.clicked.connect(self.choose_stills)
        self._samples.clicked.connect(self.samples_wanted)
        self._buttons = (folder, stills, self._samples)
        for button in self._buttons:
            button.setAutoDefault(False)
            button.setAccessibleName(button.text().replace("&", "").rstrip("…"))
        self._lay_out()
        self._fit()

    def offer_samples(self, offered: bool) -> None:
        """Show the button for the program's own drawn stills, or not."""
        self._samples.setVisible(offered)

    def set_highlight(self, highlighted: bool) -> None:
        """Show that what is held over the page may be dropped."""
        self._highlighted = highlighted
        text = "Let go to choose it" if highlighted else "Drop a folder of stills here"
        self._heading.setText(text)
        role = QPalette.ColorRole  # dimmed text lacks contrast on the tinted ground
        self._text.setForegroundRole(
            role.WindowText if highlighted else role.PlaceholderText
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dashed frame that says: drop here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        line = accent if self._highlighted else faint(self.palette(), 0.35)
        painter.setPen(QPen(line, em(self, 0.15), Qt.PenStyle.DashLine))
        if self._highlighted:
            accent.setAlphaF(0.1)
            painter.setBrush(accent)
        gap = em(self, 1.5)
        rect = QRectF(self.rect()).adjusted(gap, gap, -gap, -gap)
        painter.drawRoundedRect(rect, em(self, 0.8), em(self, 0.8))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        for button in self._buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._heading)
        column.addWidget(self._text)
        column.addLayout(row)
        column.addStretch(3)

    def _fit(self) -> None:
        self._heading.setFont(title_font(self.font(), scale=1.5))
        side = em(self, 1.05)
        for each in self._buttons:
            each.setIconSize(QSize(side, side))
        for button, name in zip(self._buttons[1:], ("stills", "play"), strict=True):
            button.setIcon(icon(name, self.palette()))
        column = self.layout()
        assert column is not None
        column.setSpacing(em(self, 1))
        margin = em(self, 3)
        column.setContentsMargins(margin, margin, margin, margin)
