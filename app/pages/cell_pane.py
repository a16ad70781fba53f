"""The stills of one cell of the matrix: all of them small, the chosen one large."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.appearance.icons import icon
from app.appearance.measures import em
from app.item_models.cell_stills import as_classified, as_review
from app.item_models.findings_model import FindingsModel
from app.pages.question_desk import QuestionDesk
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted, bold
from app.widgets.grip_splitter import GripSplitter
from app.widgets.questioned_sheet import QuestionedSheet
from core.images.settings import PreprocessingSettings
from core.jobs.tested_stills import TestedHeader, TestedStill
from core.review.label_questions import LabelQuestion

_DESK_SHARE: Final = 0.5
_DESK_EM: Final = 17.0
_NONE: Final = "No still stands in this cell."


class CellPane(Fitted):
    """A contact sheet beside a desk; ``left`` asks to go back to the numbers."""

    left = Signal()
    asked = Signal(object, object)
    """The :class:`TestedStill` and the class proposed; ``None``: not one of these."""
    withdrawn = Signal(object)

    def __init__(
        self,
        thumbnails: Thumbnails,
        loader: StillLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.findings = FindingsModel(self)
        self.sheet = QuestionedSheet(self.findings, thumbnails, self)
        self.desk = QuestionDesk(loader, self)
        self._stills: tuple[TestedStill, ...] = ()
        self._questions: Mapping[str, LabelQuestion] = {}
        self._classes: tuple[str, ...] = ()
        self._settings = PreprocessingSettings()
        self._back = QPushButton("Back to the numbers")
        self._back.setAccessibleName("Back to the numbers")
        self._back.setToolTip("Back to the numbers (Esc)")
        self._back.setAutoDefault(False)
        self._title = ClampedLabel(lines=2)
        self._title.setFont(bold())
        self._obstacle = QLabel()
        self._obstacle.setWordWrap(True)
        self._obstacle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._obstacle.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._lay_out()
        self._connect()

    @property
    def obstacle(self) -> str:
        """Why no stills are shown; empty where they are."""
        return self._obstacle.text()

    def show_cell(self, sentence: str, obstacle: str) -> None:
        """Name the cell; an ``obstacle`` says why its stills cannot be shown."""
        self._title.set_text(sentence)
        self._obstacle.setText(obstacle)
        self._obstacle.setVisible(bool(obstacle))
        self.body.setVisible(not obstacle)
        self.sheet.setAccessibleName(sentence)

    def show_stills(
        self,
        header: TestedHeader,
        stills: Sequence[TestedStill],
        questions: Mapping[str, LabelQuestion],
        settings: PreprocessingSettings,
    ) -> None:
        """Show a cell's stills, the questioned ones marked, the first one large."""
        self._stills, self._settings = tuple(stills), settings
        self._questions = questions
        self.desk.set_classes(header.classes)
        self.findings.begin(header.classes, Path(header.folder))
        self.findings.append([as_classified(header, still) for still in stills])
        self._mark(header.classes)
        if stills:
            self.sheet.setCurrentIndex(self.findings.index(0, 0))
        else:
            self.show_cell(self._title.text(), _NONE)

    def show_questions(self, questions: Mapping[str, LabelQuestion]) -> None:
        """Mark what is questioned now, by digest."""
        self._questions = questions
        self._mark(self._classes)
        row = self._row()
        if row is not None:
            still = self._stills[row]
            self.desk.refresh(self.findings.finding(row), questions.get(still.digest))

    def choose(self, digest: str) -> None:
        """Choose the still of these bytes, if it is here."""
        for row, still in enumerate(self._stills):
            if still.digest == digest:
                self.sheet.setCurrentIndex(self.findings.index_of(row))

    def take_keyboard(self) -> None:
        """Let the arrows move through the stills."""
        (self.sheet if self._stills else self._back).setFocus()

    def _mark(self, classes: Sequence[str]) -> None:
        self._classes = tuple(classes)
        reviews = {
            digest: as_review(question, classes)
            for digest, question in self._questions.items()
        }
        self.findings.set_reviews(reviews)

    def _row(self) -> int | None:
        index = self.sheet.currentIndex()
        return self.findings.row_at(index) if index.isValid() else None

    def _connect(self) -> None:
        self.sheet.selectionModel().currentChanged.connect(self._on_current)
        self.findings.modelReset.connect(lambda: self.desk.show_still(None, None))
        self.desk.asked.connect(lambda row, it: self.asked.emit(self._stills[row], it))
        self.desk.withdrawn.connect(lambda row: self.withdrawn.emit(self._stills[row]))
        self._back.clicked.connect(self.left)
        for keys, act in (
            (QKeySequence(Qt.Key.Key_Q), lambda: self.desk.ask()),
            (QKeySequence(Qt.Key.Key_Escape), self.left.emit),
        ):
            action = QAction(self)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _, it=act: it())
            self.addAction(action)

    def _on_current(self, current: QModelIndex) -> None:
        if not current.isValid():
            self.desk.show_still(None, None)
            return
        row = self.findings.row_at(current)
        question = self._questions.get(self._stills[row].digest)
        self.desk.show_still(
            self.findings.finding(row),
            question,
            self.findings.path(row),
            self._settings,
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        self.body = GripSplitter(Qt.Orientation.Horizontal, self._widths, self)
        self.body.addWidget(self.sheet)
        self.body.addWidget(self.desk)
        self.body.setChildrenCollapsible(False)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.body, 1)
        self._column.addWidget(self._obstacle, 1)
        self._obstacle.hide()
        self._fit()

    def _widths(self, width: int) -> tuple[int, int]:
        desk = max(round(_DESK_SHARE * width), em(self, _DESK_EM))
        return max(width - desk - self.body.handleWidth(), 1), desk

    def _fit(self) -> None:
        self._column.setContentsMargins(em(self, 0.3), 0, 0, 0)
        self._column.setSpacing(em(self, 0.4))
        self._back.setIcon(icon("previous", self.palette()))
