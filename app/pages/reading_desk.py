"""The chosen still, large, with the program's probabilities and the reader's answer."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QToolBar, QVBoxLayout, QWidget

from app.item_models.finding_row import FindingRow
from app.still_images.loaded_still import LoadedStill
from app.still_images.still_loader import StillLoader
from app.widgets.probabilities_panel import ProbabilitiesPanel
from app.widgets.review_panel import ReviewPanel
from app.widgets.still_view import NOTHING_CHOSEN, StillView
from core.images.settings import PreprocessingSettings

_CHANGED = "The file has changed since it was classified. Classify again to review it."
_NOT_SHOWN = "Cannot be reviewed: the still cannot be shown."


class ReadingDesk(QWidget):
    """Shows one finding and says which row a reader may judge now."""

    still_painted = Signal(int)

    def __init__(self, loader: StillLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._finding: FindingRow | None = None
        self._token: int | None = None
        self._is_what_was_classified = False
        self._obstacle = ""
        self.still_view = StillView(self)
        self.probabilities = ProbabilitiesPanel(self)
        self.review = ReviewPanel(self)
        self._lay_out()
        loader.loaded.connect(self._on_loaded)
        self.still_view.painted.connect(self._on_painted)
        self.show_finding(None)

    @property
    def judged_row(self) -> int | None:
        """The row whose own pixels are on the screen; a key acts on no other."""
        finding = self._finding
        if finding is None or finding.error or not self._is_what_was_classified:
            return None
        return finding.row if self.still_view.painted_row == finding.row else None

    def show_finding(
        self,
        finding: FindingRow | None,
        path: Path | None = None,
        settings: PreprocessingSettings | None = None,
    ) -> None:
        """Show another still; it is judged once it is painted."""
        self._finding = finding
        self._token = None
        self._is_what_was_classified = False
        self._obstacle = ""
        self._show_answers(finding)
        if finding is None or path is None or settings is None:
            self.still_view.show_message(NOTHING_CHOSEN)
        elif finding.error:
            self.still_view.show_message(finding.error)
        else:
            self.still_view.show_loading()
            self._token = self._loader.load(path, settings)

    def refresh(self, finding: FindingRow) -> None:
        """Show a new answer to the still that is here already."""
        if self._finding is not None and finding.row == self._finding.row:
            self._finding = finding
            self._show_answers(finding)

    def _show_answers(self, finding: FindingRow | None) -> None:
        self.probabilities.show_row(finding)
        self.review.show_row(finding)
        if self._obstacle:
            self.review.show_obstacle(self._obstacle)

    def _on_loaded(self, loaded: LoadedStill) -> None:
        if self._finding is None or loaded.token != self._token:
            return
        self._is_what_was_classified = loaded.digest == self._finding.digest
        self.still_view.show_still(self._finding.row, loaded)
        if loaded.error:
            self._obstacle = _NOT_SHOWN
        elif not self._is_what_was_classified:
            self._obstacle = _CHANGED
        self._show_answers(self._finding)

    def _on_painted(self, row: int) -> None:
        self.still_painted.emit(row)

    def _lay_out(self) -> None:
        tools = QToolBar(self)
        tools.setAccessibleName("How the still is shown")
        for action in self.still_view.actions():
            tools.addAction(action)
        top = QWidget(self)
        above = QVBoxLayout(top)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(tools)
        above.addWidget(self.still_view, 1)
        below = QWidget(self)
        under = QVBoxLayout(below)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self.probabilities, 1)
        under.addWidget(self.review)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(top)
        self.splitter.addWidget(below)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        em = self.fontMetrics().height()
        self.splitter.setSizes([24 * em, 22 * em])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
