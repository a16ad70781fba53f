"""A thousand malformed files: no crash, no hang, no memory taken, a reason for each.

More of them: ``python -m tests.fuzz --help``.
"""

from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.watchdog import Outcome, run_seeds

STILLS, REAL_ONES, ARCHIVES = range(600), range(1000, 1150), range(250)


def assert_sound(outcomes: Sequence[Outcome], expected: Sequence[int]) -> None:
    defects = [outcome for outcome in outcomes if outcome.defect]
    assert defects == []
    assert sorted(outcome.seed for outcome in outcomes) == list(expected)
    refused = sum(any(outcome.said.values()) for outcome in outcomes)
    assert 0.5 * len(outcomes) < refused < len(outcomes)  # else nothing was tried


def test_malformed_stills() -> None:
    outcomes = list(run_seeds("stills", STILLS))
    assert_sound(outcomes, STILLS)
    assert all(len(set(map(bool, one.said.values()))) == 1 for one in outcomes)


def test_malformed_real_stills(real_data: Path) -> None:
    outcomes = list(run_seeds("stills", REAL_ONES, real_data=real_data))
    assert_sound(outcomes, REAL_ONES)


def test_malformed_archives() -> None:
    assert_sound(list(run_seeds("archives", ARCHIVES)), ARCHIVES)
