"""The line above the findings that says which stills and which model they are of."""

from pathlib import Path

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.appearance.measures import em
from app.widgets.badge import Badge
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted
from core.library.card import ModelCard

_ROLE = QPalette.ColorRole


class ShownLine(Fitted):
    """``Shown: 114 stills of “mix”, classified by Starter``, dim while that is chosen.

    Where other stills or another model have been chosen since, a badge says so: what
    stands above the page then tells nothing of the findings below it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._badge = Badge("")
        self._line = ClampedLabel(lines=2)
        row = QHBoxLayout(self)
        row.addWidget(self._badge)
        row.addWidget(self._line, 1)
        self.mark(other_stills=False, other_model=False)
        self._fit()

    def show_findings(self, stills: int, folder: Path, card: ModelCard) -> None:
        """Say what is shown.

        Parameters
        ----------
        stills
            How many have a row.
        folder
            Which was classified, or in which they were chosen.
        card
            Of the model whose answers they are; its limits stand in the tooltip.
        """
        counted = "1 still" if stills == 1 else f"{stills:,} stills"
        name = folder.name or str(folder)
        limits = f"Knows: {card.knows}\nDoes not know: {card.does_not_know}"
        self._line.set_text(
            f"{counted} of “{name}”, classified by {card.title}",
            lead="Shown:",
            hint=f"{folder}\n{card.title}\n{limits}",
        )
        self._line.setAccessibleDescription(limits)

    def mark(self, *, other_stills: bool, other_model: bool) -> None:
        """Say what has been chosen since that is not shown, if anything."""
        others = [
            words
            for words, other in (("stills", other_stills), ("model", other_model))
            if other
        ]
        words = f"Not the {' and '.join(others)} chosen above" if others else ""
        self._badge.setText(words)
        self._badge.setAccessibleName(words)
        self._badge.setVisible(bool(others))
        self._line.setForegroundRole(
            _ROLE.WindowText if others else _ROLE.PlaceholderText
        )

    def _fit(self) -> None:
        row = self.layout()
        assert row is not None
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(em(self, 0.5))
