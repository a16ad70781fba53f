"""The same findings as a table and as a contact sheet, with one selection."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QAbstractItemView,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.appearance.icons import icon
from app.item_models.findings_model import FindingsModel
from app.still_images.thumbnails import Thumbnails
from app.widgets.action_button import action_row
from app.widgets.contact_sheet import ContactSheet
from app.widgets.findings_table import FindingsTable


class FindingsViews(QWidget):
    """A table and a contact sheet; changing between them keeps what is chosen."""

    chosen = Signal(int)
    """The row that became current; -1 for none."""

    def __init__(
        self,
        findings: FindingsModel,
        thumbnails: Thumbnails,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._findings = findings
        self.table = FindingsTable(findings, thumbnails, self)
        self.sheet = ContactSheet(findings, thumbnails, self)
        self.sheet.setSelectionModel(self.table.selectionModel())
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.sheet)
        self.table_action = self._view_action("table", "Table", self.table)
        self.sheet_action = self._view_action("grid", "Contact sheet", self.sheet)
        group = QActionGroup(self)
        group.addAction(self.table_action)
        group.addAction(self.sheet_action)
        self._size = self._size_slider()
        self.table_action.setChecked(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._size, 0, Qt.AlignmentFlag.AlignRight)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        # Qt says nothing of a choice that is gone with all rows
        findings.modelReset.connect(lambda: self.chosen.emit(-1))

    def switcher(self) -> QWidget:
        """Return the buttons that change between table and sheet."""
        actions = self.table_action, self.sheet_action
        return action_row(actions, "How the findings are shown")

    @property
    def views(self) -> tuple[QAbstractItemView, QAbstractItemView]:
        """Table and sheet."""
        return self.table, self.sheet

    @property
    def row(self) -> int | None:
        """The row that is chosen."""
        index = self.table.selectionModel().currentIndex()
        return self._findings.row_at(index) if index.isValid() else None

    def choose(self, row: int) -> None:
        """Make a row current and bring it into sight, if the filter shows it."""
        index = self._findings.index_of(row)
        if index.isValid():
            self._visible_view().setCurrentIndex(index)
            self._visible_view().scrollTo(index)

    def take_keyboard(self) -> None:
        """Let arrows and the reader's keys come here."""
        self._visible_view().setFocus()

    def choose_nothing(self) -> None:
        """Let go of the choice."""
        self.table.selectionModel().clear()

    def _visible_view(self) -> QAbstractItemView:
        return self.sheet if self._stack.currentWidget() is self.sheet else self.table

    def _view_action(self, name: str, text: str, view: QAbstractItemView) -> QAction:
        action = QAction(icon(name, self.palette()), text, self)
        action.setCheckable(True)
        action.setToolTip(f"Show the findings as {text.lower()}")
        action.triggered.connect(lambda: self._show(view))
        return action

    def _show(self, view: QAbstractItemView) -> None:
        self._stack.setCurrentWidget(view)
        self._size.setVisible(view is self.sheet)
        index = self.table.selectionModel().currentIndex()
        if index.isValid():
            view.scrollTo(index)

    def _size_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setAccessibleName("Size of the stills on the contact sheet")
        slider.setToolTip(slider.accessibleName())
        em = self.fontMetrics().height()
        slider.setRange(5 * em, 16 * em)
        slider.setValue(9 * em)
        slider.setFixedWidth(7 * em)
        slider.setVisible(False)
        slider.valueChanged.connect(self.sheet.set_cell_side)
        return slider

    def _on_current(self, current: QModelIndex) -> None:
        self.chosen.emit(self._findings.row_at(current) if current.isValid() else -1)
