"""What went wrong, as the window shows it and as a person can pass it on."""

import platform
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from core import __version__
from core.errors import LumenaryError
from core.jobs.events import Failed


@dataclass(frozen=True, slots=True)
class Problem:
    """Something went wrong; two that are equal are the same trouble twice."""

    user_message: str
    """What happened, as a sentence for the person at the screen."""
    hint: str = ""
    """What was kept and what to do next; may be empty."""
    details: str = ""
    """For the report: paths, values, the library's own words."""
    is_bug: bool = False
    """Whether the cause is unexpected and worth reporting."""

    @classmethod
    def of(cls, cause: Failed | BaseException) -> "Problem":
        """Return the problem that a job's failure or an exception stands for."""
        if isinstance(cause, Failed):
            return cls(cause.user_message, cause.hint, cause.details, cause.is_bug)
        if isinstance(cause, LumenaryError):
            return cls(cause.user_message, cause.hint, cause.details)
        if isinstance(cause, MemoryError):
            return cls(
                "There was not enough memory.",
                "Close other programs, then try again.",
                _traceback(cause),
            )
        return cls(
            "Something unexpected went wrong in the program.",
            "Originals are untouched and reviews are kept. You can go on; if it "
            "happens again, start Lumenary anew and pass the report on.",
            _traceback(cause),
            is_bug=True,
        )


@contextmanager
def problems_to(present: Callable[[Problem], None]) -> Iterator[None]:
    """Have an expected error of the block shown, and go on after it."""
    try:
        yield
    except LumenaryError as error:
        present(Problem.of(error))


def report(problem: Problem) -> str:
    """Return all there is to know of a problem, as text to copy and pass on.

    Details may hold names of files and folders; nothing else of the user is in it.
    """
    parts = (
        "\n".join(
            line for line in (problem.user_message, problem.hint) if line.strip()
        ),
        "\n".join(f"{name}: {value}" for name, value in _surroundings().items()),
        problem.details.strip(),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _surroundings() -> dict[str, str]:
    from PySide6.QtCore import qVersion  # a problem itself needs no Qt

    return {
        "Lumenary": __version__,
        "Python": platform.python_version(),
        "Qt": qVersion(),
        "System": platform.platform(),
    }


def _traceback(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))
