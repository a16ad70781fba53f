"""Lists what can be reported, opens it, and starts the jobs that measure."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.problems.problem import Problem
from app.reporting.label_questioning import LabelQuestioning
from app.reporting.open_report import OpenReport, open_report
from app.reporting.report_sources import (
    ReportSource,
    evaluation_source,
    model_sources,
)
from app.worker.job_line import JobLine
from app.worker.job_outcome import JobOutcome
from core.errors import LumenaryError
from core.jobs.requests import DEFAULT_RECIPE, EvaluateRequest, ReviseLabelsRequest
from core.jobs.results import EvaluateResult, ReviseLabelsResult
from core.jobs.tested_stills import (
    PastEvaluation,
    each_evaluation,
    read_evaluation,
)
from core.library.evaluation_record import EvaluationRecord
from core.library.store import LibraryEntry
from core.paths import UserFolders


class Reports(QObject):
    """What the Report page shows and asks for; the page itself knows no job.

    Parameters
    ----------
    line
        Where jobs wait for their turn, of all pages.
    folders
        Where runs stand.
    questioning
        Which labels are doubted.
    """

    sources_changed = Signal()
    opened = Signal(object)
    """An :class:`OpenReport`."""
    unusable = Signal(object)
    """A :class:`Problem`: what was to be opened cannot be."""
    asked = Signal(object)
    """The :class:`JobTicket`, which may have to wait."""
    revising_changed = Signal(bool)
    """Whether a measuring with other labels was asked for that has not ended."""

    def __init__(
        self,
        line: JobLine,
        folders: UserFolders,
        questioning: LabelQuestioning,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._folders = folders
        self._questioning = questioning
        self._entries: tuple[LibraryEntry, ...] = ()
        self._past: tuple[PastEvaluation, ...] = ()
        self._shown: OpenReport | None = None
        self._looking: Iterator[PastEvaluation] | None = None
        self._found: list[PastEvaluation] = []
        self._complete = False
        # one file in each turn of the event loop: a window never waits for a disk
        self._look = QTimer(self, interval=0)
        self._look.timeout.connect(self._look_on)

    # what there is

    @property
    def entries(self) -> tuple[LibraryEntry, ...]:
        """The models of the library."""
        return self._entries

    @property
    def sources(self) -> tuple[ReportSource, ...]:
        """Evaluations, the newest first; then models."""
        measured = map(evaluation_source, self._past)
        return (*measured, *model_sources(self._entries))

    @property
    def complete(self) -> bool:
        """Whether the runs were looked through, once the page was shown."""
        return self._complete

    def of_model(self, name: str) -> ReportSource | None:
        """Return the test of a model by its name; nothing if it has no numbers."""
        entries = [entry for entry in self._entries if entry.name == name]
        return next(model_sources(entries), None)

    def set_models(self, entries: Sequence[LibraryEntry]) -> None:
        """Take in the library."""
        self._entries = tuple(entries)
        self.sources_changed.emit()

    def refresh(self) -> None:
        """Look through the runs; ``sources_changed`` tells when that is done."""
        self._looking, self._found = each_evaluation(self._folders.runs), []
        self._complete = False
        self._look.start()

    def stop(self) -> None:
        """Look no further; the window is closing."""
        self._look.stop()
        self._looking = None

    def open(self, source: ReportSource) -> None:
        """Read an evaluation; ``opened`` or ``unusable`` tells what came of it."""
        cards = [entry.card for entry in self._entries if entry.card]
        another = self._shown is None or self._shown.source != source
        self._shown = None
        try:
            if another:  # else what was said last can still be undone
                self._questioning.recall()
            self._shown = open_report(source, self._folders.runs, cards)
        except LumenaryError as error:
            self.unusable.emit(Problem.of(error))
            return
        self.opened.emit(self._shown)

    def open_run(self, run: Path) -> None:
        """Read what a run measured; as :meth:`open`, and it stands in the list."""
        try:
            record = read_evaluation(run)
        except LumenaryError as error:
            self.unusable.emit(Problem.of(error))
            return
        self._show_new(run, record)

    # what is measured

    def evaluate(self, request: EvaluateRequest) -> None:
        """Measure a model on a folder; the report opens when it is done."""
        ticket = self._line.submit(request, title=_title_of(request))
        ticket.ended.connect(self._on_measured)
        self.asked.emit(ticket)

    def measure_again(self, report: OpenReport) -> None:
        """Measure a report's stills with the labels that are proposed now."""
        if report.run is None:
            return
        ticket = self._line.submit(
            ReviseLabelsRequest(run=report.run), title="Measuring with revised labels"
        )
        ticket.ended.connect(self._on_revised)
        self.revising_changed.emit(True)
        self.asked.emit(ticket)

    def _look_on(self) -> None:
        past = next(self._looking, None) if self._looking is not None else None
        if past is not None:
            self._found.append(past)
            return
        self._look.stop()
        self._looking, self._complete = None, True
        self._past = tuple(
            sorted(self._found, key=lambda one: (one.created, one.folder), reverse=True)
        )
        self.sources_changed.emit()

    def _on_measured(self, outcome: JobOutcome) -> None:
        if isinstance(outcome.result, EvaluateResult):
            result = outcome.result
            self._show_new(result.run or result.folder, result.record)

    def _on_revised(self, outcome: JobOutcome) -> None:
        self.revising_changed.emit(False)
        if isinstance(outcome.result, ReviseLabelsResult):
            self._show_revised(outcome.result.folder)

    def _show_new(self, folder: Path, record: EvaluationRecord) -> None:
        if record.created is None:
            return
        new = PastEvaluation(folder, record, record.created)
        self._past = (new, *(past for past in self._past if past.folder != folder))
        self.sources_changed.emit()
        self.open(evaluation_source(new))

    def _show_revised(self, run: Path) -> None:
        if self._shown is not None and self._shown.run == run:
            self.open(self._shown.source)


def _title_of(request: EvaluateRequest) -> str:
    measured = Path(request.model).name if request.model else request.recipe
    return f"Measuring “{measured or DEFAULT_RECIPE}” on “{request.folder.name}”"
