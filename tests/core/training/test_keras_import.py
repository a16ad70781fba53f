"""TensorFlow comes late and quietly; a fresh process shows it."""

import os
import subprocess
import sys

QUIET = """
import sys
import core.training.exporting, core.training.features, core.training.trainer
assert not {"keras", "tensorflow", "albumentations"} & set(sys.modules)
from core.training.keras_import import import_keras
keras = import_keras()
assert keras.backend.backend() == "tensorflow"
keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.predict_on_batch(__import__("numpy").zeros((1, 2)))
"""


def test_nothing_is_loaded_early_or_printed() -> None:
    done = subprocess.run(
        [sys.executable, "-c", QUIET],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"KERAS_BACKEND": "torch"},  # as some have it in their shell
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
