"""What a worker says of one classification reaches the models, and in which order."""

from pathlib import Path

from PySide6.QtCore import Qt

from core.jobs.events import ClassifiedStill, StillsClassified
from tests.app.driven_window import DrivenWindow, write_stills


def test_a_still_by_itself_is_read_where_it_lies(
    window: DrivenWindow, tmp_path: Path
) -> None:
    folder = write_stills(tmp_path / "clinic", ["blue", "red"])
    window.classify(folder / "1.png")
    assert [row.file for row in window.rows] == ["1.png"]
    assert window.application.findings.path(0) == folder / "1.png"
    window.look_at("1.png")


def test_a_folder_that_is_called_like_a_still_is_a_folder(
    window: DrivenWindow, tmp_path: Path
) -> None:
    folder = write_stills(tmp_path / "scan.png", ["blue"])
    window.classify(folder)
    assert window.application.findings.path(0) == folder / "0.png"


def test_an_answer_that_cannot_be_shown_counts_nowhere(
    window: DrivenWindow, tmp_path: Path
) -> None:
    """As of a model that was replaced in the moment in which it was opened."""
    window.choose(write_stills(tmp_path / "clinic", ["blue"] * 8))
    classification = window.application.classification
    strange = StillsClassified(
        stills=(
            ClassifiedStill(
                file="0.png",
                predicted_class="of another model",
                confidence=0.9,
                decision="accept",
                probabilities={"of another model": 0.9},
                digest="ab" * 32,
            ),
        )
    )

    def start_and_hear_it() -> None:
        ticket = window.begun(window.page.start)
        assert classification.running
        with window.qtbot.captureExceptions() as raised:
            ticket.event_received.emit(strange)
        assert len(raised) == 1

    window.ended(start_and_hear_it)
    assert window.application.findings.total == 8
    assert window.application.examinations.tally("").stills == 8


def test_reviews_from_before_count_once_with_the_stills(
    window: DrivenWindow, tmp_path: Path
) -> None:
    folder = write_stills(tmp_path / "clinic" / "first", ["blue", "red"]).parent
    window.classify(folder)
    window.look_at("first/0.png")
    window.press(Qt.Key.Key_Return)
    window.classify(folder)
    tally = window.application.examinations.tally("first")
    assert (tally.reviewed, tally.agreed, tally.readable) == (1, 1, 2)
    assert window.application.findings.reviewed == 1
