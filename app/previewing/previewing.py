"""One look through a folder: its job, and what was found in each still."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.source import Source
from app.worker.job_line import JobLine, JobTicket, TicketState
from app.worker.job_outcome import JobOutcome
from core.images.settings import PreprocessingSettings
from core.jobs.events import Event, PreviewedStill, Progress, StillsPreviewed
from core.jobs.requests import PreviewRequest


@dataclass(slots=True)
class Looked:
    """What a look through stills has come to so far."""

    settings: PreprocessingSettings
    """With which it was done."""
    done: int = 0
    total: int = 0
    """Stills there are; 0 until that is known."""
    with_panel: int = 0
    green_left: int = 0
    unreadable: int = 0
    is_complete: bool = False
    """Whether every still was looked at."""

    def count(self, still: PreviewedStill) -> None:
        """Count one more still."""
        self.done += 1
        self.with_panel += still.panel is not None
        self.green_left += still.green_left
        self.unreadable += bool(still.error)


class Previewing(QObject):
    """Has a worker look through a folder, one at a time.

    Parameters
    ----------
    line
        Where jobs wait for their turn, of all pages.
    """

    asked = Signal(object)
    """The :class:`JobTicket`, which may have to wait."""
    began = Signal()
    """A look has begun; what was found before gives way."""
    found = Signal(object)
    """A tuple of :class:`PreviewedStill`."""
    ended = Signal(object)
    """The :class:`JobOutcome` of the look that was asked for last."""
    state_changed = Signal()
    """A look was asked for, has begun or has ended."""

    def __init__(self, line: JobLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._line = line
        self._ticket: JobTicket | None = None
        self._settings = PreprocessingSettings()
        self._stills = 0
        self._looked: Looked | None = None

    @property
    def looked(self) -> Looked | None:
        """What was found last, or is being found."""
        return self._looked

    @property
    def running(self) -> bool:
        """Whether stills are being looked through."""
        waiting = TicketState.WAITING
        return self._ticket is not None and self._ticket.state is not waiting

    @property
    def coming(self) -> PreprocessingSettings | None:
        """With what is being looked, or will be when its turn comes."""
        return None if self._ticket is None else self._settings

    def look(self, source: Source, settings: PreprocessingSettings) -> None:
        """Look through a folder, instead of the one that was asked for before."""
        self._give_up()
        self._settings, self._stills = settings, len(source.stills)
        paths = source.stills or (source.folder,)
        self._ticket = self._line.submit(
            PreviewRequest(paths=paths, settings=settings),
            title=f"Looking through “{source.folder.name or source.folder}”",
        )
        self._ticket.started.connect(self._on_started)
        self._ticket.event_received.connect(self._on_event)
        self._ticket.ended.connect(self._on_ended)
        self.asked.emit(self._ticket)
        self.state_changed.emit()

    def forget(self) -> None:
        """Find nothing more: another folder was chosen."""
        self._looked = None
        self._give_up()

    def _give_up(self) -> None:
        """Have the look that was asked for end, and hear nothing more of it."""
        if self._ticket is None:
            return
        ticket, self._ticket = self._ticket, None
        ticket.started.disconnect(self._on_started)
        ticket.event_received.disconnect(self._on_event)
        ticket.ended.disconnect(self._on_ended)
        ticket.cancel()

    def _on_started(self) -> None:
        self._looked = Looked(self._settings, total=self._stills)
        self.began.emit()
        self.state_changed.emit()

    def _on_event(self, event: Event) -> None:
        if self._looked is None:
            return
        if isinstance(event, Progress) and event.total:
            self._looked.total = event.total
        elif isinstance(event, StillsPreviewed):
            for still in event.stills:
                self._looked.count(still)
            self.found.emit(event.stills)

    def _on_ended(self, outcome: JobOutcome) -> None:
        ticket, self._ticket = self._ticket, None
        if ticket is not None and ticket.job and self._looked is not None:
            self._looked.is_complete = outcome.result is not None
        self.ended.emit(outcome)
        self.state_changed.emit()
