"""Training from the command line: the quick tour, from the starter, through a kill."""

import json
from pathlib import Path
from typing import Any, Final

from build_spec.proof.proving import require
from build_spec.proof.screen import until_or_ended
from build_spec.proof.sealed_room import HOME
from build_spec.proof.walk import (
    DATA,
    GROUPS,
    LABELLED,
    UNSORTED,
    Walk,
    events_of,
)

_RECIPE: Final = """
name = "small-from-starter"
title = "Small, from the starter"
description = "Few epochs at 96 x 96 pixels."
source = "Made for the proof of the installer."

[preprocessing]
size = 96
remove_scopeguide = true
crop_field_of_view = true

[augmentation]
rotate90 = 0.5
horizontal_flip = 0.5
vertical_flip = 0.5
affine = 0.0
brightness_contrast = 0.25
gaussian_blur = 0.0
gamma = 0.0
hue_saturation_value = 0.0

[network]
backbone = "mobilenet_v2"
alpha = 1.0

[[network.head]]
type = "dense"
units = 32
activation = "relu"
l2 = 1e-4

[training]
batch = 16
patience = 0
tensorboard = false

[[training.phases]]
trainable = "head"
epochs = 2
learning_rate = 1e-3

[[training.phases]]
trainable = "all"
epochs = 3
learning_rate = 1e-4
"""
_RECIPE_FILE: Final = f"{HOME}/small.toml"
_MODEL_FILES: Final = ("card.json", "evaluation.json", "model.keras", "model.onnx")


def train_quick_tour(walk: Walk) -> None:
    """Retrain the quick tour on drawn stills."""
    walk.draw_stills()
    ran = walk.lumenary(*_train("quick-tour", "my-tour"), statuses=(0, 1))
    record = _trained(walk, "my-tour")
    value = _balanced_accuracy(record)
    require(
        value > 0.6, f"it learnt nothing: balanced accuracy {value:.1%} of 3 classes"
    )
    walk.lumenary("classify", UNSORTED, "--model", "my-tour", statuses=(0, 1))
    walk.proof.measured("train the quick tour on 120 stills", ran.seconds, "s")
    walk.proof.proved(
        f"retrained the quick tour on 120 drawn stills in {ran.seconds:.0f} s, "
        f"balanced accuracy {value:.1%}, and classified with it"
    )


def train_from_starter(walk: Walk) -> None:
    """Retrain a small model from the starter model by an own recipe."""
    walk.draw_stills()
    _write_recipe(walk)
    ran = walk.lumenary(*_small("small"), statuses=(0, 1))
    _trained(walk, "small")
    begun = [
        event.get("message", "")
        for event in events_of(walk.runs("train")[-1])
        if "model starter" in event.get("message", "")
    ]
    require(begun, "the training does not say that it began with the starter model")
    walk.proof.proved(
        f"retrained a small model from the starter by an own recipe in "
        f"{ran.seconds:.0f} s (“{begun[0]}”)"
    )


def train_through_a_kill(walk: Walk) -> None:
    """Kill a training (kill -9) and go on with it."""
    _write_recipe(walk)
    before = len(walk.runs("train"))
    running = walk.room.start(walk.program.command, *_small("small-again"))
    until_or_ended(
        "an epoch of phase 2", lambda: _epoch_of_phase_2(walk, before), running
    )
    for process in walk.room.processes("train .*small-again"):
        walk.room.kill(process)
    running.wait()
    require(not _folder(walk, "small-again").exists(), "it was over before the kill")
    walk.lumenary(*_small("small-again"), "--resume", statuses=(0, 1))
    again = _trained(walk, "small-again")
    told = [e.get("message", "") for e in events_of(walk.runs("train")[-1])]
    went_on = [text for text in told if text.startswith("The training goes on after")]
    require(went_on, f"it did not go on, but began anew: {told}")
    whole = json.loads((_folder(walk, "small") / "evaluation.json").read_text())
    require(
        whole["overall"] == again["overall"],
        "its numbers differ from those of the uninterrupted training:\n"
        f"{whole['overall']}\n{again['overall']}",
    )
    walk.proof.proved(
        f"train was killed and went on with --resume (“{went_on[0]}”): its numbers on "
        "test stills equal those of the uninterrupted training"
    )


def carry_a_model(walk: Walk) -> None:
    """Export a model as a file and import it under another name."""
    archive = f"{HOME}/my-tour.lumenary"
    walk.lumenary("models", "export", "my-tour", archive)
    walk.lumenary("models", "import", archive, "--name", "carried")
    tables = [f"{HOME}/{name}.csv" for name in ("my-tour", "carried")]
    for table, name in zip(tables, ("my-tour", "carried"), strict=True):
        command = ("classify", UNSORTED, "--model", name, "--out", table)
        walk.lumenary(*command, statuses=(0, 1))
    one, other = (walk.room.path(table).read_bytes() for table in tables)
    require(one == other, "the imported model answers otherwise than the exported one")
    size = walk.room.path(archive).stat().st_size / 1e6
    walk.proof.proved(
        f"exported a model as a file of {size:.1f} MB and imported it: same answers"
    )


def train_command(name: str) -> tuple[str, ...]:
    """Return the arguments of a short training, for what only watches it."""
    return (*_train("quick-tour", name), "--epochs", "1", "1")


def _train(recipe: str, name: str) -> tuple[str, ...]:
    chosen = ("--recipe", recipe, "--name", name)
    return ("train", LABELLED, "--groups", GROUPS, *chosen)


def _small(name: str) -> tuple[str, ...]:
    return (*_train(_RECIPE_FILE, name), "--initial-model", "starter")


def _write_recipe(walk: Walk) -> None:
    walk.room.path(_RECIPE_FILE).write_text(_RECIPE)


def _folder(walk: Walk, model: str) -> Path:
    return walk.room.path(f"{DATA}/models/{model}")


def _trained(walk: Walk, model: str) -> dict[str, Any]:
    """Return what a new model was measured at, if it is whole."""
    folder = _folder(walk, model)
    missing = [name for name in _MODEL_FILES if not (folder / name).is_file()]
    require(not missing, f"the model {model} lacks {missing}")
    listed = walk.lumenary("models", "list").out
    require(model in listed, f"{model} is not in the library:\n{listed}")
    report = walk.runs("train")[-1] / "report.html"
    require(report.stat().st_size > 10_000, "the report of the training is empty")
    record: dict[str, Any] = json.loads((folder / "evaluation.json").read_text())
    return record


def _balanced_accuracy(record: dict[str, Any]) -> float:
    value = record["overall"]["balanced_accuracy"]["value"]
    return float(value)


def _epoch_of_phase_2(walk: Walk, before: int) -> bool:
    runs = walk.runs("train")[before:]
    if not runs or not (runs[-1] / "events.jsonl").is_file():
        return False
    return any(
        e["event"] == "epoch_finished" and e["phase"] == 2 for e in events_of(runs[-1])
    )
