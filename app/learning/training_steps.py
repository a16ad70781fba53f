"""The steps of a training in their order, and which one an activity belongs to."""

from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """What a person is told that a training is at."""

    READING = "Reading"
    PHASE_1 = "Phase 1"
    PHASE_2 = "Phase 2"
    WRITING = "Writing the model"
    THRESHOLDS = "Thresholds"
    TEST = "Test"
    REPORT = "Report"
    FOLDS = "Cross-validation"


PHASES: Final = (Step.PHASE_1, Step.PHASE_2)
_OF_ACTIVITY: Final = {
    "Writing the model": Step.WRITING,
    "Learning what it knows": Step.THRESHOLDS,
    "Fitting thresholds": Step.THRESHOLDS,
    "Answering the test part": Step.TEST,
    "Writing the report": Step.REPORT,
}
"""What comes after the phases, as ``core.jobs`` names it."""
_MEANING: Final = {
    Step.READING: "Stills are read, prepared once, and grouped",
    Step.PHASE_1: "The new layers learn; the rest stays as it is",
    Step.PHASE_2: "All layers learn, slowly",
    Step.WRITING: "The best weights are written and checked",
    Step.THRESHOLDS: "What is accepted, what is reviewed, and what is refused",
    Step.TEST: "The model answers stills that it has never seen",
    Step.REPORT: "Numbers with their intervals are written down",
    Step.FOLDS: "The recipe is measured on all stills, part after part",
}


def steps_of(epochs: tuple[int, int], folds: int | None) -> tuple[Step, ...]:
    """Return the steps of a training; a phase without epochs is none of them.

    Parameters
    ----------
    epochs
        Of both phases.
    folds
        Of the cross-validation that follows; ``None`` for none.
    """
    phases = [step for step, count in zip(PHASES, epochs, strict=True) if count]
    after = [Step.WRITING, Step.THRESHOLDS, Step.TEST, Step.REPORT]
    last = [] if folds is None else [Step.FOLDS]
    return (Step.READING, *phases, *after, *last)


def step_of_activity(activity: str) -> Step | None:
    """Return the finishing step that an activity is part of, or none."""
    return _OF_ACTIVITY.get(activity)


def meaning(step: Step) -> str:
    """Return what is done in a step, for its tooltip."""
    return _MEANING[step]
