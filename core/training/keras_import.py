"""The one door through which Keras and TensorFlow come in, quietly."""

import importlib
import os
import socket
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

_DEFAULTS = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "GRPC_VERBOSITY": "ERROR",
}


def import_keras() -> ModuleType:
    """Import Keras on TensorFlow (3 to 7 s the first time) and return the module.

    Neither prints anything: their own progress bars are off, and what TensorFlow's
    C++ side writes while it is loaded is shown only if loading fails.
    """
    if "keras" not in sys.modules:
        # Whatever the user's own Keras runs on, this code speaks TensorFlow
        os.environ["KERAS_BACKEND"] = "tensorflow"
        for name, value in _DEFAULTS.items():
            os.environ.setdefault(name, value)
        with _silent_stderr(), _without_a_probe_for_ipv6():
            importlib.import_module("tensorflow")
    keras = importlib.import_module("keras")
    # A setting of the thread that calls, hence each time
    keras.config.disable_interactive_logging()
    return keras


def import_tensorflow() -> ModuleType:
    """Import TensorFlow in the same quiet way, for what Keras has no words for."""
    import_keras()
    return importlib.import_module("tensorflow")


@contextmanager
def known_warnings_ignored() -> Iterator[None]:
    """Ignore the two warnings that saving and exporting cause under NumPy 2.

    Keras puts ``np.object`` back for tf2onnx and NumPy wonders; and it turns tensors
    into arrays by ``np.array``, whose ``copy`` TensorFlow does not take yet. The
    numbers are right, which the comparison after each export shows.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "In the future `np.object` will be", FutureWarning
        )
        warnings.filterwarnings(
            "ignore",
            "__array__ implementation doesn't accept a copy keyword",
            DeprecationWarning,
        )
        yield


@contextmanager
def _without_a_probe_for_ipv6() -> Iterator[None]:
    """Let urllib3, which TensorFlow loads, take it that there is no IPv6.

    It would open a network socket at import to find out, and nothing here is going to
    use what it finds: the program makes no connection.
    """
    before = socket.has_ipv6
    socket.has_ipv6 = False
    try:
        yield
    finally:
        socket.has_ipv6 = before


@contextmanager
def _silent_stderr() -> Iterator[None]:
    """Keep what native code writes to standard error; show it after an exception."""
    sys.stderr.flush()
    original = os.dup(2)
    with tempfile.TemporaryFile() as kept:
        os.dup2(kept.fileno(), 2)
        try:
            yield
        except BaseException:
            kept.seek(0)
            os.write(original, kept.read())
            raise
        finally:
            os.dup2(original, 2)
            os.close(original)
