"""Real training, from a recipe to a trained network, on a tiny scale."""

import csv
from pathlib import Path

import numpy as np
import pytest

from core.control import Cancelled, Control
from core.dataset.prepared import PreparedCache
from core.files import sha256_of
from core.images.settings import PreprocessingSettings
from core.recipes.recipe import ClassWeights, PhaseSettings, Trainable
from core.training.epochs import score
from core.training.networks import (
    LOGITS,
    build_backbone,
    normalisation_layers,
    with_outputs,
)
from core.training.trainer import (
    LabelledImages,
    NothingToTrain,
    train,
    weights_of_classes,
)
from tests.core.training import drawn

PAPER_PHASES = (
    PhaseSettings(trainable=Trainable.HEAD, epochs=4, learning_rate=1e-3),
    PhaseSettings(trainable=Trainable.ALL, epochs=1, learning_rate=1e-5),
)


def test_normalisation_is_untouched_by_both_phases(tiny_run, backbone_file) -> None:
    backbone = build_backbone(drawn.network(), size=drawn.SIZE)
    backbone.load_weights(backbone_file)
    for layer in normalisation_layers(tiny_run.trained.network):
        before = backbone.get_layer(layer.name).get_weights()
        for one, other in zip(before, layer.get_weights(), strict=True):
            np.testing.assert_array_equal(one, other)


def test_the_network_learns_and_the_best_comes_out(tiny_run) -> None:
    validation = drawn.part(20, seed=2)
    stills = validation.images.batch(validation.indices)
    model = with_outputs(tiny_run.trained.network, [LOGITS])
    logits = model.predict_on_batch(stills)[LOGITS]
    alike = np.ones(len(validation), np.float32)
    reached = score(logits, validation.labels, alike)
    lowest = min(result.val_loss for result in tiny_run.trained.history)
    assert reached.loss == pytest.approx(lowest, rel=1e-4)
    assert reached.accuracy >= 0.9


def test_everything_is_told_in_order(tiny_run) -> None:
    assert tiny_run.diary.phases == [(1, 3), (2, 8)]
    assert tiny_run.diary.results == list(tiny_run.trained.history)
    assert tiny_run.diary.steps[:3] == [(1, 1, 1, 5), (1, 1, 2, 5), (1, 1, 3, 5)]


def test_the_summary_says_how_it_went(tiny_run) -> None:
    summary = tiny_run.trained.summary
    assert summary.phase_epochs == (3, 8)
    assert summary.precision == "float32"
    assert summary.batch == 8
    assert not summary.stopped_early_by_user


def test_the_run_folder_holds_history_and_curves(tiny_run) -> None:
    with (tiny_run.folder / "history.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [float(row["val_loss"]) for row in rows] == [
        result.val_loss for result in tiny_run.trained.history
    ]
    for part in ("train", "validation"):
        assert list((tiny_run.folder / "tensorboard" / part).glob("events.out*"))


def test_the_same_seed_gives_the_same_weights(
    tiny_run, backbone_file: Path, tmp_path: Path
) -> None:
    again = drawn.train_tiny(tmp_path, backbone_file)
    first = tiny_run.trained.network.get_weights()
    for one, other in zip(first, again.network.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


class CancelInEpoch(drawn.Diary):
    def __init__(self, control: Control) -> None:
        super().__init__()
        self.control = control

    def step(self, phase: int, epoch: int, done: int, total: int) -> None:
        super().step(phase, epoch, done, total)
        if (epoch, done) == (1, 2):
            self.control.cancel()


def test_cancel_ends_real_training(backbone_file: Path, tmp_path: Path) -> None:
    control = Control()
    diary = CancelInEpoch(control)
    with pytest.raises(Cancelled):
        drawn.train_tiny(tmp_path, backbone_file, listener=diary, control=control)
    assert len(diary.steps) == 2
    assert not diary.results


def test_balanced_classes_count_alike() -> None:
    labels = np.array([0] * 5 + [1] * 15)
    settings = drawn.recipe().training.model_copy(
        update={"class_weights": ClassWeights.BALANCED}
    )
    balanced = drawn.recipe().model_copy(update={"training": settings})

    weights = weights_of_classes(labels, drawn.CLASSES, balanced)

    assert weights[0] * 5 == pytest.approx(weights[1] * 15)
    assert weights[labels].mean() == pytest.approx(1)
    plain = weights_of_classes(labels, drawn.CLASSES, drawn.recipe())
    assert plain.tolist() == [1, 1]


@pytest.mark.parametrize("empty", ["training", "validation", "epochs"])
def test_nothing_to_train_is_a_sentence(
    backbone_file: Path, tmp_path: Path, empty: str
) -> None:
    with pytest.raises(NothingToTrain):
        train(
            drawn.recipe(0, 0) if empty == "epochs" else drawn.recipe(),
            drawn.CLASSES,
            training=drawn.part(0 if empty == "training" else 4),
            validation=drawn.part(0 if empty == "validation" else 4),
            weights=drawn.named(backbone_file),
            seed=7,
            device="cpu",
            folder=tmp_path,
            listener=drawn.Diary(),
            control=Control(),
        )


@pytest.mark.slow
def test_phase_2_loses_nothing_on_real_stills(
    real_data: Path, imagenet_weights: Path, tmp_path: Path
) -> None:
    """At most two points of validation accuracy in its first epoch."""
    settings = PreprocessingSettings(size=96)
    names = ("polyps", "ulcerative-colitis")
    paths = [
        path
        for name in names
        for path in sorted((real_data / "gi" / name).iterdir())[:90]
    ]
    digests = [sha256_of(path) for path in paths]
    stills = PreparedCache(tmp_path, settings).prepare(
        paths, digests, threads=2, control=Control(), progress=lambda done, total: None
    )
    labels = np.repeat([0, 1], 90)

    def part(indices: np.ndarray) -> LabelledImages:
        return LabelledImages(
            stills, indices.tolist(), labels[indices], [digests[i] for i in indices]
        )

    recipe = drawn.recipe().model_copy(
        update={
            "preprocessing": settings,
            "network": drawn.network(alpha=1.0),
            "training": drawn.recipe().training.model_copy(
                update={"phases": PAPER_PHASES, "batch": 32}
            ),
        }
    )
    trained = train(
        recipe,
        names,
        training=part(np.flatnonzero(np.arange(180) % 3 != 0)),
        validation=part(np.flatnonzero(np.arange(180) % 3 == 0)),
        weights=drawn.named(imagenet_weights),
        seed=42,
        device="cpu",
        folder=tmp_path,
        listener=drawn.Diary(),
        control=Control(),
    )
    *head, everything = trained.history
    best = min(head, key=lambda result: result.val_loss)
    assert best.val_accuracy > 0.8
    assert everything.val_accuracy >= best.val_accuracy - 0.02
