"""A real, tiny model folder, made in milliseconds and without TensorFlow.

Its network is a real ONNX file with the three outputs of every shipped network:
class 0 wins on red stills, class 1 on green ones, class 2 on blue ones. All tests may
import it; the folder of ``tests/conftest.py`` is on the path.
"""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from core.images.settings import AugmentationSettings, PreprocessingSettings
from core.inference.refusal import fit_refusal
from core.library.card import (
    ClassCount,
    Decisions,
    InitialWeights,
    Licence,
    ModelCard,
    TrainingData,
    TrainingSummary,
)
from core.library.store import hash_files, write_card
from core.recipes.recipe import (
    Backbone,
    DropoutLayer,
    NetworkSettings,
    PhaseSettings,
    Recipe,
    Trainable,
    TrainingSettings,
)

CLASSES = ("blue", "green", "red")
SIZE = 32


def write_network(path: Path, *, size: int = SIZE) -> None:
    """Write a network whose embedding is the mean colour of four quadrants.

    Input ``image`` (n, size, size, 3) float32 0..255; outputs ``logits`` (n, 3),
    ``embedding`` (n, 12) and ``feature_map`` (n, 2, 2, 3).
    """
    pool = size // 2
    weights = np.zeros((12, 3), np.float32)
    for channel, label in enumerate(("red", "green", "blue")):
        weights[channel::3, CLASSES.index(label)] = 4.0
    nodes = [
        helper.make_node("Div", ["image", "scale"], ["scaled"]),
        helper.make_node("Transpose", ["scaled"], ["nchw"], perm=[0, 3, 1, 2]),
        helper.make_node(
            "AveragePool",
            ["nchw"],
            ["pooled"],
            kernel_shape=[pool, pool],
            strides=[pool, pool],
        ),
        helper.make_node("Transpose", ["pooled"], ["feature_map"], perm=[0, 2, 3, 1]),
        helper.make_node("Reshape", ["feature_map", "flat"], ["embedding"]),
        helper.make_node("MatMul", ["embedding", "weights"], ["logits"]),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [
            helper.make_tensor_value_info(
                "image", TensorProto.FLOAT, [None, size, size, 3]
            )
        ],
        [
            helper.make_tensor_value_info("logits", TensorProto.FLOAT, [None, 3]),
            helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [None, 12]),
            helper.make_tensor_value_info(
                "feature_map", TensorProto.FLOAT, [None, 2, 2, 3]
            ),
        ],
        [
            numpy_helper.from_array(np.array(255, np.float32), "scale"),
            numpy_helper.from_array(np.array([-1, 12], np.int64), "flat"),
            numpy_helper.from_array(weights, "weights"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.checker.check_model(model)
    onnx.save(model, path)


def write_refusal(path: Path, *, size: int = SIZE) -> float:
    """Write a refusal model that knows noisy stills of the three pure colours.

    Returns the distance below which 95 % of such stills lie.
    """
    rng = np.random.default_rng(0)
    stills, labels = coloured_stills(rng, each=40, size=size)
    means = stills.reshape(len(stills), 2, size // 2, 2, size // 2, 3).mean(axis=(2, 4))
    embeddings = means.reshape(len(stills), 12) / 255
    known, held_out = slice(0, None, 2), slice(1, None, 2)
    refusal, threshold = fit_refusal(
        embeddings[known], labels[known], embeddings[held_out], 0.05
    )
    refusal.save(path)
    return threshold


def coloured_stills(
    rng: np.random.Generator, *, each: int, size: int = SIZE
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Return stills of each class, uint8 (n, size, size, 3), and their labels."""
    labels = np.tile(np.arange(len(CLASSES)), each)
    stills = rng.integers(0, 60, (len(labels), size, size, 3))
    for channel, name in enumerate(("red", "green", "blue")):
        stills[labels == CLASSES.index(name), ..., channel] += 150
    quadrants = rng.integers(0, 40, (len(labels), 2, 2, 3))
    stills += quadrants.repeat(size // 2, axis=1).repeat(size // 2, axis=2)
    return stills.astype(np.uint8), labels


def recipe(*, size: int = SIZE) -> Recipe:
    """Return the smallest recipe that fits the network."""
    return Recipe(
        name="small",
        title="Small",
        description="For tests.",
        preprocessing=PreprocessingSettings(size=size),
        augmentation=AugmentationSettings(),
        network=NetworkSettings(
            backbone=Backbone.MOBILENET_V2, alpha=0.35, head=(DropoutLayer(rate=0.1),)
        ),
        training=TrainingSettings(
            phases=(
                PhaseSettings(trainable=Trainable.HEAD, epochs=1, learning_rate=1e-3),
                PhaseSettings(trainable=Trainable.ALL, epochs=1, learning_rate=1e-5),
            )
        ),
    )


def card(folder: Path, *, name: str, decisions: Decisions) -> ModelCard:
    """Return a valid card for the files that stand in ``folder``."""
    counts = tuple(
        ClassCount(name=c, stills=10, groups=10, train=6, validation=2, test=2)
        for c in CLASSES
    )
    return ModelCard(
        name=name,
        title="Small model",
        description="Tells colours apart.",
        knows="Red, green and blue.",
        does_not_know="Anything else.",
        research_use="For tests only.",
        created=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        program_version="0.1.0",
        classes=CLASSES,
        recipe=recipe(),
        data=TrainingData(
            source="colours",
            drawn=True,
            fingerprint="0" * 64,
            counts=counts,
            grouping="each still its own group",
            seed=42,
        ),
        initial_weights=InitialWeights(origin="random", sha256=None, licence="none"),
        training=TrainingSummary(
            device="CPU",
            precision="float32",
            seconds=1.0,
            phase_epochs=(1, 1),
            stopped_early_by_user=False,
            batch=32,
        ),
        decisions=decisions,
        test=None,
        libraries={"onnxruntime": "1"},
        licences=(Licence(part="weights", licence="CC0"),),
        files=hash_files(folder),
    )


def write_model(folder: Path, *, name: str, decisions: Decisions | None = None) -> None:
    """Fill ``folder`` with a whole model: network, refusal, a text, and their card."""
    write_network(folder / "model.onnx")
    threshold = write_refusal(folder / "refusal.npz")
    (folder / "report.html").write_text("<p>Drawn.</p>", encoding="utf-8")
    fitted = Decisions(
        temperature=1.0,
        review_below=0.6,
        refuse_above=threshold,
        refusal_false_alarm=0.05,
    )
    write_card(folder, card(folder, name=name, decisions=decisions or fitted))
