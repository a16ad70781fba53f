"""What a check says in words and bars: the overview, and the split."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.curating.check_wording import overview_facts
from app.curating.open_check import OpenCheck
from app.curating.split_rows import split_bars, split_table
from app.pages.report_parts import quiet_label
from app.widgets.facts_view import FactsView
from app.widgets.fitted import Fitted
from app.widgets.metrics_table import MetricsTable
from app.widgets.notices_list import NoticesList
from app.widgets.plain_scroll_area import PlainScrollArea
from app.widgets.split_picture import SplitPicture


class OverviewPart(Fitted):
    """Advice first, then what is there and what the check noticed."""

    report_wanted = Signal()
    """The check is to be shown as a page of HTML."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.advice = NoticesList(title="Advice")
        self.facts = FactsView()
        self._report = QPushButton("Open as a web pa&ge")
        self._report.setAccessibleName("Open as a web page")
        self._report.setToolTip(
            "The whole check as one page, with pictures, to be read or kept"
        )
        self._report.setAutoDefault(False)
        self._report.clicked.connect(self.report_wanted)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.advice)
        self._column.addWidget(self.facts, 1)
        self._column.addWidget(self._report, 0, Qt.AlignmentFlag.AlignLeft)
        self._fit()

    def show_check(self, check: OpenCheck) -> None:
        """Show what a check found."""
        self.advice.show_notices(check.record.advice)
        self.facts.show_groups(overview_facts(check.record))
        self._report.setVisible(check.report is not None)

    def _fit(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.8))


class SplitPart(Fitted):
    """The parts as a picture and as a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = quiet_label("")
        self.picture = SplitPicture()
        self.table = MetricsTable()
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        for part in self.note, self.picture, self.table:
            self._inside.addWidget(part)
        self._inside.addStretch(1)
        self._area = PlainScrollArea(inside, "What lies in which part")
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # to scroll by keys
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self._fit()

    def show_check(self, check: OpenCheck) -> None:
        """Show where a training would put each class."""
        bars = split_bars(check.record)
        whole = "No group is in two parts."
        self.note.setText(
            check.record.split
            if check.record.parts_given
            else f"{check.record.split} {whole}"
        )
        self.picture.show_bars(bars)
        self.table.rates.show(split_table(check.record, bars))

    def _fit(self) -> None:
        self._inside.setContentsMargins(0, 0, em(self, 0.6), 0)
        self._inside.setSpacing(em(self, 0.9))
