"""Loss and accuracy while they come: the report's own plots, drawn again and again.

A plot is thinned to what its columns can show, so that ten thousand epochs are painted
in some 15 ms (the plots of a library made for it, pyqtgraph, took 70 ms for the same
curves and 280 ms to load). Of plots that grow one is drawn at a time: both, made and
painted in one turn of the event loop, kept the window from answering for 87 ms.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedLayout, QWidget

from app.appearance.measures import em
from app.item_models.throttle import Throttle
from app.widgets.fitted import Fitted
from app.widgets.plot_view import PlotView
from core.evaluation.figures import accuracy_plot, loss_plot
from core.library.evaluation_record import HistoryEpoch

_PLOTS: Final = loss_plot, accuracy_plot
_INTERVAL_MS: Final = 400
"""Between two drawings; epochs that come faster are drawn together."""
_WIDEST_EM: Final = 62.0
"""Two plots as wide as they are ever drawn."""
_NOTHING_YET: Final = "Curves begin with the end of the first epoch."


class LiveCurves(Fitted):
    """Two plots beside each other; nothing is drawn while nobody sees them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: Sequence[HistoryEpoch] = ()
        self._drawn = [-1, -1]
        """Epochs that each plot shows."""
        self.plots = PlotView(), PlotView()
        self._nothing = QLabel(_NOTHING_YET)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        both = QWidget()
        self._row = QHBoxLayout(both)
        for plot in self.plots:
            self._row.addWidget(plot, 1, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(both)
        self._throttle = Throttle(self._draw, _INTERVAL_MS, self)
        self._second = QTimer(self, singleShot=True, interval=_INTERVAL_MS // 2)
        self._second.timeout.connect(partial(self._draw_plot, 1))
        self._fit()

    def show_history(self, history: Sequence[HistoryEpoch]) -> None:
        """Show these epochs; a list that grows may be handed in again and again."""
        if history is not self._history:
            self._history, self._drawn = history, [-1, -1]
        self._throttle.ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what came while nobody saw it."""
        super().showEvent(event)
        self._throttle.ask()

    def _draw(self) -> None:
        if not self.isVisible():
            return
        self._stack.setCurrentIndex(1 if self._history else 0)
        self._draw_plot(0)
        if self._drawn[1] < 0:  # nothing may stand beside it that is no longer so
            self._draw_plot(1)
        else:
            self._second.start()

    def _draw_plot(self, place: int) -> None:
        epochs = len(self._history)
        if not epochs or epochs == self._drawn[place] or not self.isVisible():
            return
        self._drawn[place] = epochs
        self.plots[place].show_plot(_PLOTS[place](self._history))

    def _fit(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(em(self, 2))
        self.setMaximumWidth(em(self, _WIDEST_EM))
