"""Sizes and times."""

import json
import os
import statistics
from pathlib import Path
from typing import Any, Final

from build_spec.proof.packages import Packages
from build_spec.proof.program_files import installed_bytes
from build_spec.proof.proving import require
from build_spec.proof.walk import Walk

_DOWNLOAD_MB: Final = 380
_INSTALLED_GB: Final = 1.5
_WARM_S: Final = 1.5
_STARTS: Final = 10
_DROP_CACHES: Final = Path("/proc/sys/vm/drop_caches")


def self_test(walk: Walk) -> dict[str, Any]:
    """Run the self-test and return what it measured."""
    ran = walk.room.as_user(walk.program.window, "--self-test").must_be()
    told: dict[str, Any] = json.loads(ran.out.strip().splitlines()[-1])
    require(told["problem"] == "", f"the self-test found: {told['problem']}")
    require(told["rows"] > 0, "the self-test classified nothing")
    return told


def self_test_passes(walk: Walk) -> None:
    """Pass the program's own self-test."""
    told = self_test(walk)
    walk.proof.proved(
        f"lumenary --self-test: {told['rows']} rows, first row after "
        f"{told['first_row_ms']} ms, longest pause {told['longest_pause_ms']} ms"
    )


def sizes(walk: Walk, built: Packages) -> None:
    """Measure what is downloaded and what is installed."""
    for path in built.deb, built.archive:
        megabytes = path.stat().st_size / 1e6
        name = f"download: {path.name}"
        walk.proof.measured(name, megabytes, "MB", _DOWNLOAD_MB)
    gigabytes = installed_bytes(walk.room.path(walk.program.folder)) / 1e9
    walk.proof.measured("installed", gigabytes, "GB", _INSTALLED_GB)
    walk.proof.proved(f"installed are {gigabytes:.2f} GB")


def first_paint(walk: Walk) -> None:
    """Measure the first paint, cold and warm."""
    if _drop_caches():
        cold = self_test(walk)["first_paint_ms"] / 1000
        walk.proof.measured("first paint, cold (page cache dropped)", cold, "s")
    else:
        walk.proof.note("the page cache could not be dropped: no cold start measured")
    self_test(walk)
    warm = [self_test(walk)["first_paint_ms"] / 1000 for _ in range(_STARTS)]
    median = statistics.median(warm)
    _tell_of_others(walk)
    walk.proof.measured("first paint, warm (median of ten)", median, "s", _WARM_S)
    walk.proof.measured("first paint, warm (slowest of ten)", max(warm), "s")
    walk.proof.proved(f"the first paint comes after {median:.2f} s (median of ten)")


def _tell_of_others(walk: Walk) -> None:
    """Note whether other work took the processors' time while ours was measured."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores:
        walk.proof.note(
            f"times were measured under a load of {load:.1f} on {cores} cores, "
            "others' work among it: they are upper bounds"
        )


def _drop_caches() -> bool:
    os.sync()
    try:
        _DROP_CACHES.write_text("3")
    except OSError:
        return False
    return True
