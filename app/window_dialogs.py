"""What the window says about itself: settings, About, support bundle, notice."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.listed_models import ListedModels
from app.main_window import MainWindow
from app.problems.problem import Problem
from app.settings.kept_settings import Settings
from core.paths import UserFolders

if TYPE_CHECKING:
    from app.starting.research_notice import ResearchNotice


@dataclass(frozen=True, slots=True, weakref_slot=True)  # Qt holds slots weakly
class WindowDialogs:
    """Each is loaded when it is asked for: none is needed for the first paint.

    Parameters
    ----------
    window
        Stands behind them, and is closed if the notice is refused.
    folders
        The user's.
    models
        Their terms stand in About.
    present
        Shows a problem.
    settings
        Returns those in force.
    change
        Takes those that the user chose.
    runs_in_use
        Returns the runs that must not be deleted now.
    deleted
        Is told which place was emptied in the settings.
    """

    window: MainWindow
    folders: UserFolders
    models: ListedModels
    present: Callable[[Problem], None]
    settings: Callable[[], Settings]
    change: Callable[[Settings], None]
    runs_in_use: Callable[[], frozenset[Path]]
    deleted: Callable[[str], None]

    def show_notice(self) -> "ResearchNotice":
        """Show what the program is for; it closes unless that is accepted."""
        from app.starting.research_notice import ResearchNotice

        notice = ResearchNotice(self.window)
        notice.accepted.connect(
            lambda: self.change(
                self.settings().model_copy(update={"notice_accepted": True})
            )
        )
        notice.rejected.connect(self.window.close_anyway)
        notice.open()
        return notice

    def show_settings(self) -> None:
        """Show what can be chosen, and what is kept."""
        from app.settings.settings_dialog import SettingsDialog

        dialog = SettingsDialog(
            self.settings(), self.folders.home, self.window, in_use=self.runs_in_use
        )
        dialog.changed.connect(self.change)
        dialog.deleted.connect(self.deleted)
        dialog.open()

    def show_about(self) -> None:
        """Show version and terms; a support bundle is made from there."""
        from app.help.about_dialog import AboutDialog

        about = AboutDialog(self.models.entries, self.window)
        about.support_wanted.connect(self.show_support)
        about.open()

    def show_support(self) -> None:
        """Show what a support bundle holds."""
        from app.support.support_dialog import SupportDialog

        SupportDialog(self.folders, self.present, self.window).open()
