"""What works on this computer, and what does not; loads none of the heavy libraries."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping

import psutil
from pydantic import BaseModel, ConfigDict

from app.starting.display import display_problem
from app.worker.own_command import own_command
from core import __version__
from core.distributions import installed, is_built
from core.errors import LumenaryError
from core.jobs.context import library_of
from core.jobs.requests import DEFAULT_MODEL
from core.library.store import ModelLibrary
from core.paths import RESOURCES, UserFolders

_LIBRARIES = (
    "tensorflow",
    "keras",
    "onnxruntime",
    "opencv-python-headless",
    "pillow",
    "albumentations",
    "imagehash",
    "numpy",
    "scipy",
    "scikit-learn",
    "onnx",
    "tf2onnx",
    "pyside6-essentials",
    "wandb",
)
_OPTIONAL = {"wandb": "an extra, off by default"}
_ENOUGH_MEMORY_GIB = 6
"""Training with five-fold cross-validation was seen to peak at 4.0 GiB on a CPU."""
_GIB = 1 << 30


class Diagnosis(BaseModel):
    """One thing that was looked at."""

    model_config = ConfigDict(frozen=True)

    subject: str
    works: bool
    message: str


def diagnose(folders: UserFolders, *, ask_tensorflow: bool = False) -> list[Diagnosis]:
    """Look at libraries, display, GPU, models, memory and folders.

    Parameters
    ----------
    folders
        The user's folders.
    ask_tensorflow
        Whether to start a process that loads TensorFlow to list its GPUs.
    """
    return [
        Diagnosis(
            subject="Lumenary",
            works=True,
            message=f"{__version__}, Python {sys.version.split()[0]}",
        ),
        *(_library(name) for name in _LIBRARIES),
        _display(os.environ),
        _gpu(),
        *([_tensorflow_gpus()] if ask_tensorflow else []),
        _memory(),
        _data_folder(folders),
        *_models(folders),
    ]


def _library(name: str) -> Diagnosis:
    if package := installed(name):
        return Diagnosis(
            subject=name, works=True, message=f"{package.version} installed"
        )
    note = _OPTIONAL.get(name)
    remedy = "install the program again" if is_built() else "run: make"
    return Diagnosis(
        subject=name,
        works=note is not None,
        message=f"not installed ({note})" if note else f"not installed; {remedy}",
    )


def _display(environment: Mapping[str, str]) -> Diagnosis:
    if problem := display_problem(environment):
        return Diagnosis(
            subject="display",
            works=False,
            message=f"{problem} The command line does everything without one.",
        )
    names = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
    found = (environment[name] for name in names if environment.get(name))
    return Diagnosis(subject="display", works=True, message=next(found, "the desktop"))


def _gpu() -> Diagnosis:
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return _no_gpu("none found; training runs on the CPU")
    try:
        listing = subprocess.run(
            [tool, "-L"], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        return _no_gpu(f"the driver does not answer ({error}); the CPU is used")
    return Diagnosis(subject="GPU", works=True, message=listing.stdout.strip())


def _no_gpu(message: str) -> Diagnosis:
    return Diagnosis(subject="GPU", works=False, message=message)


def _tensorflow_gpus() -> Diagnosis:
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}
    try:
        answer = subprocess.run(
            own_command("gpus"),
            cwd=RESOURCES.parent,  # where Python finds the program by its name
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
            env=environment,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return _tensorflow(works=False, message=f"TensorFlow does not answer ({error})")
    names = answer.stdout.strip()
    none = (
        "none; training runs on the CPU"
        if is_built()
        else "none; install the extra “gpu” on Linux with an NVIDIA card"
    )
    return _tensorflow(works=bool(names), message=names or none)


def _tensorflow(*, works: bool, message: str) -> Diagnosis:
    return Diagnosis(subject="TensorFlow's GPUs", works=works, message=message)


def _memory() -> Diagnosis:
    memory = psutil.virtual_memory()
    free = memory.available / _GIB
    return Diagnosis(
        subject="memory",
        works=free >= _ENOUGH_MEMORY_GIB,
        message=f"{free:.1f} of {memory.total / _GIB:.1f} GiB free; "
        f"training wants {_ENOUGH_MEMORY_GIB}",
    )


def _data_folder(folders: UserFolders) -> Diagnosis:
    try:
        folders.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folders.home):
            free = shutil.disk_usage(folders.home).free / _GIB
    except OSError as error:
        return Diagnosis(
            subject="data folder",
            works=False,
            message=f"{folders.home} cannot be written ({error.strerror}); "
            "name another with LUMENARY_HOME",
        )
    return Diagnosis(
        subject="data folder",
        works=True,
        message=f"{folders.home}, {free:.1f} GiB free",
    )


def _models(folders: UserFolders) -> Iterator[Diagnosis]:
    library = library_of(folders)
    usable = set()
    try:
        entries = library.entries()
    except LumenaryError as error:
        yield Diagnosis(subject="models", works=False, message=str(error))
        return
    for entry in entries:
        problem = _problem_with(library, entry.name)
        if not problem:
            usable.add(entry.name)
        yield Diagnosis(
            subject=f"model {entry.name}",
            works=not problem,
            message=problem or "every file is as its card says",
        )
    starter = DEFAULT_MODEL in usable
    yield Diagnosis(
        subject="initial weights",
        works=starter,
        message=f"the backbone of {DEFAULT_MODEL}; training needs no network"
        if starter
        else "none here; training needs --initial-weights or a network",
    )


def _problem_with(library: ModelLibrary, name: str) -> str:
    try:
        library.open(name)
    except LumenaryError as error:
        return str(error)
    return ""
