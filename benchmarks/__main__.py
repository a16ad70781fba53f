"""Runs every benchmark, one process each; ``make bench``."""

import subprocess
import sys

BENCHMARKS = (
    "starting",
    "window",
    "live_curves",
    "scopeguide",
    "preview",
    "hashing",
    "dataset_check",
    "classifying",
    "sorting",
    "refusal",
    "training",
)

failed = [
    name
    for name in BENCHMARKS
    if subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}"], check=False
    ).returncode
]
if failed:
    sys.exit(f"These benchmarks did not finish: {', '.join(failed)}")
