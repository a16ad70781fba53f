"""One tested still, large: its label, the model's answer, and the reader's doubt."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.item_models.finding_row import FindingRow
from app.reporting.question_wording import question_sentence
from app.still_images.loaded_still import LoadedStill
from app.still_images.still_loader import StillLoader
from app.widgets.action_button import action_row
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from app.widgets.grip_splitter import GripSplitter
from app.widgets.key_button import KeyButton
from app.widgets.plain_scroll_area import PlainScrollArea
from app.widgets.probabilities_panel import ProbabilitiesPanel
from app.widgets.still_view import NOTHING_CHOSEN, StillView
from core.images.settings import PreprocessingSettings
from core.review.label_questions import LabelQuestion

NOT_ONE: Final = "Not one of these"
WITHDRAW: Final = "Withdraw the question"
_CHANGED: Final = (
    "The file has changed since it was tested: its label cannot be questioned."
)
_STILL_EM: Final = 7.0
_DIGITS: Final = "123456789"


class QuestionDesk(Fitted):
    """Shows a still, and asks what its label should be; its row is told by signal."""

    asked = Signal(int, object)
    """The row, and the class that is proposed; ``None`` for not one of these."""
    withdrawn = Signal(int)

    def __init__(self, loader: StillLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._classes: tuple[str, ...] = ()
        self._finding: FindingRow | None = None
        self._question: LabelQuestion | None = None
        self._token: int | None = None
        self._is_what_was_tested = False
        self.still_view = StillView(self)
        self.probabilities = ProbabilitiesPanel(self)
        self.label_line = ClampedLabel(lines=4)
        self.button = KeyButton("Question this label…", "Q")
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self._lay_out()
        loader.loaded.connect(self._on_loaded)
        self.still_view.painted.connect(self._follow)
        self.button.clicked.connect(lambda: self.ask())
        self.probabilities.finding_toggled.connect(self.ask)
        self.show_still(None, None)

    @property
    def row(self) -> int | None:
        """The row whose own pixels are on the screen; no other can be questioned."""
        finding = self._finding
        if finding is None or not self._is_what_was_tested:
            return None
        return finding.row if self.still_view.painted_row == finding.row else None

    def set_classes(self, classes: Sequence[str]) -> None:
        """Show what another model tells apart."""
        self._classes = tuple(classes)
        self.probabilities.set_classes(classes)
        self._splitter.share_out()

    def show_still(
        self,
        finding: FindingRow | None,
        question: LabelQuestion | None,
        path: Path | None = None,
        settings: PreprocessingSettings | None = None,
    ) -> None:
        """Show another still; its label can be questioned once it is painted."""
        self._finding, self._question = finding, question
        self._token, self._is_what_was_tested = None, False
        self.probabilities.show_row(finding)
        self._show_label("")
        if finding is None or path is None:
            self.still_view.show_message(NOTHING_CHOSEN)
        else:
            self.still_view.show_loading()
            wanted = settings or PreprocessingSettings()
            self._token = self._loader.load(path, wanted)
        self._follow()

    def refresh(self, finding: FindingRow, question: LabelQuestion | None) -> None:
        """Show a new question of the still that is here already."""
        if self._finding is not None and finding.row == self._finding.row:
            self._finding, self._question = finding, question
            self.probabilities.show_row(finding)
            self._show_label("")

    def ask(self, proposed: str = "") -> None:
        """Offer the classes that the still may show, in a menu with keys.

        Parameters
        ----------
        proposed
            The class that Enter would take; empty for none.
        """
        if self.row is None:
            return
        self._fill_menu(self.row)
        below = self.button.mapToGlobal(QPoint(0, self.button.height()))
        actions = [a for a in self.menu.actions() if proposed and a.data() == proposed]
        if actions:
            self.menu.popup(below, actions[0])
        else:
            self.menu.popup(below)

    def _fill_menu(self, row: int) -> None:
        self.menu.clear()
        assert self._finding is not None
        for number, name in enumerate(self._classes):
            if name == self._finding.true_class:
                continue
            shown = name.replace("&", "&&")
            # the digits of the probabilities beside it
            key = f"&{_DIGITS[number]}  " if number < len(_DIGITS) else ""
            action = self.menu.addAction(f"{key}It shows {shown}")
            action.setData(name)
            action.triggered.connect(lambda _, it=name: self.asked.emit(row, it))
        none = self.menu.addAction(f"&0  {NOT_ONE}")
        none.setToolTip("The still shows none of the model's classes")
        none.triggered.connect(lambda: self.asked.emit(row, None))
        if self._question is not None:
            self.menu.addSeparator()
            back = self.menu.addAction(f"&W  {WITHDRAW}")
            back.triggered.connect(lambda: self.withdrawn.emit(row))

    def _on_loaded(self, loaded: LoadedStill) -> None:
        if self._finding is None or loaded.token != self._token:
            return
        self._is_what_was_tested = loaded.digest == self._finding.digest
        self.still_view.show_still(self._finding.row, loaded)
        gone = loaded.error or self._is_what_was_tested
        self._show_label("" if gone else _CHANGED)
        self._follow()

    def _show_label(self, obstacle: str) -> None:
        finding, question = self._finding, self._question
        role = QPalette.ColorRole
        self.label_line.setForegroundRole(role.WindowText)
        if finding is None:
            self.label_line.set_text("")
            return
        text = f"{finding.true_class}."
        if question is not None:
            text += f" {question_sentence(question)}"
        self.label_line.set_text(f"{text} {obstacle}".strip(), lead="Its label says")

    def _follow(self) -> None:
        ready = self.row is not None
        self.button.setEnabled(ready)
        self.button.setToolTip(
            "Say what its label should be; nothing on the disk changes"
            if ready
            else "A label can be questioned while its still, as it was tested, is seen"
        )

    def _lay_out(self) -> None:
        tools = action_row(self.still_view.actions(), "How the still is shown")
        above, self._answers = QWidget(), QWidget()
        self._above, self._below = QVBoxLayout(above), QVBoxLayout(self._answers)
        self._above.addWidget(tools)
        self._above.addWidget(self.still_view, 1)
        for part in self.label_line, self.button, self.probabilities:
            self._below.addWidget(part)
        self._splitter = GripSplitter(Qt.Orientation.Vertical, self._sizes)
        self._splitter.addWidget(above)
        self._splitter.addWidget(
            PlainScrollArea(self._answers, "Label and probabilities")
        )
        self._splitter.setChildrenCollapsible(False)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._splitter)
        self._fit()

    def _sizes(self, length: int) -> tuple[int, int]:
        """Give the answers what they need, but never more than the still has."""
        needed = self._below.totalHeightForWidth(self.width())
        answers = min(needed, length // 2)
        return length - answers - self._splitter.handleWidth(), answers

    def _fit(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        for column in self._above, self._below:
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(em(self, 0.4))
        self.still_view.setMinimumHeight(em(self, _STILL_EM))
