"""``python -m tests.fuzz --seed N --count M``: look for defects, long."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from tests.fuzz.watchdog import Outcome, run_seeds


def main() -> int:
    """Run the seeds, print each defect as it is found, then the sums."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--kind", choices=("stills", "archives"), default="stills")
    parser.add_argument("--seed", type=int, default=0, help="the first one")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--children", type=int, default=2)
    parser.add_argument("--real-data", type=Path, help="folder of real images")
    parser.add_argument("--every", action="store_true", help="tell of each seed")
    told = parser.parse_args()
    seeds = range(told.seed, told.seed + told.count)
    sums = Sums()
    for outcome in run_seeds(
        told.kind, seeds, children=told.children, real_data=told.real_data
    ):
        sums.add(outcome)
        if outcome.defect or told.every:
            sys.stdout.write(f"{outcome}\n")
            sys.stdout.flush()
    sys.stdout.write(sums.text())
    return 1 if sums.defects else 0


class Sums:
    """Adds outcomes up."""

    def __init__(self) -> None:
        self.defects = 0
        self._read = 0
        self._reasons: Counter[str] = Counter()
        self._dearest = self._largest = Outcome(-1)
        self._seconds = 0.0

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.defects += bool(outcome.defect)
        said = filter(None, outcome.said.values())
        reasons = {reason.replace(outcome.name, "…") for reason in said}
        self._reasons.update(reasons)
        self._read += not reasons
        self._seconds += outcome.seconds
        self._dearest = max(self._dearest, outcome, key=lambda one: one.seconds)
        self._largest = max(self._largest, outcome, key=lambda one: one.bytes_more)

    def text(self) -> str:
        """Return the sums as lines."""
        lines = [
            f"{count:8,} {reason}" for reason, count in self._reasons.most_common(60)
        ]
        dearest, largest = self._dearest, self._largest
        return "\n".join(
            [
                f"{self._read:8,} went through without a word",
                *lines,
                f"{self._seconds:8.1f} s of processor time in all",
                f"{dearest.seconds:8.2f} s at most: {dearest.seed} {dearest.recipe}",
                f"{largest.bytes_more >> 20:8,} MB at most: "
                f"{largest.seed} {largest.recipe}",
                f"{self.defects:8,} defects\n",
            ]
        )


if __name__ == "__main__":
    sys.exit(main())
