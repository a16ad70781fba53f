"""Some file names and the groups that a pattern or a table gives them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.appearance.icons import icon_pixmap
from app.appearance.marks import decision_mark, is_dark
from app.appearance.measures import em
from app.widgets.clamped_label import ClampedLabel
from app.widgets.fitted import Fitted

_ARROW: Final = "\N{RIGHTWARDS ARROW}"


class GroupExamplesView(Fitted):
    """A line of examples above what came of it, or what is wrong; hidden if empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = QLabel()
        self._examples = ClampedLabel()
        self._sentence = ClampedLabel(lines=3)
        self._sentence.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        words = self._words = QVBoxLayout()
        words.addWidget(self._examples)
        words.addWidget(self._sentence)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._mark)
        self._row.addLayout(words, 1)
        self.setAccessibleName("What the groups would be")
        self._fit()
        self.show_examples((), "", wrong=False)

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._examples.text()}\n{self._sentence.text()}".strip()

    def show_examples(
        self, found: Sequence[tuple[str, str]], sentence: str, *, wrong: bool
    ) -> None:
        """Show names with their groups and a sentence.

        Parameters
        ----------
        found
            Names and groups.
        sentence
            What came of it, or what is wrong; empty hides all.
        wrong
            Whether something is.
        """
        lines = [f"{name.rpartition('/')[2]} {_ARROW} {group}" for name, group in found]
        whole = "\n".join(f"{name} {_ARROW} {group}" for name, group in found)
        self._examples.set_text("      ".join(lines), hint=whole)
        self._examples.setVisible(bool(lines))
        self._sentence.set_text(sentence)
        role = QPalette.ColorRole
        self._sentence.setForegroundRole(
            role.WindowText if wrong else role.PlaceholderText
        )
        self._mark.setVisible(wrong)
        self.setAccessibleDescription(self.words)
        self.setVisible(bool(sentence))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a hairline at the left that ties it to the field above."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = em(self, 0.2)
        line = QRectF(0, 0, width, self.height())
        painter.fillRect(line, self.palette().color(QPalette.ColorRole.Mid))

    def _fit(self) -> None:
        self._row.setContentsMargins(em(self, 0.7), 0, 0, 0)
        self._row.setSpacing(em(self, 0.4))
        self._words.setSpacing(em(self, 0.1))
        caution = decision_mark("review", is_dark(self.palette())).colour
        side, ratio = em(self, 1.05), self.devicePixelRatioF()
        self._mark.setPixmap(icon_pixmap("warning", caution, side, ratio))
