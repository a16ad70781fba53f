"""Asks what goes with a model that is exported, and says what stays at home."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em, title_font
from app.widgets.clamped_label import ClampedLabel
from app.widgets.notices_list import NoticesList
from app.widgets.primary_button import PrimaryButton, make_default
from core.library.card import ModelCard

_GOES: Final = (
    "One file with the networks, the card, the numbers and the report without stills; "
    "and a digest of each still that it was trained on, which shows nothing of it."
)
_STAYS: Final = (
    "No still, no still's file name and no path goes with it unless you tick it here. "
    "The names of the classes and of the training data, “{source}”, do, and so do "
    "those of a file of weights or a table of groups that was trained with."
)
_SHOWS: Final = (
    "Whoever gets this file sees stills of your data and their file names. Be sure "
    "that you may pass them on."
)
_NO_REPORT: Final = "It is not on this computer, or was made without stills"
_NO_NOTES: Final = "There are no notes on this model"
_WIDTH_EM: Final = 38


@dataclass(frozen=True, slots=True)
class Luggage:
    """What goes with a model besides itself."""

    notes: bool
    report: bool


class ExportDialog(QDialog):
    """Two things to tick, neither ticked at first. Show it by ``open()``.

    Parameters
    ----------
    card
        Of the model.
    has_notes, has_report
        Whether there is anything to tick.
    parent
        The window.
    """

    wanted = Signal(object)
    """The :class:`Luggage`."""

    def __init__(
        self,
        card: ModelCard,
        *,
        has_notes: bool,
        has_report: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export a model")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._heading = ClampedLabel(1, Qt.TextElideMode.ElideMiddle)
        self._heading.set_text(f"Export {card.title}")
        self._stays = _STAYS.format(source=card.data.source)
        self.notes = _box("My &notes on it", _NO_NOTES, has_notes)
        self.report = _box(
            "The report of its training &with stills and file names",
            _NO_REPORT,
            has_report,
        )
        self.warning = NoticesList(title="This shows your data")
        self.button = PrimaryButton("&Choose where…", "export")
        self._lay_out()
        self._follow()
        self.report.toggled.connect(self._follow)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        self._heading.setFont(title_font(self.font()))
        column = QVBoxLayout(self)
        parts: tuple[QWidget, ...] = (
            self._heading,
            _wrapped(_GOES),
            _wrapped(self._stays),
            self.notes,
            self.report,
            self.warning,
        )
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(buttons)
        margin = em(self, 1.1)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(em(self, 0.7))
        self.setMinimumWidth(em(self, _WIDTH_EM))
        make_default(self.button)

    def _follow(self) -> None:
        self.warning.show_notices((_SHOWS,) if self.report.isChecked() else ())
        column = self.layout()
        assert column is not None
        column.activate()
        self.resize(self.width(), column.totalHeightForWidth(self.width()))

    def _on_accepted(self) -> None:
        self.wanted.emit(Luggage(self.notes.isChecked(), self.report.isChecked()))
        self.accept()


def _box(words: str, why_not: str, there: bool) -> QCheckBox:
    box = QCheckBox(words)
    box.setAccessibleName(words.replace("&", ""))
    box.setEnabled(there)
    box.setToolTip("" if there else why_not)
    return box


def _wrapped(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
