"""What would go where, before anything is copied."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em, title_font
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import bold
from app.widgets.places_table import PlacesTable
from app.widgets.primary_button import PrimaryButton, make_default
from app.worker.outcome_sentences import counted
from core.inference.sorting import REFUSED_FOLDER, REVIEW_FOLDER
from core.jobs.results import PlaceOfCopy, SortStillsResult

_PROMISE = (
    "Originals are only read. Nothing that stands there is overwritten, and “Undo a "
    "sort” takes the copies back."
)
_SIZE_EM = 46, 40
"""Width, and the greatest height: with many folders the table scrolls."""


class SortingDialog(QDialog):
    """Shows the result of a dry run; show it by ``open()``."""

    copy_wanted = Signal()
    """The user has seen it and wants the copies."""

    def __init__(
        self, planned: SortStillsResult, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Sort into folders")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        total = sum(planned.copied.values())
        self._todo = total - planned.already
        self._heading = QLabel(_heading(self._todo))
        self._where = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self._where.set_text(f"to {planned.folder}", hint=str(planned.folder))
        self._folders = _folders_table(planned)
        self._copy = PrimaryButton(_agreeing(self._todo), "copy")
        self._copy.setEnabled(self._todo > 0)
        self._layout = QVBoxLayout(self)
        self._lay_out(planned)
        self._fit()
        width, highest = (em(self, size) for size in _SIZE_EM)
        self.resize(width, min(self._layout.totalHeightForWidth(width), highest))

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.layout() is not None:
            self._fit()

    def _lay_out(self, planned: SortStillsResult) -> None:
        self._layout.addWidget(self._heading)
        self._layout.addWidget(self._where)
        self._layout.addWidget(self._folders, 2)
        if planned.already:
            self._add_line(
                f"The table also counts {counted(planned.already, 'still')} that an "
                "earlier sort by the same answers has copied."
            )
        if planned.left_out:
            self._add_heading(f"{counted(planned.unreadable, 'still')} left out")
            for reason, count in planned.left_out.items():
                self._add_line(f"{counted(count, 'still')} {reason}")
        if planned.renamed:
            self._add_heading(_renamed(planned.renamed))
            self._layout.addWidget(_renamed_table(planned), 1)
        self._layout.addWidget(self._promise())
        self._layout.addWidget(self._buttons())
        make_default(self._copy)
        self._copy.setFocus()

    def _add_heading(self, words: str) -> None:
        label = QLabel(words)
        label.setFont(bold())
        self._layout.addWidget(label)

    def _add_line(self, words: str) -> None:
        label = QLabel(words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self._layout.addWidget(label)

    def _promise(self) -> QLabel:
        promise = QLabel(_PROMISE)
        promise.setWordWrap(True)
        promise.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        return promise

    def _buttons(self) -> QDialogButtonBox:
        role = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setAccessibleName("Cancel")
        buttons.addButton(self._copy, role.AcceptRole)
        buttons.accepted.connect(self.copy_wanted)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _fit(self) -> None:
        self._heading.setFont(title_font(self.font()))
        margin = em(self, 0.9)
        self._layout.setContentsMargins(margin, margin, margin, margin)
        self._layout.setSpacing(em(self, 0.5))


def _heading(todo: int) -> str:
    if not todo:
        return "There is nothing to copy"
    return f"{counted(todo, 'still')} would be copied"


def _agreeing(todo: int) -> str:
    return f"&Copy {counted(todo, 'still')}" if todo else "&Copy"


def _renamed(count: int) -> str:
    what = "1 copy gets another name" if count == 1 else f"{count:,} copies get another"
    return f"{what}{'' if count == 1 else ' name'}, so that all are kept apart"


def _folders_table(planned: SortStillsResult) -> PlacesTable:
    table = PlacesTable("What would go where", ("Folder", "Stills", "For example"))
    table.set_rows(
        (folder, f"{count:,}", ", ".join(_names(folder, planned.examples)))
        for folder, count in sorted(planned.copied.items(), key=_findings_first)
    )
    return table


def _findings_first(counted_folder: tuple[str, int]) -> bool:
    return counted_folder[0] in {REVIEW_FOLDER, REFUSED_FOLDER}


def _names(folder: str, examples: Sequence[PlaceOfCopy]) -> list[str]:
    return [
        name
        for of, _, name in (one.place.partition("/") for one in examples)
        if of == folder
    ]


def _renamed_table(planned: SortStillsResult) -> PlacesTable:
    table = PlacesTable("Copies with another name", ("Still", "Its copy"))
    rows = [(one.source, one.place) for one in planned.renamed_examples]
    more = planned.renamed - len(rows)
    table.set_rows([*rows, *[(f"and {more:,} more", "")] * (more > 0)])
    return table
