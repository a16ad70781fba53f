"""What can be done with the chosen model, and with the library."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from app.appearance.icons import icon
from app.appearance.measures import em
from app.item_models.models_model import ModelRow
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from app.widgets.flow_rows import FlowRows
from app.widgets.primary_button import PrimaryButton
from core.jobs.tested_stills import RECORD_FILE
from core.library.model_folder import KERAS_FILE

_NONE: Final = "There is no model to do this with"
_DAMAGED: Final = "This model is damaged and cannot be used"
_SHIPPED: Final = "It came with Lumenary and stays as it is"
_BUSY: Final = "Wait until the work on the library is done"


class ModelBar(Fitted):
    """A row of buttons that say themselves why they cannot be pressed."""

    use_wanted = Signal()
    report_wanted = Signal()
    compare_wanted = Signal(str)
    """The name of the other model."""
    train_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()
    rename_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: ModelRow | None = None
        self._work = ""
        self._busy = False
        self.use = PrimaryButton("&Use for classifying", "classify")
        self.report = _button("Open re&port")
        self.compare = _button("&Compare with")
        self.train = _button("Start a &training from it")
        self.importing = _button("&Import…")
        self.export = _button("&Export…")
        self.rename = _button("Re&name…")
        self.remove = _button("Remo&ve…")
        self._others = QMenu(self)
        self.compare.setMenu(self._others)
        self.told = ClampedLabel(lines=2)
        self._lay_out()
        self._connect()
        self.tell("")
        self._follow()
        self._fit()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All of them, from left to right."""
        return (
            self.use,
            self.report,
            self.compare,
            self.train,
            self.export,
            self.rename,
            self.remove,
            self.importing,
        )

    def show_row(
        self, row: ModelRow | None, others: Sequence[ModelRow], *, work: str
    ) -> None:
        """Offer what can be done with a model.

        Parameters
        ----------
        row
            The model.
        others
            What it can be compared with.
        work
            The title of work that needs it, running or waiting; empty if none does.
        """
        self._row, self._work = row, work
        self._others.clear()
        for other in others:
            action = self._others.addAction(f"{other.title} ({other.entry.name})")
            name = other.entry.name
            action.triggered.connect(lambda *_, n=name: self.compare_wanted.emit(n))
        self._follow()

    def set_busy(self, words: str) -> None:
        """Say what is being done with the library; empty where nothing is."""
        self._busy = bool(words)
        self.tell(words)
        self._follow()

    def tell(self, sentence: str) -> None:
        """Say what was done; nothing takes no room."""
        self.told.set_text(sentence)
        self.told.setVisible(bool(sentence))

    def _lay_out(self) -> None:
        self._flow = FlowRows()
        for button in self.buttons:
            self._flow.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._flow)
        self._column.addWidget(self.told)

    def _connect(self) -> None:
        for button, signal in (
            (self.use, self.use_wanted),
            (self.report, self.report_wanted),
            (self.train, self.train_wanted),
            (self.importing, self.import_wanted),
            (self.export, self.export_wanted),
            (self.rename, self.rename_wanted),
            (self.remove, self.remove_wanted),
        ):
            button.clicked.connect(signal)

    def _follow(self) -> None:
        whole = self._unusable()
        busy = _BUSY if self._busy else ""
        own = busy or self._not_to_be_changed()
        for button, why_not, what in (
            (self.use, self._not_to_be_used(), "Classify with this model from now on"),
            (self.report, self._no_report(), "Its numbers, matrix and curves"),
            (self.compare, self._no_other(), "Measure both on the same stills"),
            (self.train, self._no_weights(), "Its network is the beginning of another"),
            (self.export, busy or whole, "Write it into one file, to carry it away"),
            (self.rename, own or whole, "Give it another name"),
            (self.remove, own, "Remove it from the library for good; asks first"),
            (self.importing, busy, "Take a model from a file that was exported"),
        ):
            button.setEnabled(not why_not)
            button.setToolTip(why_not or what)

    def _unusable(self) -> str:
        if self._row is None:
            return _NONE
        return "" if self._row.usable else _DAMAGED

    def _not_to_be_used(self) -> str:
        used = self._row is not None and self._row.in_use
        return self._unusable() or ("It is in use already" if used else "")

    def _no_report(self) -> str:
        if self._row is None or self._row.entry.card is None:
            return self._unusable()
        there = (self._row.entry.folder / RECORD_FILE).is_file()
        return "" if there else "It has no numbers of its own to report"

    def _no_other(self) -> str:
        only = "There is no other model to compare it with"
        return self._unusable() or ("" if self._others.actions() else only)

    def _no_weights(self) -> str:
        card = self._row.entry.card if self._row else None
        if card is not None and KERAS_FILE not in card.files:
            return "It holds no network that could be trained on"
        return self._unusable()

    def _not_to_be_changed(self) -> str:
        if self._row is None:
            return _NONE
        if self._row.entry.shipped:
            return _SHIPPED
        return f"It is needed for: {self._work}" if self._work else ""

    def _fit(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(em(self, 0.35))
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.set_gaps(em(self, 0.5), em(self, 0.4))
        side = em(self, 1.05)
        self.use.setIconSize(QSize(side, side))
        for button, name in ((self.export, "export"), (self.report, "report")):
            button.setIconSize(QSize(side, side))
            button.setIcon(icon(name, self.palette()))


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(text.replace("&", "").rstrip("…"))
    button.setAutoDefault(False)
    return button
