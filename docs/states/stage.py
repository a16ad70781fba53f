"""The open window, and what it takes to bring it into a state."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.application import Application
    from app.other_pages import OtherPages

_PATIENCE_MS = 300_000
_SETTLED_MS = 700


@dataclass(frozen=True)
class Stage:
    """The window, and a folder in which anything may be made."""

    application: "Application"
    folder: Path

    @property
    def others(self) -> "OtherPages":
        """The pages that are not seen first."""
        assert self.application.others is not None
        return self.application.others

    @cached_property
    def examinations(self) -> Path:
        """Some 400 drawn stills in folders of their examinations."""
        samples = drawn(self.folder / "samples", stills=400)
        stills = self.folder / "Examinations 2026"
        shutil.copytree(samples / "unsorted", stills)
        for still in sorted((samples / "labelled").rglob("*.jpg"))[:240]:
            examination = stills / still.stem.partition("_")[0]
            examination.mkdir(exist_ok=True)
            shutil.copy(still, examination)
        return stills

    @cached_property
    def colonoscopies(self) -> Path:
        """Two hundred labelled stills, of which three stand in a wrong class."""
        samples = drawn(self.folder / "others", stills=200, seed=7)
        stills = self.folder / "Colonoscopies 2026"
        shutil.copytree(samples / "labelled", stills)
        for still in sorted((stills / "drawn-polyp").iterdir())[:3]:
            still.rename(stills / "drawn-ulcer" / still.name)
        return stills

    def until_idle(self) -> None:
        """Wait until no work runs and none waits."""
        self.until(lambda: self.application.line.is_idle)

    def until(self, done: Callable[[], bool]) -> None:
        """Let the window live until something is so; leave if it never is."""
        from PySide6.QtCore import QDeadlineTimer

        deadline = QDeadlineTimer(_PATIENCE_MS)
        while not done():
            if deadline.hasExpired():
                sys.exit("The window did not get there in five minutes.")
            _live(20)

    def settle(self) -> None:
        """Let the window paint what came last, and its animations end."""
        from PySide6.QtCore import QDeadlineTimer

        deadline = QDeadlineTimer(_SETTLED_MS)
        while not deadline.hasExpired():
            _live(50)


@contextmanager
def opened_stage(folder: Path, theme: str) -> Iterator[Stage]:
    """Yield the window with the sample model chosen, and nothing classified."""
    from app.application import Application, WindowOptions
    from app.running import qt_application
    from app.settings.kept_settings import Settings, SettingsStore, Theme
    from core.paths import UserFolders

    folders = UserFolders(folder / "home")
    SettingsStore(folders.home).save_settings(
        Settings(theme=Theme(theme), notice_accepted=True, reader="Dr Ada")
    )
    application = Application(qt_application(), folders)
    application.open(WindowOptions(model="sample"))
    application.window.resize(1440, 900)
    stage = Stage(application, folder)
    stage.until(lambda: application.page.model_name is not None)
    stage.until(lambda: application.others is not None)
    yield stage
    application.window.close_anyway()


def drawn(folder: Path, *, stills: int, seed: int | None = None) -> Path:
    """Draw stills into a folder; a seed makes others than the sample model learnt."""
    from core.control import Control
    from core.images.sample_sets import draw_samples

    seeded = {} if seed is None else {"seed": seed}
    return draw_samples(
        folder,
        stills=stills,
        **seeded,
        control=Control(),
        progress=lambda done, total: None,
    ).folder


def _live(milliseconds: int) -> None:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, milliseconds)
