"""What a training was begun with, so that it is only gone on with on the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from core.dataset.scanning import Part
from core.errors import BadRequest
from core.files import write_text
from core.jobs.dataset_changes import PlacedStill, changes_between, listed
from core.jobs.material import Material
from core.jobs.requests import TrainRequest
from core.jobs.run_record import data_fingerprint
from core.recipes.recipe import Recipe
from core.training.checkpoints import CHECKPOINTS_FOLDER
from core.training.initial_weights import BackboneWeights

_BEGUN_FILE: Final = "begun-with.json"
_ONLY_WORDS: Final = {"title", "description", "source"}
"""Of a recipe: they change nothing that is learnt."""
_NAMED: Final = 3
"""Settings that a sentence names; more are counted."""


class CannotResume(BadRequest):
    """A training can't be gone on with as it is asked for; it stays as it was."""


class BegunTraining(BaseModel):
    """Everything that the numbers of a training follow from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    recipe: Recipe
    """With the choices for the run."""
    weights: str | None
    """SHA-256 of the initial weights; ``None`` where they are random."""
    seed: int
    device: str
    folds: int | None
    fingerprint: str
    """Of digests, labels, parts and groups."""
    stills: tuple[PlacedStill, ...]

    @classmethod
    def of(
        cls,
        request: TrainRequest,
        recipe: Recipe,
        weights: BackboneWeights,
        material: Material,
        parts: tuple[Part, ...],
    ) -> Self:
        """Return what a training is begun with."""
        readable = material.readable
        return cls(
            recipe=recipe,
            weights=weights.sha256,
            seed=request.choices.seed,
            device=request.choices.device,
            folds=request.folds,
            fingerprint=data_fingerprint(material, parts),
            stills=tuple(
                PlacedStill(
                    name=still.name, digest=digest, label=still.label, part=part.value
                )
                for still, digest, part in zip(
                    readable.stills, readable.digests, parts, strict=True
                )
            ),
        )

    @classmethod
    def read(cls, run: Path) -> Self:
        """Return what the training of a run was begun with.

        Raises
        ------
        CannotResume
            If the run has nothing to go on with, or it can't be read.
        """
        path = run / CHECKPOINTS_FOLDER / _BEGUN_FILE
        try:
            return cls.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise CannotResume(
                f"“{run.name}” is no interrupted training that can be gone on with.",
                hint="Nothing was begun. Begin the training anew.",
                details=str(error),
            ) from error

    def write(self, run: Path) -> None:
        """Write it beside the run's checkpoints to come.

        Raises
        ------
        core.files.WriteFailed
            If the disk is full, say.
        """
        path = run / CHECKPOINTS_FOLDER / _BEGUN_FILE
        write_text(path, self.model_dump_json() + "\n")

    def refuse_other_choices(
        self, request: TrainRequest, recipe: Recipe, weights: BackboneWeights
    ) -> None:
        """Refuse what can be told apart before a still is read.

        Raises
        ------
        CannotResume
            If recipe, initial weights or choices are not what they were.
        """
        changed = listed(list(self._changes_of_choices(request, recipe, weights)))
        if changed:
            raise CannotResume(
                f"The training can't be gone on with: {changed}.", hint=_AS_IT_WAS
            )

    def refuse_other_stills(self, now: "BegunTraining") -> None:
        """Refuse stills, labels, parts or groups that are not what they were.

        Raises
        ------
        CannotResume
            With what changed.
        """
        if self.fingerprint == now.fingerprint:
            return
        changed = changes_between(self.stills, now.stills)
        raise CannotResume(
            "The training can't be gone on with: since it was begun, "
            f"{changed or _OTHER_GROUPS}.",
            hint=_AS_IT_WAS,
        )

    def _changes_of_choices(
        self, request: TrainRequest, recipe: Recipe, weights: BackboneWeights
    ) -> Iterator[str]:
        if settings := _differing(self.recipe, recipe):
            yield f"the recipe is another one ({_some(settings)})"
        if self.weights != weights.sha256:
            yield "the initial weights are others"
        choices = request.choices
        for name, before, now in (
            ("seed", self.seed, choices.seed),
            ("device", self.device, choices.device),
            ("number of folds", self.folds, request.folds),
        ):
            if before != now:
                yield f"the {name} was {_said(before)} and is {_said(now)}"


_AS_IT_WAS = (
    "Nothing was begun and nothing is lost. Ask for it as it was to go on, or begin "
    "the training anew."
)


_OTHER_GROUPS: Final = "other stills belong together"
"""What is left to differ where each still is what and where it was."""


def _differing(one: Recipe, other: Recipe) -> list[str]:
    before, now = (
        dict(_flat(recipe.model_dump(mode="json", exclude=_ONLY_WORDS)))
        for recipe in (one, other)
    )
    names = [*before, *(name for name in now if name not in before)]
    return [
        f"{name} was {_said(before.get(name))} and is {_said(now.get(name))}"
        for name in names
        if before.get(name) != now.get(name)
    ]


def _flat(values: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(values, dict):
        parts = values.items()
    elif isinstance(values, list):
        parts = {str(number): each for number, each in enumerate(values, 1)}.items()
    else:
        yield name, values
        return
    for key, value in parts:
        yield from _flat(value, f"{name}.{key}" if name else key)


def _some(settings: list[str]) -> str:
    more = len(settings) - _NAMED
    shown = settings[:_NAMED]
    return "; ".join([*shown, f"{more} more"] if more > 0 else shown)


def _said(value: object) -> str:
    return "none" if value is None else str(value)
