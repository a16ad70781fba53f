"""The window: first paint, pauses, memory, sorting; each probe in its own process.

usage: python -m benchmarks.window [--display]

Drawn in memory unless ``--display`` is given. The yardstick of the start is a bare
window whose program imports TensorFlow first.
"""

import argparse
import os
import statistics
import tempfile
from pathlib import Path

from benchmarks.measure import copies_of, measured_inside, print_table, real_data

_WARM_STARTS = 10
_STILLS = 1_000
_MANY = 10_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--display", action="store_true", help="Use the real display.")
    if not parser.parse_args().display:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _print_first_paint()
    stills = sorted((real_data() / "gi").rglob("*.jpg"))
    with tempfile.TemporaryDirectory() as scratch:
        _print_classifying(
            copies_of(stills, Path(scratch) / "stills", count=_STILLS),
            copies_of(stills, Path(scratch) / "many", count=_MANY),
        )
    _print_sorting()


def _print_first_paint() -> None:
    cold = _probe("first-paint")["ms"] if _forget_files() else None
    warm = [_probe("first-paint")["ms"] for _ in range(_WARM_STARTS)]
    yardstick = statistics.median(_probe("tensorflow")["ms"] for _ in range(3))
    median = statistics.median(warm)
    rows = [
        ("start", "first paint", "wanted"),
        (f"warm, median of {_WARM_STARTS}", f"{median:.0f} ms", "<= 1000 ms"),
        ("slowest of them", f"{max(warm):.0f} ms", ""),
        ("cold", f"{cold:.0f} ms" if cold else "not measured: needs root", ""),
        ("a window that imports TensorFlow", f"{yardstick:.0f} ms", ""),
        ("ratio", f"1/{yardstick / median:.1f}", "<= 1/5"),
    ]
    print_table("First paint, from the start of the process", rows)


def _print_classifying(folder: Path, many: Path) -> None:
    busy = _probe("classify", "--folder", str(folder))
    large = _probe("classify", "--folder", str(many))
    stop = _probe("stop", "--folder", str(folder))
    rows = [
        ("while classifying, thumbnails loading", "measured", "wanted"),
        ("longest pause, 1,000 stills", f"{busy['longest_pause_ms']:.0f} ms", "<= 50"),
        ("longest pause, 10,000 stills", f"{large['longest_pause_ms']:.0f} ms", ""),
        ("stills a second, 1,000", f"{busy['rows'] / busy['seconds']:.0f}", ""),
        ("memory of the window, 1,000", f"{busy['memory_mib']:.0f} MiB", ""),
        ("memory of the window, 10,000", f"{large['memory_mib']:.0f} MiB", "<= 300"),
        ("Stop is acknowledged", f"{stop['acknowledged_ms']:.0f} ms", "<= 100"),
        ("the worker is gone", f"{stop['gone_s']:.2f} s", "<= 5"),
    ]
    print_table("Classifying in the window", rows)


def _print_sorting() -> None:
    measured = _probe("rows")
    rows = [("100,000 rows", "measured", "wanted")]
    rows += [(name, f"{ms:.0f} ms", "< 200") for name, ms in measured.items()]
    print_table("Sorting and filtering, views attached", rows)


def _probe(what: str, *arguments: str) -> dict[str, float]:
    return measured_inside("benchmarks.window_probe", what, *arguments)


def _forget_files() -> bool:
    """Have the system forget what it read from the disk; only root may ask for it."""
    try:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3", encoding="ascii")
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
