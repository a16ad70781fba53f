"""Where training runs: the processor, or a GPU where TensorFlow can use one."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from core.cores import available_cores
from core.errors import LumenaryError
from core.training.keras_import import import_tensorflow

Precision = Literal["float32", "mixed_float16"]

DeviceChoice = Literal["auto", "cpu", "gpu"]

_FIRST_WITH_FAST_FLOAT16 = (7, 0)
"""Compute capability from which float16 is faster than float32 (tensor cores)."""


_CPU_FEEDING_THREADS = 1
"""One thread augments faster than any number of cores trains."""


class NoGpu(LumenaryError):
    """A GPU was asked for and there is none that TensorFlow can use."""


@dataclass(frozen=True, slots=True)
class Device:
    """One device, and the precision that training uses on it."""

    name: str
    """As Keras names it: 'cpu:0', 'gpu:0'."""
    title: str
    """For people: 'CPU, 2 cores', or the GPU's name."""
    precision: Precision
    feeding_threads: int
    """Threads that augment stills while the network computes."""


def choose_device(asked: str, *, mixed_precision: bool) -> Device:
    """Return the device to train on.

    Parameters
    ----------
    asked
        ``"auto"`` takes a GPU where there is one; ``"cpu"``; ``"gpu"``.
    mixed_precision
        Use float16 arithmetic with float32 weights if the device is a GPU on which
        that is faster.

    Raises
    ------
    NoGpu
        If ``asked`` is ``"gpu"`` and TensorFlow finds none.
    """
    if asked not in ("auto", "cpu", "gpu"):
        raise LumenaryError(
            f"There is no device “{asked}”.", hint="Choose auto, cpu or gpu."
        )
    gpus = _visible_gpus(wanted=asked != "cpu")
    if gpus:
        return _gpu_device(gpus[0], mixed_precision=mixed_precision)
    if asked == "gpu":
        raise NoGpu(
            "TensorFlow finds no GPU on this computer.",
            hint="Train with --device cpu, or install the extra “gpu” (Linux and "
            "WSL2 only; TensorFlow has had no GPU support on Windows since 2.11).",
        )
    return Device(
        "cpu:0", f"CPU, {available_cores()} cores", "float32", _CPU_FEEDING_THREADS
    )


def held_memory_mib(device: Device) -> float | None:
    """Return the most that was held of a GPU's memory so far; ``None`` without one."""
    if not device.name.startswith("gpu"):
        return None
    info = import_tensorflow().config.experimental.get_memory_info(device.name.upper())
    peak: int = info["peak"]
    return peak / (1 << 20)


def _visible_gpus(*, wanted: bool) -> list[Any]:
    """Show TensorFlow the GPUs or hide them: one that it sees, it fills at once."""
    config = import_tensorflow().config
    gpus: list[Any] = config.list_physical_devices("GPU") if wanted else []
    with suppress(RuntimeError):  # it has computed already: what it saw then, it sees
        config.set_visible_devices(gpus, "GPU")
    seen: list[Any] = config.get_visible_devices("GPU") if wanted else []
    return seen


def _gpu_device(gpu: Any, *, mixed_precision: bool) -> Device:
    config = import_tensorflow().config.experimental
    if not config.get_memory_growth(gpu):
        config.set_memory_growth(gpu, True)
    details = config.get_device_details(gpu)
    capability = details.get("compute_capability", (0, 0))
    fast = mixed_precision and capability >= _FIRST_WITH_FAST_FLOAT16
    title = details.get("device_name", "GPU")
    return Device(
        "gpu:0", title, "mixed_float16" if fast else "float32", available_cores()
    )
