"""What was proven, line by line, and what was measured on the way."""

import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path


class Unproven(Exception):
    """Something is not as it has to be; says what, with what the program said."""


def require(holds: object, otherwise: str) -> None:
    """Raise :class:`Unproven` unless something holds."""
    if not holds:
        raise Unproven(otherwise)


def say(line: str) -> None:
    """Print a line now, also where the output goes to a file."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Measure:
    """One number and what it may be at most."""

    name: str
    value: float
    unit: str
    wanted: float | None = None

    @property
    def verdict(self) -> str:
        """``ok``, ``TOO MUCH``, or nothing where nothing was asked for."""
        if self.wanted is None:
            return ""
        return "ok" if self.value <= self.wanted else "TOO MUCH"

    def row(self) -> str:
        """Return the measure as a line of the table."""
        limit = "" if self.wanted is None else f"<= {self.wanted:g} {self.unit}"
        value = f"{self.value:,.2f} {self.unit}"
        return f"  {self.name:<46} {value:>14}  {limit:<12} {self.verdict}".rstrip()


@dataclass(slots=True)
class Proof:
    """Collects as the walk goes on; each line is printed when it is proven."""

    lines: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _begun: float = field(default_factory=time.monotonic)

    def proved(self, line: str) -> None:
        """Take down and print one thing that holds."""
        self.lines.append(line)
        say(f"proved: {line}  [{time.monotonic() - self._begun:.0f} s]")

    def failed(self, what: str, why: str) -> None:
        """Take down and print, loudly, what does not hold."""
        self.failures.append(f"{what}: {why}")
        say(f"\nNOT PROVED: {what}\n{why}\n")

    def measured(
        self, name: str, value: float, unit: str, wanted: float | None = None
    ) -> None:
        """Take down a number for the table at the end."""
        self.measures.append(Measure(name, value, unit, wanted))

    def note(self, line: str) -> None:
        """Take down and print what the reader of the table must know."""
        self.notes.append(line)
        say(f"note: {line}")

    @property
    def holds(self) -> bool:
        """Whether all was proven and no number is larger than wanted."""
        return not self.failures and not any(
            measure.verdict == "TOO MUCH" for measure in self.measures
        )

    def summary(self) -> str:
        """Return in a line how it ended."""
        if self.holds:
            return f"All proven: {len(self.lines)} things."
        too_much = [m.name for m in self.measures if m.verdict == "TOO MUCH"]
        short = f"; more than wanted: {', '.join(too_much)}" if too_much else ""
        return (
            f"Proven: {len(self.lines)}; not proven: {len(self.failures)}{short}.\n"
            + "\n".join(f"  {line.splitlines()[0]}" for line in self.failures)
        ).rstrip()

    def print_table(self) -> None:
        """Print what was measured."""
        say("\nMeasured:")
        for measure in self.measures:
            say(measure.row())

    def write(self, path: Path) -> None:
        """Write everything as JSON."""
        record = {
            "holds": self.holds,
            "proved": self.lines,
            "failed": self.failures,
            "notes": self.notes,
            "measures": [
                {"name": m.name, "value": round(m.value, 3), "unit": m.unit}
                | ({} if m.wanted is None else {"wanted_at_most": m.wanted})
                for m in self.measures
            ],
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n")
