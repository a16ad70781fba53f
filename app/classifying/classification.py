"""One classification in the window: its job, its rows, its reviews."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.classifying.review_session import ReviewSession
from app.item_models.examinations_model import ExaminationsModel
from app.item_models.findings_model import FindingsModel
from app.source import Source
from app.worker.job_line import JobLine, JobTicket, TicketState
from app.worker.job_outcome import JobOutcome
from core.errors import BadRequest
from core.images.settings import PreprocessingSettings
from core.jobs.events import Event, StillsClassified, StillsFound
from core.jobs.requests import ClassifyRequest, Job, Thresholds
from core.jobs.resuming import EarlierRun
from core.library.card import ModelCard
from core.library.store import LibraryEntry, read_card
from core.paths import UserFolders
from core.review.corrections import Review


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What will be shown, read in the moment in which its job begins."""

    source: Source
    asked: Thresholds
    card: ModelCard
    known: Mapping[str, Review]


class Classification(QObject):
    """Asks for the job of a folder and feeds what it says to the models of the page.

    Parameters
    ----------
    line
        Where jobs wait for their turn, of all pages.
    folders
        Where runs stand.
    thresholds
        Returns what the user's settings say of reviewing and refusing.
    """

    asked = Signal(object)
    """The :class:`JobTicket`; what is shown stays until its job begins."""
    began = Signal()
    """A job runs and the models are empty."""
    folders_known = Signal()
    """The examinations are known, their stills not yet classified."""
    grew = Signal()
    """Rows arrived."""
    ended = Signal(object)
    """The :class:`JobOutcome` of this page's own job, also if it never began."""

    def __init__(
        self,
        line: JobLine,
        folders: UserFolders,
        findings: FindingsModel,
        examinations: ExaminationsModel,
        reviews: ReviewSession,
        thresholds: Callable[[], Thresholds],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._folders = folders
        self._findings = findings
        self._examinations = examinations
        self._reviews = reviews
        self._thresholds = thresholds
        self._job: Job | None = None
        self._card: ModelCard | None = None
        self._source: Source | None = None
        self._asked = Thresholds()
        self._ticket: JobTicket | None = None
        self._prepared: _Prepared | None = None

    @property
    def card(self) -> ModelCard | None:
        """Of the model whose answers are shown."""
        return self._card

    @property
    def source(self) -> Source | None:
        """What is shown."""
        return self._source

    @property
    def pending(self) -> bool:
        """Whether a job was asked for that has not ended; it may still wait."""
        return self._ticket is not None

    @property
    def running(self) -> bool:
        """Whether rows may still arrive."""
        waiting = TicketState.WAITING
        return self._ticket is not None and self._ticket.state is not waiting

    @property
    def why_not(self) -> str:
        """Why nothing can be classified now; empty if something can."""
        if self.running:
            return "Wait until the classification is done"
        return "A classification waits for its turn already" if self.pending else ""

    @property
    def run_folder(self) -> Path | None:
        """Where the rows that are shown stand on the disk."""
        return self._folders.runs / self._job.id if self._job else None

    @property
    def preprocessing(self) -> PreprocessingSettings:
        """How the model whose answers are shown prepares a still."""
        if self._card is None:
            return PreprocessingSettings()
        return self._card.recipe.preprocessing

    @property
    def review_below(self) -> float | None:
        """Confidence below which an answer was sent to review."""
        if self._card is None:
            return None
        if self._asked.review_below is not None:
            return self._asked.review_below
        return self._card.decisions.review_below

    def start(self, source: Source, model: LibraryEntry) -> None:
        """Classify anew; what was shown gives way once the job has begun.

        Raises
        ------
        LumenaryError
            If the model is damaged.
        """
        self._ask(self.request_for(source, model), source, model)

    def resume(self, run: EarlierRun, model: LibraryEntry) -> None:
        """Go on with a run that this model began; else as :meth:`start`."""
        source = Source(run.request.folder, run.request.stills)
        request = self.request_for(source, model)
        self._ask(
            request.model_copy(
                update={"thresholds": run.request.thresholds, "resume": run.run}
            ),
            source,
            model,
        )

    def request_for(self, source: Source, model: LibraryEntry) -> ClassifyRequest:
        """Return what would be asked for by the settings of this moment."""
        return ClassifyRequest(
            folder=source.folder,
            stills=source.stills,
            model=str(model.folder),
            thresholds=self._thresholds(),
        )

    def _ask(
        self, request: ClassifyRequest, source: Source, model: LibraryEntry
    ) -> None:
        _card_of(model)  # what speaks against it now is said now
        self._ticket = self._line.submit(
            request,
            title=f"Classifying “{source.folder.name or source.folder}”",
            prepare=lambda: self._prepare(request.thresholds, source, model),
        )
        self._ticket.started.connect(self._on_started)
        self._ticket.event_received.connect(self._on_event)
        self._ticket.ended.connect(self._on_ended)
        self.asked.emit(self._ticket)

    def _prepare(self, asked: Thresholds, source: Source, model: LibraryEntry) -> None:
        """Read what is shown beside the rows: it may be another than it was."""
        card = _card_of(model)
        known = self._reviews.recall(card.key)
        self._prepared = _Prepared(source, asked, card, known)

    def _on_started(self, job: Job) -> None:
        new = self._prepared
        assert new is not None  # a job that could not be prepared is not started
        card, self._prepared = new.card, None
        self._job, self._card = job, card
        self._source, self._asked = new.source, new.asked
        self._findings.begin(card.classes, new.source.folder)
        self._examinations.begin(new.source.folder.name, {})
        self._reviews.begin(classes=card.classes, model_key=card.key, known=new.known)
        self.began.emit()

    def _on_event(self, event: Event) -> None:
        if isinstance(event, StillsFound) and self._source is not None:
            # only the worker looks at the disk, which may take its time to answer
            self._findings.set_root(event.root or self._source.folder)
            self._examinations.begin(self._source.folder.name, event.by_folder)
            self.folders_known.emit()
        elif isinstance(event, StillsClassified):
            self._findings.append(event.stills)  # refuses what cannot be shown
            self._examinations.add(event.stills)
            self.grew.emit()

    def _on_ended(self, outcome: JobOutcome) -> None:
        self._ticket = None
        self.ended.emit(outcome)


def _card_of(model: LibraryEntry) -> ModelCard:
    """Return a model's card as it is now, if it is still the one that was listed.

    Another one may stand there meanwhile, by the command line. Its answers would be
    shown beside what the first one knows, and reviews kept as if it had given them.
    """
    card = read_card(model.folder, called=model.name)
    if model.card is not None and card.key == model.card.key:
        return card
    raise BadRequest(
        f"The model “{model.name}” is not the one that was chosen any more.",
        hint="It was replaced while the window was open. Nothing was classified. Open "
        "the list of models: it then shows what is there now.",
        details=str(model.folder),
    )
