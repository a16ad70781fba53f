"""Puts a report together from what a job found, and writes it with its tables."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from core import __version__
from core.evaluation.metrics_csv import write_metrics_csv
from core.evaluation.redaction import discreet
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
from core.jobs.tested_stills import (
    RECORD_FILE,
    TestedHeader,
    TestedStill,
    write_tested,
)
from core.library.card import ModelCard
from core.library.evaluation_record import EvaluationRecord

REPORT_FILE = "report.html"
METRICS_FILE = "metrics.csv"
RESEARCH_USE = (
    "For research and education only. Not a medical device: never base a diagnosis or "
    "a treatment on it."
)


def write_evaluation(
    folder: Path, content: ReportContent, *, with_images: bool
) -> None:
    """Write ``evaluation.json``, ``metrics.csv`` and the report into a folder.

    Without images none of the three holds the name of a still.
    """
    record = content.record if with_images else discreet(content.record)
    write_record(folder / RECORD_FILE, record)
    write_metrics_csv(folder / METRICS_FILE, record)
    write_report(
        folder / REPORT_FILE, replace(content, record=record), with_images=with_images
    )


def write_record(path: Path, record: EvaluationRecord) -> None:
    """Write an evaluation's numbers, from which pages and reports are made."""
    write_text(path, record.model_dump_json(indent=2) + "\n")


def keep_tested(
    folder: Path,
    material: Material,
    tested: TestedStills,
    record: EvaluationRecord,
    *,
    seed: int,
    model_key: str = "",
) -> Path:
    """Write which stills a record rests on into the folder of the run.

    Parameters
    ----------
    folder
        Of the run; never a model's, since the stills are named.
    material, tested
        The stills and what was said of them.
    record
        What was measured on them.
    seed
        Of the intervals' bootstrap.
    model_key
        The model's key; empty where there are many, in a cross-validation.
    """
    if record.created is None:
        msg = "expected a record that says when it was made"
        raise ValueError(msg)
    header = TestedHeader(
        folder=material.readable.folder.root,
        model=record.model,
        model_key=model_key,
        classes=record.classes,
        subset=record.subset,
        method=record.method,
        folds=record.folds,
        seed=seed,
        grouping=record.grouping,
        created=record.created,
    )
    return write_tested(folder, header, _tested_lines(material, tested))


def _tested_lines(material: Material, tested: TestedStills) -> list[TestedStill]:
    classes = material.stills.classes
    probabilities = tested.answers.probabilities
    called = probabilities.argmax(axis=1)
    baselines = {
        kind: answers
        for kind, answers in (
            ("file_properties", tested.by_files),
            ("frozen_features", tested.by_features),
        )
        if answers is not None
    }
    return [
        TestedStill(
            file=material.readable.stills[index].name,
            digest=material.readable.digests[index],
            true_class=material.readable.stills[index].label,
            predicted_class=classes[called[i]],
            probabilities=tuple(probabilities[i].tolist()),
            decision=tested.answers.decisions[i].value,
            group=material.grouping.ids[index],
            baselines={kind: classes[calls[i]] for kind, calls in baselines.items()},
        )
        for i, index in enumerate(tested.indices.tolist())
    ]


def content_of(
    record: EvaluationRecord,
    *,
    card: ModelCard | None = None,
    errors: Sequence[ErrorStill] = (),
) -> ReportContent:
    """Return all that a report says of a record, with the model's facts if given."""
    return ReportContent(
        record=record,
        program_version=record.program_version or __version__,
        research_use=RESEARCH_USE,
        limits=(card.knows, card.does_not_know) if card else (),
        data=_data_facts(card) if card else (),
        training=_training_facts(card) if card else (),
        thresholds=_threshold_facts(card) if card else (),
        libraries=_library_facts(card) if card else (),
        errors=tuple(errors),
        drawn=record.drawn or (card is not None and card.data.drawn),
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
