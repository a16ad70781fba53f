"""Puts a report together from what a job found, and writes it with its tables."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from core import __version__
from core.evaluation.figures import Epoch
from core.evaluation.metrics_csv import write_metrics_csv
from core.evaluation.report import (
    MAX_PICTURES,
    PICTURE_SIDE,
    ErrorStill,
    Fact,
    ReportContent,
    write_report,
)
from core.files import write_text
from core.images.box import RgbImage
from core.images.reading import UnreadableStill, read_still
from core.jobs.material import Material
from core.jobs.measuring import TestedStills
from core.library.card import ModelCard
from core.library.evaluation_record import EvaluationRecord
from core.training.history import EpochResult

REPORT_FILE = "report.html"
RECORD_FILE = "evaluation.json"
METRICS_FILE = "metrics.csv"
RESEARCH_USE = (
    "For research and education only. Not a medical device: never base a diagnosis or "
    "a treatment on it."
)


def write_evaluation(
    folder: Path, content: ReportContent, *, with_images: bool
) -> None:
    """Write ``evaluation.json``, ``metrics.csv`` and the report into a folder."""
    write_text(folder / RECORD_FILE, content.record.model_dump_json(indent=2) + "\n")
    write_metrics_csv(folder / METRICS_FILE, content.record)
    write_report(folder / REPORT_FILE, content, with_images=with_images)


def content_of(
    record: EvaluationRecord,
    *,
    card: ModelCard | None = None,
    history: Sequence[EpochResult] = (),
    errors: Sequence[ErrorStill] = (),
    notices: Sequence[str] = (),
    drawn: bool = False,
) -> ReportContent:
    """Return all that a report says of a record, with the model's facts if given.

    ``drawn`` says that the stills were drawn, whatever the model was trained on.
    """
    return ReportContent(
        record=record,
        created=datetime.now(UTC),
        program_version=__version__,
        research_use=RESEARCH_USE,
        limits=(card.knows, card.does_not_know) if card else (),
        notices=tuple(notices),
        data=_data_facts(card) if card else (),
        training=_training_facts(card) if card else (),
        thresholds=_threshold_facts(card) if card else (),
        libraries=_library_facts(card) if card else (),
        history=tuple(_epoch(result) for result in history),
        errors=tuple(errors),
        drawn=drawn or (card is not None and card.data.drawn),
    )


def errors_among(
    material: Material, tested: TestedStills, *, with_images: bool
) -> list[ErrorStill]:
    """Return the wrongly called stills; the most confident ones with a picture."""
    confidence = tested.answers.probabilities.max(axis=1)
    called = tested.answers.probabilities.argmax(axis=1)
    labels = material.stills.labels[tested.indices]
    classes = material.stills.classes
    wrong = [int(i) for i in (called != labels).nonzero()[0]]
    stills = [material.readable.stills[i] for i in tested.indices]
    # the page's own order, so that the stills it shows are those with a picture
    wrong.sort(key=lambda i: (-confidence[i], stills[i].name))
    errors = []
    for rank, position in enumerate(wrong):
        still = stills[position]
        pictured = with_images and rank < MAX_PICTURES
        errors.append(
            ErrorStill(
                file=still.name,
                true=still.label,
                predicted=classes[called[position]],
                confidence=float(confidence[position]),
                decision=tested.answers.decisions[position].value,
                image=_picture(still.path) if pictured else None,
            )
        )
    return errors


def _picture(path: Path) -> RgbImage | None:
    try:
        return read_still(path, shortest_side=PICTURE_SIDE).rgb
    except UnreadableStill:
        return None


def _data_facts(card: ModelCard) -> tuple[Fact, ...]:
    counts = [
        Fact(
            c.name,
            f"{c.stills} stills in {c.groups} groups: {c.train} to train, "
            f"{c.validation} to validate, {c.test} to test",
        )
        for c in card.data.counts
    ]
    return (
        Fact("Source", card.data.source),
        *counts,
        Fact("Groups", card.data.grouping),
        Fact("Seed of the split", str(card.data.seed)),
        Fact("Fingerprint", card.data.fingerprint),
    )


def _training_facts(card: ModelCard) -> tuple[Fact, ...]:
    training = card.training
    epochs = " + ".join(str(n) for n in training.phase_epochs)
    early = ", stopped by the user" if training.stopped_early_by_user else ""
    return (
        Fact("Recipe", f"{card.recipe.name}: {card.recipe.title}"),
        Fact("Initial weights", card.initial_weights.origin),
        Fact("Epochs", epochs + early),
        Fact("Batch", f"{training.batch} stills"),
        Fact("Class weights", card.recipe.training.class_weights.value),
        Fact("Device", f"{training.device}, {training.precision}"),
        Fact("Time", f"{training.seconds:.0f} s"),
    )


def _threshold_facts(card: ModelCard) -> tuple[Fact, ...]:
    decisions = card.decisions
    return (
        Fact("Temperature", f"{decisions.temperature:.3f}"),
        Fact("Sent to review below", f"{decisions.review_below:.1%} confidence"),
        Fact(
            "Refused above",
            f"a distance of {decisions.refuse_above:.3f}, which "
            f"{decisions.refusal_false_alarm:.0%} of stills like the validation "
            "stills exceed",
        ),
        *(Fact("Notice", notice) for notice in decisions.notices),
    )


def _library_facts(card: ModelCard) -> tuple[Fact, ...]:
    return tuple(Fact(name, number) for name, number in card.libraries.items())


def _epoch(result: EpochResult) -> Epoch:
    return Epoch(
        phase=result.phase,
        loss=result.loss,
        accuracy=result.accuracy,
        val_loss=result.val_loss,
        val_accuracy=result.val_accuracy,
    )
