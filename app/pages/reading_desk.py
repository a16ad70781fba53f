"""The chosen still, large, with the program's probabilities and the reader's answer."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.appearance.measures import em
from app.item_models.finding_row import FindingRow
from app.still_images.loaded_still import LoadedStill
from app.still_images.still_loader import StillLoader
from app.widgets.action_button import action_row
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import bold
from app.widgets.grip_splitter import GripSplitter
from app.widgets.plain_scroll_area import PlainScrollArea
from app.widgets.probabilities_panel import ProbabilitiesPanel
from app.widgets.review_panel import ReviewPanel
from app.widgets.still_view import NOTHING_CHOSEN, StillView
from core.images.settings import PreprocessingSettings

_CHANGED = "The file has changed since it was classified. Classify again to review it."
_NOT_SHOWN = "Cannot be reviewed: the still cannot be shown."
_ANSWERS_EM = 24.0
"""Width of the answers where they stand beside the still."""
_BROAD, _BROAD_EM = 1.3, 42.0
"""Times its height, and width, from which on the desk has them beside it."""


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
        self._file = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self._file.setFont(bold())
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

    def set_classes(self, classes: Sequence[str]) -> None:
        """Show what another model tells apart."""
        self.probabilities.set_classes(classes)
        self.review.set_classes(classes)
        self.splitter.share_out()

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
        self._file.set_text(path.name if path else "", hint=str(path) if path else "")
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
        tools = action_row(self.still_view.actions(), "How the still is shown")
        self._answers = _column(self.probabilities, self.review, stretched=0)
        self.splitter = GripSplitter(Qt.Orientation.Vertical, self._sizes, self)
        self.splitter.addWidget(
            _column(self._file, tools, self.still_view, stretched=2)
        )
        self.splitter.addWidget(
            PlainScrollArea(self._answers, "Probabilities and review")
        )
        self.splitter.setCollapsible(0, False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the answers beside the still where there is more width than height."""
        super().resizeEvent(event)
        size = self.size()
        broad = size.width() > max(_BROAD * size.height(), em(self, _BROAD_EM))
        along = Qt.Orientation.Horizontal if broad else Qt.Orientation.Vertical
        self.splitter.turn(along)

    def _sizes(self, length: int) -> tuple[int, int]:
        """Give the answers what they need, but never more than the still has."""
        along = self.splitter.orientation()
        upright = along is Qt.Orientation.Vertical
        needed = self._height_needed() if upright else em(self, _ANSWERS_EM)
        both = length - self.splitter.handleWidth()
        answers = min(needed, both // 2)
        return both - answers, answers

    def _height_needed(self) -> int:
        layout = self._answers.layout()
        assert layout is not None
        return layout.totalHeightForWidth(self.width())


def _column(*parts: QWidget, stretched: int) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(em(column, 0.4))
    for at, part in enumerate(parts):
        layout.addWidget(part, 1 if at == stretched else 0)
    return column
