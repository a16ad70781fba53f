"""Where the stills come from, and the button that has them classified."""

from pathlib import Path

from PySide6.QtCore import QDir, QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from app.appearance.icons import icon
from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from app.widgets.primary_button import PrimaryButton
from core.evaluation.wording import count_of


class SourceBar(Fitted):
    """The chosen folder or stills, buttons to choose others, and Classify.

    Parameters
    ----------
    parent
        The page.
    classifies
        Whether there is a button to classify what is chosen.
    """

    folder_chosen = Signal(object)
    """A ``Path``."""
    stills_chosen = Signal(tuple)
    """Paths of stills that lie in one folder."""
    classify_clicked = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, classifies: bool = True
    ) -> None:
        super().__init__(parent)
        self._folder: Path | None = None
        self._label = QLabel("Stills:")
        self._label.setFont(bold())
        self._where = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self._choose_folder = QPushButton("Choose &folder…")
        self._choose_folder.setToolTip("Choose a folder; subfolders are examinations")
        self._choose_folder.clicked.connect(self.choose_folder)
        self._choose_stills = QPushButton("Choose &stills…")
        self._choose_stills.setToolTip("Choose some stills of one folder")
        self._choose_stills.clicked.connect(self.choose_stills)
        self._classify = PrimaryButton("&Classify", "play")
        self._classify.clicked.connect(self.classify_clicked)
        row = QHBoxLayout(self)
        row.addWidget(self._label)
        row.addWidget(self._where, 1)
        for button in self._choose_folder, self._choose_stills:
            button.setAccessibleName(button.text().replace("&", "").rstrip("…"))
            row.addWidget(button)
        row.addWidget(self._classify)
        if not classifies:
            self._classify.hide()
        self.show_nothing()
        self.set_ready(False)
        self._fit()

    def show_nothing(self) -> None:
        """Show that nothing is chosen yet."""
        self._folder = None
        self._where.set_text("No folder chosen yet")

    def show_folder(self, folder: Path) -> None:
        """Show that all stills of a folder are chosen."""
        self._folder = folder
        self._where.set_text(str(folder), hint=str(folder))

    def show_stills(
        self, folder: Path, stills: tuple[Path, ...], left_out: int = 0
    ) -> None:
        """Show that only some stills of a folder are chosen.

        Parameters
        ----------
        folder, stills
            What is chosen.
        left_out
            How many files that are no stills came with them.
        """
        self._folder = folder
        text = f"{count_of(len(stills), 'still')} of {folder}"
        if left_out:
            text += f"; {count_of(left_out, 'other file')} left out"
        self._where.set_text(text, hint=text)

    def set_ready(self, ready: bool, why_not: str = "") -> None:
        """Enable Classify, or say in its tooltip what is missing."""
        self._classify.setEnabled(ready)
        waiting = why_not or "Choose a folder and a model first"
        self._classify.setToolTip(
            "Classify the stills (Ctrl+Return)" if ready else waiting
        )

    def set_enabled_for_choice(self, enabled: bool) -> None:
        """Let a person choose, or not, while a job runs."""
        self._choose_folder.setEnabled(enabled)
        self._choose_stills.setEnabled(enabled)

    def choose_folder(self) -> None:
        """Ask for a folder without holding up the window, if one may be chosen."""
        if not self._choose_folder.isEnabled():  # by the key
            return
        dialog = self._dialog("Choose a folder of stills")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, False)
        dialog.fileSelected.connect(lambda name: self.folder_chosen.emit(Path(name)))
        dialog.open()

    def choose_stills(self) -> None:
        """Ask for stills without holding up the window."""
        dialog = self._dialog("Choose stills")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([_still_patterns(), "All files (*)"])
        dialog.filesSelected.connect(self._on_files)
        dialog.open()

    def _on_files(self, names: list[str]) -> None:
        self.stills_chosen.emit(tuple(Path(name) for name in names))

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDirectory(str(self._folder or QDir.homePath()))
        return dialog

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.6))
        side = em(self, 1.05)
        for button in self._choose_folder, self._choose_stills, self._classify:
            button.setIconSize(QSize(side, side))
        self._choose_folder.setIcon(icon("folder", self.palette()))
        self._choose_stills.setIcon(icon("stills", self.palette()))


def _still_patterns() -> str:
    from core.images.reading import STILL_SUFFIXES

    patterns = " ".join(f"*{suffix}" for suffix in sorted(STILL_SUFFIXES))
    return f"Stills ({patterns})"
