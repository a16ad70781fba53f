"""An examination or the folder in numbers, and the ways to take them along."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.appearance.icons import icon
from app.appearance.marks import is_dark, reader_colour
from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.decision_shares import DecisionShares
from app.widgets.fitted import Fitted, bold
from app.widgets.plain_scroll_area import PlainScrollArea
from app.widgets.strokes import Bar
from app.widgets.summary_table import SummaryTable
from core.review.tally import Tally

_DIM = QPalette.ColorRole.PlaceholderText
_WHATEVER = "of the classification, whatever filter or examination is chosen"
_ALL = f"All stills {_WHATEVER}"
_ALL_REVIEWED = f"All reviewed stills {_WHATEVER}"


class SummaryPanel(Fitted):
    """Counts of the program's answers and the reader's; buttons to export them."""

    export_csv = Signal()
    export_xlsx = Signal()
    export_corrections = Signal()
    sort_wanted = Signal()
    undo_sort_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tally = Tally()
        self._can_export, self._why_not = True, ""
        self._title = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self._title.setFont(bold())
        self._stills = QLabel()
        self._decisions = DecisionShares()
        self._table = SummaryTable()
        self._reviewed = QLabel()
        self._reviewed.setFont(bold())
        self._bar = Bar()
        self._agreement = QLabel()
        self._agreement.setWordWrap(True)
        self._buttons = self._make_buttons()
        self._undo_sort = QPushButton()
        self._undo_sort.setAccessibleName("Undo a sort")
        self._undo_sort.setToolTip("Take back the copies of a sort (Ctrl+Shift+T)")
        self._undo_sort.setAutoDefault(False)
        self._undo_sort.clicked.connect(self.undo_sort_wanted)
        self._lay_out()
        self.set_tally("", self._tally, ())
        self._fit()

    def set_tally(self, title: str, tally: Tally, classes: Sequence[str]) -> None:
        """Show the numbers of one examination or of the folder.

        Parameters
        ----------
        title
            The examination's or the folder's name.
        tally
            Its counts, with what lies below it.
        classes
            The model's, in the card's order.
        """
        self._tally = tally
        self._title.set_text(title)
        self._stills.setText(_stills(tally))
        self._decisions.set_tally(tally)
        self._table.set_tally(tally, classes)
        self._reviewed.setText(f"{tally.reviewed:,} of {tally.readable:,} reviewed")
        self._agreement.setText(_agreement(tally))
        self._show_fraction()
        self._enable_exports()

    def set_can_export(self, possible: bool, why_not: str = "") -> None:
        """Enable the exports, or say in their tooltips why they wait."""
        self._can_export, self._why_not = possible, why_not
        self._enable_exports()

    def sizeHint(self) -> QSize:
        """Return a size in which a few findings are seen."""
        return QSize(em(self, 20), em(self, 24))

    def _make_buttons(self) -> dict[str, QPushButton]:
        buttons = {
            "csv": QPushButton("Export CSV…"),
            "xlsx": QPushButton("Export XLSX…"),
            "corrections": QPushButton("Corrections as folder…"),
            "sort": QPushButton("Sort into folders…"),
        }
        signals = (
            self.export_csv,
            self.export_xlsx,
            self.export_corrections,
            self.sort_wanted,
        )
        for button, signal in zip(buttons.values(), signals, strict=True):
            button.setAccessibleName(button.text().rstrip("…"))
            button.setAutoDefault(False)
            button.clicked.connect(signal)
        buttons["csv"].setShortcut("Ctrl+E")
        buttons["xlsx"].setShortcut("Ctrl+Shift+E")
        buttons["sort"].setShortcut("Ctrl+Shift+S")
        return buttons

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.addWidget(self._buttons["csv"], 0, 0)
        grid.addWidget(self._buttons["xlsx"], 0, 1)
        grid.addWidget(self._buttons["corrections"], 1, 0, 1, 2)
        sorting = QHBoxLayout()
        sorting.addWidget(self._buttons["sort"], 1)
        sorting.addWidget(self._undo_sort)
        grid.addLayout(sorting, 2, 0, 1, 2)
        self._sorting = sorting
        self._grid = grid
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.addWidget(self._stills)
        self._inside.addWidget(self._decisions)
        self._inside.addSpacing(em(self, 0.3))
        self._inside.addWidget(self._reviewed)
        self._inside.addWidget(self._bar)
        self._inside.addWidget(self._agreement)
        self._inside.addSpacing(em(self, 0.3))
        self._inside.addWidget(self._table)
        self._inside.addStretch(1)
        column = QVBoxLayout(self)
        column.addWidget(self._title)
        column.addWidget(PlainScrollArea(inside, "Summary"), 1)
        column.addLayout(grid)

    def _enable_exports(self) -> None:
        table = "Save the program's answers and the reader's as"
        self._enable("csv", self._tally.stills, f"{table} a CSV table", _ALL)
        self._enable("xlsx", self._tally.stills, f"{table} an Excel workbook", _ALL)
        copies = "Copy reviewed stills into a folder for each finding, for training"
        self._enable("corrections", self._tally.reviewed, copies, _ALL_REVIEWED)
        sort = "Copy stills into folders of their findings; first see what goes where"
        self._enable("sort", self._tally.stills, sort, _ALL)

    def _enable(self, name: str, count: int, tooltip: str, extent: str) -> None:
        button = self._buttons[name]
        button.setEnabled(bool(count) and self._can_export)
        waiting = self._why_not if not self._can_export else ""
        keys = button.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        what = f"{tooltip} ({keys})" if keys else tooltip
        button.setToolTip(waiting or f"{what}\n{extent}")

    def _show_fraction(self) -> None:
        readable = self._tally.readable
        fraction = self._tally.reviewed / readable if readable else 0.0
        self._bar.show_fraction(fraction, reader_colour(is_dark(self.palette())))

    def _fit(self) -> None:
        column = self.layout()
        assert column is not None
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.4))
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(em(self, 0.4))
        self._grid.setSpacing(em(self, 0.35))
        self._agreement.setForegroundRole(_DIM)
        self._table.fit()
        self._show_fraction()
        self._sorting.setSpacing(em(self, 0.35))
        for button in self._buttons.values():
            button.setIcon(icon("export", self.palette()))
        self._buttons["sort"].setIcon(icon("folder", self.palette()))
        self._undo_sort.setIcon(icon("undo", self.palette()))
        for button in *self._buttons.values(), self._undo_sort:
            button.setIconSize(QSize(em(self, 1.05), em(self, 1.05)))


def _stills(tally: Tally) -> str:
    stills = "1 still" if tally.stills == 1 else f"{tally.stills:,} stills"
    return f"{stills} · {tally.unreadable:,} unreadable" if tally.unreadable else stills


def _agreement(tally: Tally) -> str:
    if not tally.reviewed:
        return "No still has been reviewed yet."
    parts = [f"{tally.agreed:,} of {tally.reviewed:,} agreed"]
    others = (
        (tally.corrected, "corrected"),
        (tally.none_of_these, "none of these"),
        (tally.cannot_judge, "cannot judge"),
    )
    parts += [f"{count:,} {words}" for count, words in others if count]
    return " · ".join(parts)
