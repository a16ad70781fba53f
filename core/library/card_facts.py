"""What a model's card says, as facts in words for a page or a report."""

from dataclasses import dataclass

from core.library.card import ModelCard
from core.percent import percent


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a two-column table."""

    name: str
    value: str


def data_facts(card: ModelCard) -> tuple[Fact, ...]:
    """Return what the model was trained on, class by class."""
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


def training_facts(card: ModelCard) -> tuple[Fact, ...]:
    """Return how it was trained."""
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


def threshold_facts(card: ModelCard) -> tuple[Fact, ...]:
    """Return how it decides, fitted on validation stills only."""
    decisions = card.decisions
    return (
        Fact("Temperature", f"{decisions.temperature:.3f}"),
        Fact("Sent to review below", f"{percent(decisions.review_below)} confidence"),
        Fact(
            "Refused above",
            f"a distance of {decisions.refuse_above:.3f}, which "
            f"{percent(decisions.refusal_false_alarm, 0)} of stills like the "
            "validation stills exceed",
        ),
        *(Fact("Notice", notice) for notice in decisions.notices),
    )


def library_facts(card: ModelCard) -> tuple[Fact, ...]:
    """Return the versions of what made it."""
    return tuple(Fact(name, number) for name, number in card.libraries.items())
