"""What one file cost: processor time and memory, of this process."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_FORGET_PEAK = "5"  # proc(5): resets the peak of the resident memory


@dataclass
class Cost:
    """Filled in when the block of :func:`measured` is left."""

    seconds: float = 0.0
    """Of processor time, in all threads: another program's work is not counted."""
    bytes_more: int = 0
    """Resident memory at its peak, above what it was before."""


@contextmanager
def measured() -> Iterator[Cost]:
    """Measure the block."""
    cost = Cost()
    before, start = _forget_peak(), time.process_time()
    try:
        yield cost
    finally:
        cost.seconds = time.process_time() - start
        cost.bytes_more = max(_peak() - before, 0)


def _forget_peak() -> int:
    if sys.platform == "linux":
        _CLEAR.write_text(_FORGET_PEAK)
    return psutil.Process().memory_info().rss


def _peak() -> int:
    if sys.platform != "linux":  # what is left of it, then
        return psutil.Process().memory_info().rss
    lines = _STATUS.read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(kilobytes) << 10
