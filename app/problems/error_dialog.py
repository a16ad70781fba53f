"""Shows what went wrong: the only place of the window that does."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em, title_font
from app.problems.problem import Problem, report

_MOST_WAITING = 20
"""Problems that wait to be shown; who has so many reads the first."""

_LARGER = 1.2
"""The size of the message, by that of everything else."""


class ErrorPresenter(QObject):
    """Shows problems one at a time, without holding up the program.

    Those that come while one is shown wait for it; one that is equal to a problem that
    is shown or waits is only counted.

    Parameters
    ----------
    window
        Returns the window that a problem belongs to, if there is one by then.
    """

    presented = Signal(object)
    """Each :class:`Problem` that there is to show, also one that is only counted."""

    def __init__(
        self, window: Callable[[], QWidget | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._shown: ErrorDialog | None = None
        self._waiting: deque[_Counted] = deque()

    @property
    def dialog(self) -> "ErrorDialog | None":
        """What is on the screen now."""
        return self._shown

    def present(self, problem: Problem) -> None:
        """Show a problem, now or when its turn comes; returns at once."""
        self.presented.emit(problem)
        if self._shown is None:
            self._show(_Counted(problem))
        elif self._shown.problem == problem:
            self._shown.count_again()
        elif not self._counted(problem):
            self._let_wait(problem)

    def _counted(self, problem: Problem) -> bool:
        for waiting in self._waiting:
            if waiting.problem == problem:
                waiting.times += 1
                return True
        return False

    def _let_wait(self, problem: Problem) -> None:
        if len(self._waiting) < _MOST_WAITING:
            self._waiting.append(_Counted(problem))

    def _show(self, counted: "_Counted") -> None:
        parent = QApplication.activeModalWidget() or self._window()
        self._shown = ErrorDialog(counted.problem, times=counted.times, parent=parent)
        self._shown.finished.connect(self._show_next)
        if isinstance(parent, QDialog):
            parent.finished.connect(self._show_elsewhere)
        self._shown.open()

    def _show_elsewhere(self) -> None:
        """Show a problem anew whose dialog goes with the one that it stood over.

        A file dialog closes right after it has said what was chosen, and the settings
        after their last change: what came up meanwhile would be lost, and ``finished``,
        for which all later problems wait, would never come.
        """
        shown = self._shown
        over = shown.parentWidget() if shown is not None else None
        if shown is None or over is None or over.isVisible():
            return
        shown.finished.disconnect(self._show_next)
        shown.hide()
        self._show(_Counted(shown.problem, shown.times))
        shown.deleteLater()

    def _show_next(self) -> None:
        if self._shown is not None:
            self._shown.deleteLater()
            self._shown = None
        if self._waiting:
            self._show(self._waiting.popleft())


@dataclass(slots=True)
class _Counted:
    problem: Problem
    times: int = 1


class ErrorDialog(QDialog):
    """One problem: what happened, what to do, and on request all there is to know."""

    def __init__(
        self, problem: Problem, *, times: int = 1, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.problem = problem
        self._times = times
        self.setWindowTitle("Lumenary")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.message = _text(problem.user_message, "What happened")
        self.message.setFont(title_font(self.font(), scale=_LARGER))
        self.hint = _text(problem.hint, "What to do")
        self.hint.setVisible(bool(problem.hint))
        self.repeated = _text("", "How often")
        self.details = _Details(report(problem))
        self.details_button = _button("Show &details", checkable=True)
        self.details_button.toggled.connect(self._show_details)
        self.copy_button = _button("&Copy report")
        self.copy_button.clicked.connect(self._copy)
        self._lay_out()
        self._say_how_often()

    @property
    def times(self) -> int:
        """How often it has happened."""
        return self._times

    def count_again(self) -> None:
        """Take down that the same happened once more."""
        self._times += 1
        self._say_how_often()

    def _lay_out(self) -> None:
        gap = em(self, 0.75)
        words = QVBoxLayout()
        words.setSpacing(gap // 2)
        for label in (self.message, self.hint, self.repeated):
            words.addWidget(label)
        words.addStretch()
        top = QHBoxLayout()
        top.setSpacing(gap)
        top.addWidget(
            _icon(self, is_bug=self.problem.is_bug), 0, Qt.AlignmentFlag.AlignTop
        )
        top.addLayout(words, 1)
        everything = QVBoxLayout(self)
        everything.setSpacing(gap)
        everything.setContentsMargins(gap, gap, gap, gap)
        everything.addLayout(top)
        everything.addWidget(self.details, 1)
        everything.addWidget(self._buttons())
        self.setMinimumWidth(em(self, 32))

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.addButton(self.details_button, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        close = box.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        box.rejected.connect(self.reject)
        return box

    def _say_how_often(self) -> None:
        self.repeated.setText(f"This happened {self._times} times.")
        self.repeated.setVisible(self._times > 1)
        self._fit()

    def _show_details(self, wanted: bool) -> None:
        self.details.setVisible(wanted)
        self.details_button.setText("Hide &details" if wanted else "Show &details")
        self._fit()

    def _fit(self) -> None:
        """Be as high as the texts are in this width; Qt guesses from a narrower one."""
        layout = self.layout()
        if layout is not None:
            layout.activate()  # or the smallest height were the one before
            width = self.width() if self.isVisible() else self.minimumWidth()
            self.resize(width, layout.totalHeightForWidth(width))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(report(self.problem))
        self.copy_button.setText("Copied")


class _Details(QWidget):
    """The whole report, as it would be copied, and a word on what is in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        caution = _text(
            "The report may contain names of files and folders. Nothing is sent by "
            "itself.",
            "What the report contains",
        )
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setAccessibleName("Report")
        shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        shown.setTabChangesFocus(True)
        shown.setMinimumHeight(10 * shown.fontMetrics().lineSpacing())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(caution)
        layout.addWidget(shown, 1)
        self.setVisible(False)


def _text(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)  # file names may look like HTML
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setAccessibleName(name)
    return label


def _button(text: str, *, checkable: bool = False) -> QPushButton:
    button = QPushButton(text)
    button.setCheckable(checkable)
    button.setAutoDefault(False)  # Enter closes, wherever the focus is
    button.setAccessibleName(text.replace("&", ""))
    return button


def _icon(dialog: QDialog, *, is_bug: bool) -> QLabel:
    kind = QStyle.StandardPixmap
    mark = kind.SP_MessageBoxCritical if is_bug else kind.SP_MessageBoxWarning
    side = dialog.style().pixelMetric(QStyle.PixelMetric.PM_MessageBoxIconSize)
    label = QLabel()
    icon = dialog.style().standardIcon(mark)
    label.setPixmap(icon.pixmap(side, side))
    label.setAccessibleName("Error" if is_bug else "Warning")
    return label
