"""A part of a page that is folded away until somebody wants it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.widgets.fitted import Fitted


class Folded(Fitted):
    """A button with an arrow; what it unfolds stands beneath it.

    Parameters
    ----------
    title
        What is folded away, with ``&`` before the letter that Alt reaches it by.
    inside
        It.
    """

    unfolded = Signal(bool)

    def __init__(
        self, title: str, inside: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.button = QToolButton()
        self.button.setText(title)
        self.button.setAccessibleName(title.replace("&", ""))
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.toggled.connect(self._on_toggled)
        self._inside = inside
        column = QVBoxLayout(self)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(inside, 1)
        self._on_toggled(False)
        self._fit()

    @property
    def is_unfolded(self) -> bool:
        """Whether it is seen."""
        return self.button.isChecked()

    def unfold(self, unfolded: bool = True) -> None:
        """Show it, or fold it away."""
        self.button.setChecked(unfolded)

    def _on_toggled(self, unfolded: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow
        self.button.setArrowType(arrow)
        self._inside.setVisible(unfolded)
        self.unfolded.emit(unfolded)

    def _fit(self) -> None:
        column = self.layout()
        assert column is not None
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.4))
