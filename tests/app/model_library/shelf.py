"""A library of small models and the Models page over it, without a window around."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.model_library.models_room import ModelsRoom
from app.pages.models_page import ModelsPage
from app.worker.job_line import JobLine
from app.worker.job_runner import JobRunner
from core.jobs.context import library_of
from core.library.card import ModelCard
from core.library.store import hash_files, read_card, write_card
from core.paths import UserFolders

if TYPE_CHECKING:
    from app.problems.problem import Problem

PATIENCE_MS = 20_000


def add_copy(
    folders: UserFolders, model: Path, name: str, **changes: object
) -> ModelCard:
    """Put another network into the library under a name of its own."""
    folder = folders.models / name
    shutil.copytree(model, folder)
    with (folder / "model.onnx").open("ab") as network:
        # ONNX's field for a description, which changes nothing but the hash
        network.write(b"\x32" + bytes([len(name.encode())]) + name.encode())
    more = {"name": name, "title": name, "files": hash_files(folder), **changes}
    write_card(folder, read_card(folder).model_copy(update=more))
    return read_card(folder)


def damage(folder: Path) -> None:
    """Change a model's network."""
    with (folder / "model.onnx").open("ab") as network:
        network.write(b"x")


class Shelf:
    """The room, and what it told."""

    def __init__(self, qtbot: QtBot, folders: UserFolders) -> None:
        self.qtbot = qtbot
        self.folders = folders
        self.library = library_of(folders)
        self.problems: list[Problem] = []
        self.in_use = "small"
        self.window = QMainWindow()
        self.runner = JobRunner(folders, parent=self.window)
        self.line = JobLine(self.runner, self.window)
        self.room = ModelsRoom(
            self.line,
            folders,
            in_use=lambda: self.in_use,
            use=self.use,
            look=self.look,
            present=self.problems.append,
            parent=self.window,
        )
        self.window.setCentralWidget(self.room.page)

    def use(self, name: str) -> None:
        """Classify with another model, as the first page does."""
        self.in_use = name

    @property
    def page(self) -> ModelsPage:
        return self.room.page

    @property
    def names(self) -> list[str]:
        """What the page lists of the user's own."""
        rows = self.page.list.rows.rows
        return [row.entry.name for row in rows if not row.entry.shipped]

    def look(self) -> None:
        """Tell the page what the library holds, as the window does."""
        self.room.set_models(self.library.entries())

    def open(self) -> None:
        """Show the page, and wait until every model was checked."""
        self.look()
        self.window.resize(1100, 700)
        self.window.show()
        self.until_checked()

    def until_checked(self) -> None:
        self.until(
            lambda: all("checking" not in r.marks for r in self.page.list.rows.rows)
        )

    def until_idle(self) -> None:
        self.until(lambda: not self.room.beside.busy)

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something; fail if it does not come."""
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)


@contextmanager
def opened(qtbot: QtBot, folders: UserFolders) -> Iterator[Shelf]:
    """Open the page; nothing of it is left at the end."""
    shelf = Shelf(qtbot, folders)
    shelf.open()
    try:
        yield shelf
    finally:
        shelf.room.stop()
        shelf.runner.shut_down()
        shelf.window.close()
        shelf.window.deleteLater()
