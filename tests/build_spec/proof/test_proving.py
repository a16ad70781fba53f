import json
from pathlib import Path

import pytest

from build_spec.proof.proving import Proof, Unproven, require


def test_all_that_was_proven_and_measured_is_written(tmp_path: Path) -> None:
    proof = Proof()
    proof.proved("it starts")
    proof.measured("installed", 1.25, "GB", 1.5)
    proof.note("no cold start")
    proof.write(tmp_path / "dist" / "proof.json")

    told = json.loads((tmp_path / "dist" / "proof.json").read_text())

    assert proof.holds
    assert told == {
        "holds": True,
        "proved": ["it starts"],
        "failed": [],
        "notes": ["no cold start"],
        "measures": [
            {"name": "installed", "value": 1.25, "unit": "GB", "wanted_at_most": 1.5}
        ],
    }


def test_a_number_that_is_too_large_does_not_hold(
    capsys: pytest.CaptureFixture[str],
) -> None:
    proof = Proof()
    proof.measured("download", 381, "MB", 380)
    proof.measured("seconds", 99, "s")
    proof.print_table()

    assert not proof.holds
    assert "download" in proof.summary()
    assert "TOO MUCH" in capsys.readouterr().out


def test_what_failed_is_told_at_once_and_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    proof = Proof()
    proof.failed("the window", "it is blank\nand more")

    assert "NOT PROVED: the window" in capsys.readouterr().out
    assert not proof.holds
    assert "the window: it is blank" in proof.summary()


def test_require_says_what_is_not_as_it_has_to_be() -> None:
    require("something", "never told")
    with pytest.raises(Unproven, match="nothing there"):
        require([], "nothing there")
