"""Classifying and previewing from the command line, also through a kill."""

import re
from pathlib import Path
from typing import Final

from build_spec.proof.proving import require
from build_spec.proof.screen import until_or_ended
from build_spec.proof.sealed_room import HOME
from build_spec.proof.walk import (
    LABELLED,
    STILLS,
    UNSORTED,
    Walk,
    events_of,
)

_FIRST_COLUMNS: Final = ["file", "predicted_class", "confidence", "decision"]
_MANY: Final = f"{HOME}/many"
_MANY_STILLS: Final = 700
"""So many that a kill finds some of them done and most of them not."""
_HUNDRED: Final = f"{HOME}/hundred"


def classify_under_any_name(walk: Walk) -> None:
    """Classify a folder whose path is Cyrillic and has an emoji."""
    walk.draw_stills()
    table = f"{STILLS}/результаты 🩺.csv"
    said = walk.lumenary(
        "classify", UNSORTED, "--model", "sample", "--out", table, statuses=(0, 1)
    )
    rows = walk.table(table)
    told = re.search(r"(\d+) stills in", said.out)
    require(told, f"the program does not say how many stills there were:\n{said.out}")
    assert told is not None
    require(len(rows) == int(told[1]) > 0, f"{len(rows)} rows for {told[1]} stills")
    require(list(rows[0])[:4] == _FIRST_COLUMNS, f"columns are {list(rows[0])}")
    answered = [row for row in rows if not row["error"]]
    require(answered, "no still was classified")
    decisions = {row["decision"] for row in answered}
    require(decisions <= {"accept", "review", "refuse"}, f"decisions are {decisions}")
    for row in answered:
        classes = [value for name, value in row.items() if name not in _named(row)]
        total = sum(float(value) for value in classes)
        require(abs(total - 1) < 1e-3, f"probabilities of {row['file']} sum to {total}")
    walk.proof.proved(
        f"classified “{UNSORTED}”: {len(rows)} rows, probabilities sum to 1, "
        f"{len(rows) - len(answered)} unreadable ones with a reason"
    )


def preview(walk: Walk) -> None:
    """Preview what preprocessing removes."""
    walk.draw_stills()
    out = f"{HOME}/preview"
    walk.lumenary("preview", UNSORTED, "--out", out, statuses=(0, 1))
    pictures = [p for p in walk.room.path(out).rglob("*") if p.suffix == ".png"]
    require(len(pictures) >= 3, f"{len(pictures)} pictures of before, mask and after")
    require(all(p.stat().st_size > 100 for p in pictures), "a picture is empty")
    walk.proof.proved(
        f"previewed them: {len(pictures)} pictures of before, mask, after"
    )


def classify_through_a_kill(walk: Walk) -> None:
    """Kill a classification (kill -9) and go on with it."""
    draw_many(walk)
    whole, cut = f"{HOME}/whole.csv", f"{HOME}/cut.csv"
    command = ("classify", _MANY, "--model", "starter", "--out")
    killed_before = len(walk.runs("classify"))
    running = walk.room.start(walk.program.command, *command, cut)
    until_or_ended("rows", lambda: _has_rows(walk, killed_before, at_least=40), running)
    for process in walk.room.processes(f"classify {_MANY}"):
        walk.room.kill(process)
    running.wait()
    run = walk.runs("classify")[-1]
    require(not _ended(run), "it was over before it could be killed")
    require(not walk.room.path(cut).exists(), "a table that looks whole is there")
    said = walk.lumenary(*command, cut, "--resume", statuses=(0, 1))
    walk.lumenary(*command, whole, statuses=(0, 1))
    same = walk.room.path(whole).read_bytes() == walk.room.path(cut).read_bytes()
    require(same, "the table differs from that of an uninterrupted classification")
    rows = len(walk.table(whole))
    walk.proof.proved(
        f"classify was killed and went on with --resume: the {rows} rows equal "
        f"those of an uninterrupted one byte for byte (rest: {said.seconds:.1f} s)"
    )


def time_a_hundred(walk: Walk) -> None:
    """Measure how long 100 stills take."""
    walk.lumenary("samples", "--out", _HUNDRED, "--stills", "100")
    ran = walk.lumenary("classify", f"{_HUNDRED}/labelled", statuses=(0, 1))
    told = re.search(r"(\d+) stills in ([\d.]+) s", ran.out)
    require(told and told[1] == "100", f"not 100 stills:\n{ran.out}")
    assert told is not None
    walk.proof.measured("classify 100 stills, start to end", ran.seconds, "s")
    walk.proof.measured("classify 100 stills, as the program says", float(told[2]), "s")
    walk.proof.proved(f"classified 100 stills in {ran.seconds:.1f} s")


def draw_many(walk: Walk) -> None:
    """Draw a folder that takes a while, once."""
    if not walk.room.path(_MANY).is_dir():
        drawn = f"{HOME}/drawn-many"
        walk.lumenary("samples", "--out", drawn, "--stills", str(_MANY_STILLS))
        walk.room.as_user("mv", f"{drawn}/labelled", _MANY).must_be()


def many() -> str:
    """Return the folder that takes a while."""
    return _MANY


def labelled() -> str:
    """Return the folder that can be trained on."""
    return LABELLED


def _has_rows(walk: Walk, runs_before: int, *, at_least: int) -> bool:
    runs = walk.runs("classify")[runs_before:]
    record = runs[-1] / "findings.jsonl" if runs else None
    if record is None or not record.is_file():
        return False
    return record.read_bytes().count(b"\n") > at_least


def _ended(run: Path) -> bool:
    last = events_of(run)[-1]["event"]
    return last in {"finished", "failed", "cancelled"}


def _named(row: dict[str, str]) -> set[str]:
    return {*_FIRST_COLUMNS, "error"}
