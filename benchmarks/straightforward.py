"""The yardstick: what a careful person would write in an afternoon.

usage: python -m benchmarks.straightforward classify MODEL.keras FOLDER OUT.csv
       python -m benchmarks.straightforward train SPLIT WEIGHTS.h5 OUT.keras
           [--epochs 10 20] [--no-stopping]

SPLIT holds train/, val/ and test/, each with a folder for each class. Nothing is
cached, every still is read and preprocessed again each epoch, and one still after the
other is classified. The network, the steps and the settings are the program's own.
"""

import argparse
import csv
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("NO_ALBUMENTATIONS_UPDATE", "1")

import cv2
import numpy as np

SIZE = 224
BATCH = 32
SUFFIXES = {".jpg", ".jpeg", ".png"}
LEARNING_RATES = (1e-3, 1e-5)


def main() -> None:
    arguments = _arguments()
    begin = time.perf_counter()
    if arguments.command == "classify":
        count = classify(arguments.model, arguments.folder, arguments.out)
        seconds = time.perf_counter() - begin
        print(json.dumps({"stills": count, "seconds": seconds}))
    else:
        report = train(
            arguments.split,
            arguments.weights,
            arguments.out,
            epochs=arguments.epochs,
            stopping=not arguments.no_stopping,
        )
        print(json.dumps({**report, "seconds": time.perf_counter() - begin}))


def read(path: Path) -> np.ndarray:
    """Return a still as RGB, uint8."""
    return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)


def preprocess(image: np.ndarray, **_: object) -> np.ndarray:
    """Replace what is green, crop to what is bright, resize."""
    hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)
    green = cv2.inRange(hsv, (70, 110, 80), (95, 255, 255))
    if cv2.countNonZero(green):
        image = image.copy()
        image[green > 0] = cv2.mean(image, mask=cv2.bitwise_not(green))[:3]
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    bright = cv2.threshold(grey, 20, 255, cv2.THRESH_BINARY)[1]
    x, y, width, height = cv2.boundingRect(bright)
    if width and height:
        image = image[y : y + height, x : x + width]
    return cv2.resize(image, (SIZE, SIZE), interpolation=cv2.INTER_AREA)


def scaled(images: np.ndarray) -> np.ndarray:
    """Return pixels from -1 to 1, float32."""
    return images.astype("float32") / 127.5 - 1


def classify(model_path: Path, folder: Path, out: Path) -> int:
    """Classify a folder one still after the other; return their number."""
    import keras

    model = keras.saving.load_model(model_path)
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)
    with out.open("w", newline="") as stream:
        rows = csv.writer(stream)
        for path in paths:
            image = scaled(preprocess(read(path)))[None]
            rows.writerow([path, *model.predict(image, verbose=0)[0]])
    return len(paths)


def train(
    split: Path, weights: Path, out: Path, *, epochs: Sequence[int], stopping: bool
) -> dict[str, Any]:
    """Train in two phases; return the seconds of each and the test's accuracy."""
    import keras

    keras.utils.set_random_seed(42)
    classes = sorted(path.name for path in (split / "train").iterdir())
    training = _stills(split / "train", classes, augmented=True)
    validation = _stills(split / "val", classes, augmented=False)
    test = _stills(split / "test", classes, augmented=False)
    base, model = _network(weights, len(classes))
    phases = []
    for number, (count, rate) in enumerate(zip(epochs, LEARNING_RATES, strict=True)):
        _set_trainable(base, trainable=number == 1)
        model.compile(
            keras.optimizers.Adam(rate),
            "categorical_crossentropy",
            metrics=["accuracy"],
        )
        begin = time.perf_counter()
        history = model.fit(
            training,
            validation_data=validation,
            epochs=count,
            verbose=0,
            callbacks=_callbacks(stopping),
        ).history
        seconds = time.perf_counter() - begin
        phases.append({"seconds": seconds, **history})
    model.save(out)
    answers = model.predict(test, verbose=0).argmax(axis=1)
    return {
        "phases": phases,
        "balanced_accuracy": _balanced_accuracy(answers, test.labels),
    }


def _network(weights: Path, classes: int) -> tuple[Any, Any]:
    import keras

    base = keras.applications.MobileNetV2(
        weights=weights, include_top=False, input_shape=(SIZE, SIZE, 3)
    )
    image = keras.Input((SIZE, SIZE, 3))
    pooled = keras.layers.GlobalAveragePooling2D()(base(image, training=False))
    penalty = keras.regularizers.l2(1e-4)
    hidden = keras.layers.Dense(256, activation="relu", kernel_regularizer=penalty)
    dropped = keras.layers.Dropout(0.3)(hidden(pooled))
    answer = keras.layers.Dense(classes, activation="softmax")(dropped)
    return base, keras.Model(image, answer)


def _set_trainable(base: Any, *, trainable: bool) -> None:
    import keras

    base.trainable = trainable
    for layer in base.layers:  # Keras 3 trains these whatever the call said
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False


def _callbacks(stopping: bool) -> list[Any] | None:
    import keras

    if not stopping:
        return None
    return [keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)]


def _pipeline(*, augmented: bool) -> Any:
    import albumentations as A

    first = A.Lambda(image=preprocess, name="preprocess")
    changes = [
        A.RandomRotate90(),
        A.HorizontalFlip(),
        A.VerticalFlip(),
        A.Affine(
            scale=(0.9, 1.1),
            translate_percent=(-0.0625, 0.0625),
            rotate=(-15, 15),
            p=0.5,
        ),
        A.RandomBrightnessContrast(),
        A.GaussianBlur(),
        A.RandomGamma(),
        A.HueSaturationValue(),
    ]
    return A.Compose([first, *changes] if augmented else [first])


def _stills(folder: Path, classes: Sequence[str], *, augmented: bool) -> Any:
    """Return a Keras data set of a folder; training stills are shuffled."""
    import keras

    items = [
        (path, label)
        for label, name in enumerate(classes)
        for path in sorted((folder / name).iterdir())
    ]

    class Stills(keras.utils.PyDataset):
        def __init__(self) -> None:
            super().__init__()
            self.labels = np.array([label for _, label in items])
            self.pipeline = _pipeline(augmented=augmented)
            self.rng = np.random.default_rng(42)
            self.on_epoch_end()

        def on_epoch_end(self) -> None:
            count = len(items)
            self.order = self.rng.permutation(count) if augmented else np.arange(count)

        def __len__(self) -> int:
            return -(-len(items) // BATCH)

        def __getitem__(self, number: int) -> tuple[np.ndarray, np.ndarray]:
            chosen = self.order[number * BATCH : (number + 1) * BATCH]
            paths = [items[i][0] for i in chosen]
            images = [self.pipeline(image=read(path))["image"] for path in paths]
            targets = keras.utils.to_categorical(self.labels[chosen], len(classes))
            return scaled(np.stack(images)), targets

    return Stills()


def _balanced_accuracy(answers: np.ndarray, labels: np.ndarray) -> float:
    return float(
        np.mean([np.mean(answers[labels == label] == label) for label in set(labels)])
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    classifying = commands.add_parser("classify")
    for name in ("model", "folder", "out"):
        classifying.add_argument(name, type=Path)
    training = commands.add_parser("train")
    for name in ("split", "weights", "out"):
        training.add_argument(name, type=Path)
    training.add_argument("--epochs", nargs=2, type=int, default=(10, 20))
    training.add_argument("--no-stopping", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
