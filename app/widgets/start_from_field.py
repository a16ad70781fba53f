"""Where a training begins: a model of the library, a weights file, or nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton, QSizePolicy, QWidget

from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.eliding_combo import ElidingCombo
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows
from core.jobs.requests import DEFAULT_MODEL, WeightsRequest
from core.library.store import LibraryEntry

_STARTER: Final = "The starter model (recommended)"
_FILE: Final = "A weights file…"
_RANDOM: Final = "Nothing: random weights (needs thousands of stills)"
_ABOUT: Final = (
    "A network that knows stills already learns yours from far fewer of them. What it "
    "was trained on is counted and said when the new model is measured."
)


class StartFromField(Fitted):
    """A list; where a file is wanted, a button for it as well."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: Path | None = None
        self.combo = ElidingCombo()
        self.combo.setAccessibleName("Start from")
        self.combo.setToolTip(_ABOUT)
        adjusted = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.combo.setSizeAdjustPolicy(adjusted)
        expanding, fixed = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.combo.setSizePolicy(expanding, fixed)
        self.file_button = QPushButton("Choose &weights…")
        self.file_button.setAccessibleName("Choose weights file")
        self.file_button.clicked.connect(self._ask_for_file)
        self._file_name = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self._row = FlowRows(self)
        for part in self.combo, self._file_name, self.file_button:
            self._row.addWidget(part)
        self._fill([])
        self.combo.currentIndexChanged.connect(self._follow)
        self._follow()
        self._fit()

    @property
    def missing(self) -> str:
        """What has to be said yet; empty if nothing."""
        lacking = self._wants_file and self._file is None
        return "Choose the weights file" if lacking else ""

    def request(self) -> WeightsRequest:
        """Return where training begins; to be asked where nothing is missing."""
        return WeightsRequest(file=self._file) if self._wants_file else self._chosen()

    def set_models(self, entries: Sequence[LibraryEntry]) -> None:
        """Offer models that can be used; what is chosen stays chosen."""
        names = [
            (entry.card.title or entry.name, entry.name)
            for entry in entries
            if entry.card is not None and entry.name != DEFAULT_MODEL
        ]
        self._fill(names)

    def choose_model(self, name: str) -> None:
        """Begin with a model of the library, if it is offered."""
        wanted = WeightsRequest(model=None if name == DEFAULT_MODEL else name)
        self._select(wanted)

    def choose_file(self, file: Path) -> None:
        """Begin with a weights file."""
        self._file = file
        self.combo.setCurrentIndex(self._place_of_file)
        self._follow()

    @property
    def _wants_file(self) -> bool:
        return self.combo.currentIndex() == self._place_of_file

    @property
    def _place_of_file(self) -> int:
        return self.combo.count() - 2

    def _chosen(self) -> WeightsRequest:
        chosen = self.combo.currentData()
        return chosen if isinstance(chosen, WeightsRequest) else WeightsRequest()

    def _fill(self, names: Sequence[tuple[str, str]]) -> None:
        before = self._chosen()
        file = self.combo.count() > 0 and self._wants_file
        self.combo.blockSignals(True)
        self.combo.clear()
        self.combo.addItem(_STARTER, WeightsRequest())
        for title, name in names:
            self.combo.addItem(f"{title} ({name})", WeightsRequest(model=name))
        self.combo.addItem(_FILE, None)
        self.combo.addItem(_RANDOM, WeightsRequest(random=True))
        if file:
            self.combo.setCurrentIndex(self._place_of_file)
        else:
            self._select(before)
        self.combo.blockSignals(False)

    def _select(self, wanted: WeightsRequest) -> None:
        requests = [self.combo.itemData(i) for i in range(self.combo.count())]
        if wanted in requests:
            self.combo.setCurrentIndex(requests.index(wanted))

    def _follow(self) -> None:
        self.file_button.setVisible(self._wants_file)
        self._file_name.setVisible(self._wants_file and self._file is not None)
        if self._file is not None:
            self._file_name.set_text(self._file.name, hint=str(self._file))
        self.changed.emit()

    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, "Choose a weights file", QDir.homePath())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Weights (*.h5)", "All files (*)"])
        dialog.fileSelected.connect(lambda name: self.choose_file(Path(name)))
        dialog.open()

    def _fit(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.set_gaps(em(self, 0.6), em(self, 0.4))
        self.combo.setMinimumWidth(em(self, 20))
