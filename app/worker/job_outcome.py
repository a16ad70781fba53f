"""How a job ended: one value that can say itself in a sentence."""

from dataclasses import dataclass
from enum import StrEnum

from app.problems.problem import Problem
from app.worker.outcome_sentences import sentence_of
from app.worker.process_end import Ending, ProcessEnd
from core.jobs.events import Cancelled, Failed, Finished, TerminalEvent
from core.jobs.requests import ClassifyRequest, Job, TrainRequest
from core.jobs.results import JobResult
from core.paths import UserFolders

CANCELLED_BY_FORCE = (
    "Cancelled. The work did not stop by itself and was ended; originals and models "
    "are as they were."
)


TAKEN_OUT = "Taken out of the line before it began; nothing was done."


class OutcomeKind(StrEnum):
    """The ways in which a job ends."""

    FINISHED = "finished"
    CANCELLED = "cancelled"
    """By the user, whether the worker agreed, had to be ended, or never began."""
    FAILED = "failed"
    """The worker says why, or what kept it from being started."""
    DIED = "died"
    """The worker ended without a word, or could not be started."""
    MISUNDERSTOOD = "misunderstood"
    """The worker said something that this window does not understand."""


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """The end of one job; there is exactly one for each that was asked for."""

    job: Job
    kind: OutcomeKind
    sentence: str
    """What to say in a line, whatever the kind."""
    seconds: float
    """From the start to the end."""
    result: JobResult | None = None
    """What was made; only where it finished."""
    problem: Problem | None = None
    """What to show; ``None`` where it finished or the user cancelled."""


def told(job: Job, event: TerminalEvent, seconds: float) -> JobOutcome:
    """Return the outcome of a job whose worker said how it ended."""
    match event:
        case Finished(result=result):
            sentence = sentence_of(result, seconds, resumed=_is_resumed(job))
            return JobOutcome(
                job, OutcomeKind.FINISHED, sentence, seconds, result=result
            )
        case Cancelled(message=message):
            return JobOutcome(job, OutcomeKind.CANCELLED, message, seconds)
        case Failed():
            return _unhappy(job, OutcomeKind.FAILED, Problem.of(event), seconds)


def taken_out(job: Job) -> JobOutcome:
    """Return the outcome of a job that left the line while it waited."""
    return JobOutcome(job, OutcomeKind.CANCELLED, TAKEN_OUT, 0.0)


def never_began(job: Job, error: Exception) -> JobOutcome:
    """Return the outcome of a job that something kept from being started."""
    return _unhappy(job, OutcomeKind.FAILED, Problem.of(error), 0.0)


def cancelled_by_force(job: Job, seconds: float) -> JobOutcome:
    """Return the outcome of a job that was cancelled and left without a word."""
    return JobOutcome(job, OutcomeKind.CANCELLED, CANCELLED_BY_FORCE, seconds)


def died(job: Job, end: ProcessEnd, seconds: float, *, log: str) -> JobOutcome:
    """Return the outcome of a job whose process ended without saying how.

    Parameters
    ----------
    job
        The job.
    end
        How the process ended.
    seconds
        From the start to the end.
    log
        The last of what the worker and its libraries wrote.
    """
    details = f"{end.details}\n\n{log}".strip()
    problem = Problem(
        str(end), _what_to_do(job, end), details, is_bug=end.is_unexplained
    )
    return _unhappy(job, OutcomeKind.DIED, problem, seconds)


def misunderstood(job: Job, seconds: float, *, details: str) -> JobOutcome:
    """Return the outcome of a job whose worker speaks another language."""
    problem = Problem(
        "The window and the part of the program that does the work do not understand "
        "each other.",
        "Two versions of Lumenary may be mixed, as after an update while the window "
        "was open. Close the window and start it again; if that does not help, install "
        "the program anew. Originals and models are as they were.",
        details,
        is_bug=True,
    )
    return _unhappy(job, OutcomeKind.MISUNDERSTOOD, problem, seconds)


def _is_resumed(job: Job) -> bool:
    return isinstance(job.request, ClassifyRequest) and job.request.resume is not None


def _unhappy(
    job: Job, kind: OutcomeKind, problem: Problem, seconds: float
) -> JobOutcome:
    return JobOutcome(job, kind, problem.user_message, seconds, problem=problem)


def _what_to_do(job: Job, end: ProcessEnd) -> str:
    kept = "Originals and models are as they were."
    if isinstance(job.request, ClassifyRequest):
        kept = "Originals and models are as they were, and findings so far are kept."
    if end.ending is Ending.NEVER_STARTED:
        return (
            "Originals and models are as they were. The program may be damaged or a "
            "virus scanner may hold it back: start it again, or install it anew."
        )
    again = _how_to_go_on(job)
    if end.was_killed:
        return (
            f"{kept} Somebody may have ended it, or this computer ran out of memory: "
            f"close other programs, then {again[0].lower()}{again[1:]}."
        )
    return f"{kept} {again}; if it stops once more, pass the report on."


def _how_to_go_on(job: Job) -> str:
    """Return what the window offers then: what was done need not be done again."""
    if isinstance(job.request, ClassifyRequest):
        return "Press “Go on” on the Classify page, or start the work again"
    if isinstance(job.request, TrainRequest) and _has_checkpoint(job):
        return "Press “Go on” on the Train page: it goes on after its last epoch"
    return "Start the work again"


def _has_checkpoint(job: Job) -> bool:
    from core.jobs.interrupted_trainings import is_interrupted  # NumPy, rarely needed

    return is_interrupted(UserFolders(job.home).runs / job.id)
