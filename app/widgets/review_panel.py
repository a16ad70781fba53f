"""The reader's side: what was said of the chosen still, and the buttons to say it."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.appearance.marks import is_dark, reader_colour
from app.appearance.measures import em
from app.item_models.finding_row import FindingRow
from app.widgets.clamped_label import ClampedLabel
from app.widgets.class_search import ClassSearch
from app.widgets.fitted import Fitted, bold
from app.widgets.key_button import KeyButton
from app.widgets.link_label import LinkLabel
from app.widgets.review_words import review_words
from app.widgets.strokes import Bar

_DIGITS = 9
"""Classes that have a key of their own; with more there is a search box."""


class ReviewPanel(Fitted):
    """The reader's answer, and how many are given; it only says what was clicked."""

    agree = Signal()
    none_of_these = Signal()
    cannot_judge = Signal()
    next_unreviewed = Signal()
    undo = Signal()
    finding_toggled = Signal(str)
    """A class that was found with the search box."""
    reader_clicked = Signal()
    search_left = Signal()
    """Whoever searched for a class wants the keyboard back at the stills."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._me = ""
        self._still: FindingRow | None = None
        self._reader = LinkLabel()
        self._reader.setWordWrap(True)
        self._reader.setToolTip("Answers are kept under this name")
        self._reader.clicked.connect(self.reader_clicked)
        self._answer = ClampedLabel(lines=3, reserved=2)
        self._search = ClassSearch()
        self._search.finding_chosen.connect(self.finding_toggled)
        self._search.left.connect(self.search_left)
        self._count = QLabel()
        self._bar = Bar()
        self._make_buttons()
        self._lay_out()
        self.set_classes(())
        self.set_reader("")
        self.set_progress(0, 0)
        self.set_can_undo(False)
        self.show_row(None)
        self._fit()

    def set_classes(self, classes: Sequence[str]) -> None:
        """Offer the search box where there are more classes than digits."""
        self._search.set_classes(classes)
        self._search.setVisible(len(classes) > _DIGITS)

    def set_reader(self, name: str) -> None:
        """Show who reviews; their own answers are told as “You …”."""
        self._me = name
        self._reader.set_words(f"Reader: {name or 'nobody named'} ·", "change")
        self._show_answer()

    def set_progress(self, reviewed: int, reviewable: int) -> None:
        """Show how many of the readable stills have an answer."""
        self._count.setText(f"{reviewed:,} of {reviewable:,} reviewed")
        self._show_fraction(reviewed / reviewable if reviewable else 0.0)

    def set_can_undo(self, possible: bool) -> None:
        """Enable Undo while there is an answer of this session to take back."""
        self._undo.setEnabled(possible)

    def set_enabled_for(self, still: FindingRow | None) -> None:
        """Enable what can be said of a still: nothing of an unreadable one."""
        readable = still is not None and not still.error
        for button in self._agree, self._none, self._cannot:
            button.setEnabled(readable)
        self._search.setEnabled(readable)
        answered = still is not None and still.review is not None
        self._agree.set_words("Keep and next" if answered else "Agree and next")
        self._agree.setToolTip(_what_enter_does(still))

    def show_row(self, still: FindingRow | None) -> None:
        """Show what the reader said of a still, and enable what can be said."""
        self._still = still
        self._show_answer()
        self.set_enabled_for(still)

    def show_obstacle(self, why_not: str) -> None:
        """Say why the still that is shown cannot be reviewed."""
        self.set_enabled_for(None)
        self._say(why_not, _DIM)

    def focus_search(self) -> None:
        """Put the keyboard into the search box, where it is shown."""
        if self._search.isVisible():
            self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._search.selectAll()

    def _make_buttons(self) -> None:
        self._agree = KeyButton("Agree and next", "Enter")
        self._none = KeyButton("None of these", "0")
        self._none.setToolTip("None of the model's classes is in this still (0)")
        self._cannot = KeyButton("Cannot judge", "N")
        self._cannot.setToolTip("The still does not allow an answer (N)")
        self._undo = KeyButton("Undo", "Ctrl+Z")
        self._undo.setToolTip("Take the last answer back (Ctrl+Z)")
        self._next = KeyButton("Next unreviewed", "Space")
        self._next.setToolTip("Go to the next still without an answer (Space)")
        for button, signal in (
            (self._agree, self.agree),
            (self._none, self.none_of_these),
            (self._cannot, self.cannot_judge),
            (self._undo, self.undo),
            (self._next, self.next_unreviewed),
        ):
            button.clicked.connect(signal)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.addWidget(self._agree, 0, 0)
        grid.addWidget(self._undo, 0, 1)
        grid.addWidget(self._none, 1, 0)
        grid.addWidget(self._cannot, 1, 1)
        grid.addWidget(self._next, 2, 0, 1, 2)
        self._grid = grid
        progress = QHBoxLayout()
        progress.addWidget(self._count)
        progress.addWidget(self._bar, 1, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.addWidget(self._answer)
        column.addWidget(self._search)
        column.addLayout(grid)
        column.addLayout(progress)
        column.addWidget(self._reader)

    def _fit(self) -> None:
        column = self.layout()
        assert column is not None
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(em(self, 0.45))
        self._grid.setSpacing(em(self, 0.35))
        self._show_fraction(self._fraction)
        self._show_answer()

    def _show_fraction(self, fraction: float) -> None:
        self._fraction = fraction
        self._bar.show_fraction(fraction, reader_colour(is_dark(self.palette())))

    def _show_answer(self) -> None:
        if self._still is None:
            words, role = "No still is chosen.", QPalette.ColorRole.PlaceholderText
        elif self._still.error:
            words, role = "Cannot be reviewed: it could not be read.", _DIM
        else:
            now = datetime.now().astimezone()
            words = review_words(self._still.review, me=self._me, now=now)
            role = QPalette.ColorRole.WindowText if self._still.review else _DIM
        self._say(words, role)

    def _say(self, words: str, role: QPalette.ColorRole) -> None:
        self._answer.setForegroundRole(role)
        self._answer.setFont(bold())
        self._answer.set_text(words)


def _what_enter_does(still: FindingRow | None) -> str:
    if still is not None and still.review is not None:
        return "The answer stays as it was given; go on (Enter)"
    if still is not None and still.decision == "refuse":
        return "The program was right to refuse this still; go on (Enter)"
    return "The program's answer is right; go on (Enter)"


_DIM = QPalette.ColorRole.PlaceholderText
