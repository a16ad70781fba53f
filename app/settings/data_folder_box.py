"""Where the user's things are kept, and the way to keep them somewhere else."""

import os
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em
from app.appearance.plain_tips import plain_tip
from app.settings.settings_form import explanation
from core.errors import LumenaryError
from core.home_choice import choose_home
from core.paths import chosen_home, default_home


class DataFolderBox(QWidget):
    """The data folder, two buttons to choose another, and what choosing will do.

    A choice counts from the next start on, for the window and the command line.

    Parameters
    ----------
    home
        The data folder in use.
    environment
        ``LUMENARY_HOME`` in it names the folder, and nothing can be chosen here.
    parent
        The widget it stands in.
    """

    def __init__(
        self,
        home: Path,
        environment: Mapping[str, str] = os.environ,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._home = home
        self.path = QLineEdit(str(home))
        self.path.setReadOnly(True)
        self.path.setToolTip(plain_tip(str(home)))
        self.path.setCursorPosition(0)
        self.path.setAccessibleName("Data folder")
        self.change = _button("C&hange…", "Choose another data folder")
        self.default = _button("Use defa&ult", "Use the system's data folder")
        self.note = explanation("")
        self.change.clicked.connect(self._ask)
        self.default.clicked.connect(lambda: self._choose(default_home()))
        self._lay_out()
        self._say_first(environment)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(self.change)
        row.addWidget(self.default)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(em(self, 0.4))
        layout.addLayout(row)
        layout.addWidget(self.note)

    def _say_first(self, environment: Mapping[str, str]) -> None:
        if environment.get("LUMENARY_HOME"):
            self.change.setEnabled(False)
            self.default.setEnabled(False)
            self._say(
                "LUMENARY_HOME names this folder. To choose one here, start Lumenary "
                "without it."
            )
            return
        try:
            self._say_next(chosen_home() or default_home())
        except LumenaryError as error:
            self._say(str(error))

    def _ask(self) -> None:
        dialog = QFileDialog(self, "Data folder", str(self._home))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda folder: self._choose(Path(folder)))
        dialog.open()

    def _choose(self, folder: Path) -> None:
        try:
            self._say_next(choose_home(folder))
        except LumenaryError as error:
            self._say(str(error))

    def _say_next(self, folder: Path) -> None:
        self.default.setEnabled(folder != default_home())
        if folder == self._home:
            self._say("Models, runs and reviews are kept here.")
            return
        self._say(
            f"From its next start on, Lumenary uses “{folder}”. Nothing is moved: "
            "models, runs and reviews so far stay where they are."
        )

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.change.setAccessibleDescription(sentence)


def _button(text: str, meaning: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setAccessibleName(meaning)
    button.setToolTip(meaning)
    return button
