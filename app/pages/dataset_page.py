"""The Dataset page: a labelled folder looked through before it is trained on."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.curating.balanced_export import BalancedExport
from app.curating.check_wording import changed_sentence, checked_line
from app.curating.checking import Checking
from app.curating.deciding import Deciding
from app.curating.group_examples import ExamplesSearch, GroupExamples
from app.curating.open_check import OpenCheck
from app.pages.check_view import CheckView
from app.problems.problem import Problem, problems_to
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from app.widgets.changed_strip import ChangedStrip
from app.widgets.clamped_label import ClampedLabel
from app.widgets.dataset_bar import DatasetBar
from app.widgets.dataset_invitation import DatasetInvitation
from app.widgets.drop_area import DropFilter, Dropped
from app.widgets.fitted import Fitted
from app.widgets.grip_splitter import GripSplitter
from app.worker.job_line import TicketState

_STATES: Final = {
    TicketState.WAITING: "The check waits for the work before it",
    TicketState.RUNNING: "The folder is being checked",
    TicketState.STOPPING: "The check is being stopped",
}


class DatasetPage(Fitted):
    """Puts the widgets together; what is checked and decided comes in.

    Parameters
    ----------
    checking
        Has folders checked.
    deciding
        Takes down what is decided.
    examples
        Tries ways of grouping.
    export
        Copies balanced folders of a class.
    thumbnails, loader
        Stills, small and large.
    present
        Shows a problem.
    """

    train_wanted = Signal(object, object)
    """The folder, and the :class:`~core.jobs.requests.GroupingRequest`."""

    def __init__(
        self,
        *,
        checking: Checking,
        deciding: Deciding,
        examples: ExamplesSearch,
        export: BalancedExport,
        thumbnails: Thumbnails,
        loader: StillLoader,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._checking = checking
        self._deciding = deciding
        self._examples = examples
        self._export = export
        self._thumbnails = thumbnails
        self._present = present
        self._check: OpenCheck | None = None
        self._recalled = False
        self.bar = DatasetBar(self)
        self.strip = ChangedStrip(self)
        self.empty = DatasetInvitation()
        self.view = CheckView(thumbnails, loader)
        self.line = ClampedLabel()
        self._drops = DropFilter(self)
        self._lay_out()
        self._connect()
        self._follow()
        self._fit()

    @property
    def check(self) -> OpenCheck | None:
        """What is shown."""
        return self._check

    @property
    def draggable(self) -> dict[str, GripSplitter]:
        """What the user may have dragged, by name."""
        return {"dataset": self.view.body, "dataset stills": self.view.browser.body}

    def choose(self, folder: Path) -> None:
        """Take a labelled folder; it is checked on request."""
        if self.bar.folder != folder:
            self._check = None
            self._checking.cancel()
            self._deciding.settle()
            self._thumbnails.forget_all()
        self._recalled = True  # what was checked last time is no news any more
        self._examples.forget()
        self.bar.show_folder(folder)
        self._look_for_examples()
        self._follow()

    def start(self) -> None:
        """Check what is chosen, as soon as nothing is missing."""
        folder, grouping = self.bar.folder, self.bar.grouping()
        if folder is None or grouping is None or self._checking.is_working:
            return
        self._checking.check(folder, grouping)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was decided elsewhere, and at first what was checked last."""
        super().showEvent(event)
        if event.spontaneous():
            return
        with problems_to(self._present):
            self._deciding.recall()
        if not self._recalled:
            self._recalled = True
            self._checking.recall()

    # how it is put together

    def _lay_out(self) -> None:
        shown = QWidget()
        self._shown = QVBoxLayout(shown)
        self._shown.addWidget(self.line)
        self._shown.addWidget(self.view, 1)
        self._body = QStackedWidget()
        self._body.addWidget(self.empty)
        self._body.addWidget(shown)
        self._column = QVBoxLayout(self)
        for part in self.bar, self.strip:
            self._column.addWidget(part)
        self._column.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.bar.folder_chosen.connect(self.choose)
        self.bar.check_wanted.connect(self.start)
        self.bar.train_wanted.connect(self._train)
        self.bar.grouping_changed.connect(self._on_grouping)
        self.strip.again_wanted.connect(self.start)
        self.empty.wanted.connect(self.bar.ask_for_folder)
        self._examples.found.connect(self._show_examples)
        self._checking.state_changed.connect(self._follow)
        self._checking.found.connect(self._on_found)
        self._checking.failed.connect(self._on_failed)
        self._deciding.changed.connect(self._on_decided)
        self._connect_decisions()
        self._drops.install(self)
        self._drops.dropped.connect(self._on_dropped)
        self._drops.refused.connect(lambda why: self._present(Problem(why)))
        for keys, act in (
            (QKeySequence("Ctrl+Return"), self.start),
            (QKeySequence(QKeySequence.StandardKey.Undo), self._undo),
        ):
            action = QAction(self)
            action.setShortcut(keys)
            action.setAutoRepeat(False)  # one press takes back one decision
            action.triggered.connect(lambda _, it=act: it())
            self.addAction(action)

    def _connect_decisions(self) -> None:
        browser, deciding = self.view.browser, self._deciding
        for told, decide in (
            (browser.told_apart, deciding.not_a_copy),
            (browser.joined, deciding.copies_after_all),
            (browser.left_out, deciding.leave_out),
            (browser.taken_back, deciding.take_back),
        ):
            told.connect(lambda *digests, it=decide: self._decide(it, *digests))
        browser.export_wanted.connect(self._export_class)
        self.view.overview.report_wanted.connect(self._open_report)

    # what is shown

    def _on_found(self, check: OpenCheck) -> None:
        self._check = check
        self._thumbnails.forget_all()  # files may have changed since the last check
        if self.bar.folder is None:  # what was checked last time
            self.bar.show_folder(check.folder)
            self.bar.show_grouping(check.grouping)
        with problems_to(self._present):
            self._deciding.recall()
        self.view.show_check(check, self._deciding.in_force)
        self._follow()

    def _on_failed(self, problem: Problem | None) -> None:
        self._follow()
        if problem is None or self._check is not None:
            return  # stopped by a person, or what was found before still stands
        self.empty.show_failure(f"{problem.user_message}\n{problem.hint}".strip())

    def _on_decided(self) -> None:
        self.view.show_decisions(self._deciding.in_force)
        self._follow()

    def _on_grouping(self) -> None:
        self._look_for_examples()
        self._follow()

    def _look_for_examples(self) -> None:
        self._examples.look(self.bar.folder, self.bar.grouping())

    def _show_examples(self, examples: GroupExamples | None) -> None:
        if examples is None:
            groups = self.bar.groups
            wrong = bool(groups.missing and groups.pattern.text())
            self.bar.examples.show_examples((), groups.missing, wrong=wrong)
        else:
            self.bar.examples.show_examples(
                examples.found, examples.sentence, wrong=bool(examples.problem)
            )

    def _follow(self) -> None:
        """Say how things stand in the bar, the strip and the empty page."""
        state = self._checking.state
        doing = _STATES.get(state, "")
        self.bar.set_obstacle(doing)
        self._body.setCurrentIndex(0 if self._check is None else 1)
        if self._check is None:
            self.strip.show_words("")
            self.empty.show_folder(self.bar.folder, doing)
            return
        changed = self._check.changed_since(
            self._deciding.in_force, self.bar.grouping()
        )
        self.strip.show_words(changed_sentence(changed), doing or self.bar.missing)
        self.line.set_text(checked_line(self._check), lead=self._check.folder.name)

    # what is done

    def _decide(self, decide: Callable[..., None], *digests: str) -> None:
        with problems_to(self._present):
            decide(*digests)

    def _undo(self) -> None:
        with problems_to(self._present):
            self._deciding.undo()

    def _train(self) -> None:
        grouping = self.bar.grouping()
        if self.bar.folder is not None and grouping is not None:
            self.train_wanted.emit(self.bar.folder, grouping)

    def _export_class(self, name: str) -> None:
        if self._check is not None:
            self._export.ask(self._check.folder, name)

    def _open_report(self) -> None:
        report = self._check.report if self._check else None
        if report is None:
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(report))):
            self._present(
                Problem(
                    "No program could be found that shows the page.",
                    f"It stands in “{report}”; open it with a browser.",
                )
            )

    def _on_dropped(self, dropped: Dropped) -> None:
        self.choose(dropped.source.folder)

    def _fit(self) -> None:
        margin = em(self, 0.9)
        self._column.setContentsMargins(margin, margin, margin, em(self, 0.5))
        self._column.setSpacing(em(self, 0.6))
        self._shown.setContentsMargins(0, 0, 0, 0)
        self._shown.setSpacing(em(self, 0.5))
