"""How long this process has been there."""

import os
import sys
import time
from pathlib import Path

_START_TICKS = 19
"""Place of ``starttime`` among what follows the name in ``/proc/self/stat``; it is
field 22 of proc(5), and the name is field 2."""


def process_age() -> float:
    """Return the seconds since this process was started, to 10 ms.

    On Linux from the kernel's own clock: what psutil gives there rests on the time of
    the start of the system in whole seconds, and is late by up to one.
    """
    if sys.platform == "linux":
        fields = Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2]
        started = int(fields.split()[_START_TICKS]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - started
    import psutil

    return time.time() - psutil.Process().create_time()
