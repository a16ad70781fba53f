"""What a report says besides its matrix: numbers, classes, curves, facts."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.item_models.report_tables import (
    Table,
    baseline_table,
    class_table,
    decision_table,
)
from app.reporting.open_report import OpenReport
from app.widgets.facts_view import FactGroup
from app.widgets.fitted import Fitted, bold
from app.widgets.headline_numbers import HeadlineNumbers
from app.widgets.metrics_table import MetricsTable
from app.widgets.notices_list import NoticesList
from app.widgets.plain_scroll_area import PlainScrollArea

_EVERY_STILL: Final = (
    "Balanced accuracy is the mean of the classes' sensitivities, so that a frequent "
    "class does not hide a rare one. Below each number stands its "
    "95\N{NO-BREAK SPACE}% interval. Every still counts, whatever was decided about it."
)
_MARKS: Final = (
    "A dagger (†) marks an exact interval, a dash what is not defined; the tooltip "
    "says why."
)


class NumbersPart(Fitted):
    """The headline, what to bear in mind, decisions and baselines; scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headline = HeadlineNumbers()
        self.notices = NoticesList()
        self.decisions = TitledTable("What it decides")
        self.baselines = TitledTable("Beside something much simpler")
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._note = quiet_label(_EVERY_STILL)
        parts: tuple[QWidget, ...] = (
            self.headline,
            self._note,
            self.notices,
            self.baselines,
            self.decisions,
        )
        for part in parts:
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._area = PlainScrollArea(inside, "Numbers of all classes together")
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # to scroll by keys
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)
        self._fit()

    def show_report(self, report: OpenReport) -> None:
        """Show the numbers of one record, or of two."""
        records = report.records
        self.headline.show_records(records)
        self.notices.show_notices(tuple(_notices(report)))
        self.baselines.show_table(baseline_table(records))
        self.decisions.show_table(decision_table(records))
        self._area.updateGeometry()  # it may need another width now

    def _fit(self) -> None:
        self._column.setContentsMargins(em(self, 0.3), 0, em(self, 0.6), 0)
        self._column.setSpacing(em(self, 0.8))


class ClassesPart(Fitted):
    """Each class against the others, and how the intervals were made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget()
        self.table = MetricsTable()
        self.note = quiet_label("")
        self._column = QVBoxLayout(inside)
        self._column.addWidget(self.table)
        self._column.addWidget(self.note)
        self._column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(PlainScrollArea(inside, "Each class against the others"))
        self._fit()

    def show_report(self, report: OpenReport) -> None:
        """Show the classes of one record, or of two below each other."""
        self.table.rates.show(class_table(report.records))
        self.note.setText(f"{report.record.interval_method} {_MARKS}")

    def _fit(self) -> None:
        self._column.setContentsMargins(0, 0, em(self, 0.5), 0)
        self._column.setSpacing(em(self, 0.8))


class TitledTable(QWidget):
    """A table beneath its title; hidden if it has no rows."""

    def __init__(self, title: str) -> None:
        super().__init__()
        label = QLabel(title)
        label.setFont(bold())
        self.table = MetricsTable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.3))
        column.addWidget(label)
        column.addWidget(self.table)

    def show_table(self, table: Table | None) -> None:
        """Show a table, or none."""
        self.table.rates.show(table)
        self.setVisible(table is not None and bool(table.rows))


def fact_groups(report: OpenReport) -> tuple[FactGroup, ...]:
    """Return the facts of data and run: from the record, the card and the run."""
    from core.jobs.report_content import content_of  # with jinja2: 40 ms

    record, header = report.record, report.header
    content = content_of(record, card=report.card)
    measured = [
        ("Model", record.model),
        ("Subset", record.subset),
        ("Stills", f"{record.stills:,}"),
        ("Groups", f"{record.groups:,}, {record.grouping}"),
        ("Classes", ", ".join(record.classes)),
        ("Intervals", record.interval_method),
        ("Measured with", _program(record.program_version)),
        ("Numbers", str(report.source.folder)),
    ]
    if header is not None:
        measured.insert(2, ("Folder", str(header.folder)))
    limits = [("", sentence) for sentence in (*content.limits, content.research_use)]
    facts = [
        ("What was measured", tuple(measured)),
        ("Limits", tuple(limits)),
    ]
    for title, told in (
        ("What it was trained on", content.data),
        ("How it was trained", content.training),
        ("Thresholds, fitted on validation stills only", content.thresholds),
        ("Made with", content.libraries),
    ):
        facts.append((title, tuple((fact.name, fact.value) for fact in told)))
    return tuple(FactGroup(title, rows) for title, rows in facts)


def _program(version: str) -> str:
    return f"Lumenary {version}" if version else "An older Lumenary"


def quiet_label(text: str) -> QLabel:
    """Return a wrapped note in the quiet colour."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def _notices(report: OpenReport) -> Iterator[str]:
    """Yield what must be known before the numbers are believed, the gravest first."""
    if report.told:
        yield report.told
    for record in reversed(report.records):
        yield from record.notices
        yield from (each.notice for each in record.baselines)
