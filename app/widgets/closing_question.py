"""What is asked before the window closes while work runs or waits."""

from typing import Final

from PySide6.QtWidgets import QMessageBox, QWidget

from app.worker.job_line import JobLine, JobTicket
from core.jobs.requests import TrainRequest

_NAMED: Final = 5
"""Jobs that are named; a longer list would hide the question."""
_KEPT: Final = "Reviews are saved already. Findings so far stay in the run's folder."
_LEARNED: Final = (
    "The next start offers to go on with the training from the last epoch that it has "
    "finished. To make a model of what it has learnt, go on, press Stop at the bottom "
    "and choose “Stop and keep the best”."
)


class ClosingQuestion(QMessageBox):
    """Names what runs and what waits.

    Parameters
    ----------
    line
        Where jobs wait for their turn.
    parent
        The window.
    """

    def __init__(self, line: JobLine, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle("Lumenary")
        running = line.current.title if line.current else "Work"
        self.setText(f"{running} is still running. Stop it and close?")
        self.setInformativeText("\n\n".join(_consequences(line)))
        self.stop = self.addButton(
            "Stop and close", QMessageBox.ButtonRole.DestructiveRole
        )
        go_on = self.addButton("Go on", QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(go_on)


def _consequences(line: JobLine) -> list[str]:
    trains = line.current and isinstance(line.current.request, TrainRequest)
    said = [_LEARNED if trains else _KEPT]
    if line.waiting:
        said.append(_waiting(line.waiting))
    return said


def _waiting(tickets: tuple[JobTicket, ...]) -> str:
    named = [f"• {ticket.title}" for ticket in tickets[:_NAMED]]
    if len(tickets) > _NAMED:
        named.append(f"and {len(tickets) - _NAMED:,} more")
    return "\n".join(["This waits and would not begin:", *named])
