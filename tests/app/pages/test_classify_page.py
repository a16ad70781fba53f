"""A folder is classified in the real window by a real worker, odd files and all."""

from pathlib import Path

from driven_window import DrivenWindow, write_stills

from app.job_outcome import OutcomeKind


def test_a_folder(window: DrivenWindow, tmp_path: Path) -> None:
    outcome = window.classify(write_stills(tmp_path / "clinic", ["blue", "red"]))
    assert outcome.kind is OutcomeKind.FINISHED
    assert [(r.file, r.predicted_class, r.decision) for r in window.rows] == [
        ("0.png", "blue", "accept"),
        ("1.png", "red", "accept"),
    ]
    window.look_at("0.png")
