"""What the built program goes without, each with the reason.

What PyInstaller would collect and nothing in Lumenary reaches is room on the disk, time
of a virus scanner and, for a server or a decoder, a way in. Each entry was shown
harmless by running the built program without it: window, self-test, classification,
both trainings, the ONNX export and the printed report (``make test-installer``).
"""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Final

MODULES: Final[Mapping[str, str]] = {
    "IPython": "a notebook; Keras would draw networks in it",
    "PySide6.QtNetwork": "the program has no use for a network, so Qt has none either",
    "grpc": "TensorBoard's server; event files are written without it (17 MB)",
    "h5py.tests": "tests",
    "matplotlib": "plots; ours are drawn by Qt and by the page templates",
    "pip": "installs packages",
    "pytest": "tests",
    "readline": "edits lines at a Python prompt; GNU Readline is under the GPL",
    "setuptools": "builds packages",
    "tensorflow.compiler.mlir.stablehlo": "edits compiler programs by hand (26 MB)",
    "tkinter": "another window system",
    "wandb": "Weights & Biases sends to a server; the command line says it is missing",
}
"""Modules, with all below them, that are not followed."""

FILES: Final[Mapping[str, str]] = {
    "tensorflow/compiler/tf2xla/ops/_xla_ops.so": "operations for writing XLA by hand; "
    "compiled training has its own inside libtensorflow_cc (18 MB)",
    "tensorflow/include/*": "headers for C++ compilers",
    "tensorflow/python/autograph/impl/testing/*": "tests",
    "*/tests/*": "tests",
    "*/testing/data/*": "tests",
    "sklearn/datasets/data/*": "flowers and wines to try scikit-learn on",
    "sklearn/datasets/images/*": "pictures to try scikit-learn on",
    "sklearn/datasets/descr/*": "what is on them",
    "*.pxd": "for compilers",
    "*.pyi": "for type checkers",
    "PySide6/Qt/translations/*": "Qt's own words in languages that the program lacks",
    "PySide6/Qt/plugins/egldeviceintegrations/*": "screens without a desktop",
    "PySide6/Qt/plugins/generic/*": "keyboards and mice without a desktop",
    "PySide6/Qt/plugins/imageformats/*qgif*": "decoder; stills are read by Pillow",
    "PySide6/Qt/plugins/imageformats/*qicns*": "decoder; stills are read by Pillow",
    "PySide6/Qt/plugins/imageformats/*qtga*": "decoder; stills are read by Pillow",
    "PySide6/Qt/plugins/imageformats/*qtiff*": "decoder; stills are read by Pillow",
    "PySide6/Qt/plugins/imageformats/*qwbmp*": "decoder; stills are read by Pillow",
    "PySide6/Qt/plugins/imageformats/*qwebp*": "decoder; stills are read by Pillow",
    "PySide6/Qt/plugins/networkinformation/*": "watches the network",
    "PySide6/Qt/plugins/platforms/*qeglfs*": "screens without a desktop",
    "PySide6/Qt/plugins/platforms/*qlinuxfb*": "screens without a desktop",
    "PySide6/Qt/plugins/platforms/*qminimal*": "Qt's own tests",
    "PySide6/Qt/plugins/platforms/*qvkkhrdisplay*": "screens without a desktop",
    "PySide6/Qt/plugins/platforms/*qvnc*": "shows the window over the network",
    "PySide6/Qt/plugins/platformthemes/*qgtk3*": "needs 26 libraries of GTK inside; "
    "desktops are asked for colours and file dialogs by their portal",
    "PySide6/Qt/plugins/tls/*": "encrypted connections",
    "PySide6/Qt/plugins/wayland-graphics-integration-client/*": "OpenGL: the window "
    "is drawn without",
    "PySide6/Qt/plugins/wayland-shell-integration/*fullscreen-shell*": "kiosks",
    "PySide6/Qt/plugins/wayland-shell-integration/*ivi-shell*": "cars",
    "PySide6/Qt/plugins/xcbglintegrations/*": "OpenGL: the window is drawn without",
}
"""Files of the bundle, as patterns of their place in it."""

TESTS: Final = ("keras.*_test",)
"""Names of modules that test a library.

Only Keras's, which lie between the others: ``scipy.stats._page_trend_test``,
``jinja2.tests`` and ``tensorflow.python.data.ops.test_mode`` test nothing.
"""

SYSTEM_LIBRARIES: Final[Mapping[str, str]] = {
    "libX11-xcb.so.*": "goes with libX11",
    "libX11.so.*": "goes with libxcb and the display",
    "libcups.so.*": "prints on paper; desktops have it, and it brings twelve more",
    "libdbus-1.so.*": "speaks with the desktop, which has it",
    "libfontconfig.so.*": "reads the system's own list of fonts",
    "libfreetype.so.*": "goes with fontconfig",
    "libgcc_s.so.*": "goes with libstdc++",
    "libstdc++.so.*": "an older copy inside would break the system's own "
    "libraries that are loaded beside it",
}
"""Libraries of the build machine that every desktop has, and has newer."""


def without_tests(modules: Iterable[tuple]) -> list[tuple]:
    """Return the collected modules that test nothing."""
    return [entry for entry in modules if not _fits(entry[0], TESTS)]


def without_left_out(files: Iterable[tuple]) -> list[tuple]:
    """Return the collected files that are wanted; links to what went go too.

    Parameters
    ----------
    files
        PyInstaller's entries: place in the bundle, source, kind.
    """
    kept = [entry for entry in files if not is_left_out(entry[0])]
    places = {posix(entry[0]) for entry in kept}
    return [entry for entry in kept if entry[2] != "SYMLINK" or _leads(entry, places)]


def is_left_out(place: str) -> bool:
    """Return whether a place in the bundle is one of those that stay empty."""
    place = posix(place)
    if "/" not in place and _fits(place, SYSTEM_LIBRARIES):
        return True
    return _fits(place, FILES)


def posix(place: str) -> str:
    """Return a place in the bundle with ``/`` on every system."""
    return PurePath(place).as_posix()


def _leads(link: tuple, places: set[str]) -> bool:
    target = PurePath(posix(link[0])).parent / posix(link[1])
    return target.as_posix() in places


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
