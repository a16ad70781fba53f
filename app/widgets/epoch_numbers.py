"""The numbers of the last epoch beside those of the best one."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.appearance.measures import em
from app.widgets.fitted import Fitted, bold
from core.evaluation.wording import NOT_DEFINED, decimal, percent
from core.jobs.events import EpochFinished

_ROWS: Final = (
    ("Epoch", "Counted in each phase"),
    ("Training loss", "Cross-entropy in nats: lower is better"),
    ("Validation loss", "Of stills that are not learnt from; the best epoch has least"),
    ("Training right", "Share of training stills that were called right"),
    ("Validation right", "Share of validation stills that were called right"),
)
_COLUMNS: Final = ("Last epoch", "Best so far")


class EpochNumbers(Fitted):
    """A small table; a dash stands for what is not known yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Numbers of the last and of the best epoch")
        self._grid = QGridLayout(self)
        self._cells = [[_cell("") for _ in _ROWS] for _ in _COLUMNS]
        for column, title in enumerate(_COLUMNS, start=1):
            head = _cell(title)
            head.setFont(bold())
            self._grid.addWidget(head, 0, column)
            for row, cell in enumerate(self._cells[column - 1], start=1):
                self._grid.addWidget(cell, row, column)
        for row, (name, about) in enumerate(_ROWS, start=1):
            label = QLabel(name)
            label.setToolTip(about)
            label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            self._grid.addWidget(label, row, 0)
        self._grid.setColumnStretch(len(_COLUMNS) + 1, 1)
        self.show_epochs(None, None)
        self._fit()

    @property
    def words(self) -> str:
        """What it says of the last epoch, and of the best one."""
        return "\n".join(
            " ".join((title, *(cell.text() for cell in cells)))
            for title, cells in zip(_COLUMNS, self._cells, strict=True)
        )

    def show_epochs(
        self, last: EpochFinished | None, best: EpochFinished | None
    ) -> None:
        """Show two epochs; ``None`` is one that there is not yet."""
        for title, cells, epoch in zip(
            _COLUMNS, self._cells, (last, best), strict=True
        ):
            for cell, (name, _), text in zip(cells, _ROWS, _texts(epoch), strict=True):
                cell.setText(text)
                cell.setAccessibleName(f"{title}, {name[0].lower()}{name[1:]}: {text}")

    def _fit(self) -> None:
        self._grid.setContentsMargins(0, em(self, 1.7), 0, 0)  # level with the plots
        self._grid.setHorizontalSpacing(em(self, 1.4))
        self._grid.setVerticalSpacing(em(self, 0.35))
        for column in range(1, len(_COLUMNS) + 1):  # or digits would move the table
            self._grid.setColumnMinimumWidth(column, em(self, 7.5))


def _cell(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def _texts(epoch: EpochFinished | None) -> tuple[str, ...]:
    if epoch is None:
        return (NOT_DEFINED,) * len(_ROWS)
    return (
        f"{epoch.epoch} of phase {epoch.phase}",
        decimal(epoch.loss),
        decimal(epoch.val_loss),
        percent(epoch.accuracy),
        percent(epoch.val_accuracy),
    )
