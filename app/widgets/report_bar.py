"""Which report is shown, and the button that measures a folder now."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QWidget

from app.appearance.measures import em
from app.appearance.plain_tips import plain_tip
from app.reporting.report_sources import ReportSource, SourceKind
from app.widgets.eliding_combo import ElidingCombo
from app.widgets.fitted import Fitted, bold
from app.widgets.flow_rows import FlowRows
from app.widgets.primary_button import PrimaryButton

_SOURCE: Final = int(Qt.ItemDataRole.UserRole)
_MEASURE: Final = "Measure a model on a folder with a subfolder for each class"


class ReportBar(Fitted):
    """A list under two headings, and what can be done with a report."""

    chosen = Signal(object)
    """The :class:`ReportSource` that a person has just chosen."""
    evaluate_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        label = QLabel("&Report:")
        label.setFont(bold())
        self.combo = ElidingCombo()
        self.combo.setAccessibleName("Report")
        self.combo.setToolTip("Evaluations of this computer, and models")
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(24)
        self.combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        label.setBuddy(self.combo)
        self.evaluate = PrimaryButton("&Evaluate a folder now…", "play")
        self.evaluate.setToolTip(_MEASURE)
        self._row = FlowRows(self)
        for part in label, self.combo, self.evaluate:
            self._row.addWidget(part)
        self.combo.activated.connect(self._on_activated)
        self.evaluate.clicked.connect(self.evaluate_wanted)
        self._fit()

    def add_tool(self, tool: QWidget) -> None:
        """Add a button for something else that is done with a report."""
        # what room is left belongs to the list
        tool.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row.addWidget(tool)

    def set_sources(self, sources: Sequence[ReportSource]) -> None:
        """List these; the chosen one stays chosen as long as it is there."""
        before = self.current()
        model = QStandardItemModel(self.combo)
        for kind in SourceKind:
            of_kind = [source for source in sources if source.kind is kind]
            if of_kind:
                model.appendRow(_heading(kind))
            for source in of_kind:
                model.appendRow(_item(source))
        self.combo.setModel(model)
        self.combo.setCurrentIndex(-1)
        self.combo.setEnabled(bool(sources))
        if before is not None:
            self.select(before)

    def current(self) -> ReportSource | None:
        """Return what is chosen."""
        source = self.combo.currentData(_SOURCE)
        return source if isinstance(source, ReportSource) else None

    def select(self, source: ReportSource) -> None:
        """Choose by the folder; one that is not in the list changes nothing."""
        for row in range(self.combo.count()):
            listed = self.combo.itemData(row, _SOURCE)
            if isinstance(listed, ReportSource) and listed.folder == source.folder:
                self.combo.setCurrentIndex(row)

    def _on_activated(self) -> None:
        if source := self.current():
            self.chosen.emit(source)

    def _fit(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.set_gaps(em(self, 0.6), em(self, 0.4))
        side = em(self, 1.05)
        self.evaluate.setIconSize(QSize(side, side))
        self.combo.setMinimumWidth(em(self, 18))


def _heading(kind: SourceKind) -> QStandardItem:
    item = QStandardItem(kind.value)
    item.setFont(bold())
    item.setEnabled(False)
    return item


def _item(source: ReportSource) -> QStandardItem:
    item = QStandardItem(source.title)
    item.setToolTip(plain_tip(f"{source.title}\n{source.folder}"))
    item.setData(source.title, Qt.ItemDataRole.AccessibleTextRole)
    item.setData(source, _SOURCE)
    return item
