"""How long a user waits for the first answer of the command line.

usage: python -m benchmarks.starting [MODEL]
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import ROOT, print_table, seconds
from core.control import Control
from core.images.sample_sets import draw_samples

_RUNS = 5


def main() -> None:
    model = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "models" / "starter")
    with tempfile.TemporaryDirectory() as folder:
        samples = draw_samples(
            Path(folder) / "samples",
            stills=3,
            control=Control(),
            progress=lambda done, total: None,
        )
        still = next((samples.labelled / "drawn-polyp").iterdir())
        rows = [
            ("command", "median of 5", "wanted"),
            ("lumenary --help", _time("--help"), "< 0.5 s"),
            ("lumenary models list", _time("models", "list"), ""),
            (
                "lumenary classify ONE_STILL",
                _time("classify", str(still), "--model", model, home=folder),
                "< 2 s",
            ),
            ("python -c 'import tensorflow'", _time_tensorflow(), ""),
        ]
    print_table("From the shell to the answer", rows)


def _time(*arguments: str, home: str = "") -> str:
    environment = {"LUMENARY_HOME": home} if home else {}
    return _median([sys.executable, "-m", "app", *arguments], environment)


def _time_tensorflow() -> str:
    return _median([sys.executable, "-c", "import tensorflow"], {})


def _median(command: list[str], environment: dict[str, str]) -> str:
    def run() -> None:
        subprocess.run(
            command,
            check=True,
            capture_output=True,
            env={**os.environ, **environment},
        )

    return f"{seconds(run, runs=_RUNS):.2f} s"


if __name__ == "__main__":
    main()
