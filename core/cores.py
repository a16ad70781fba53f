"""How many cores this process may use."""

import os

import psutil


def available_cores() -> int:
    """Return the cores that this process may use, which may be fewer than there are."""
    process = psutil.Process()
    if hasattr(process, "cpu_affinity"):  # not on macOS
        return len(process.cpu_affinity())
    return os.cpu_count() or 1
