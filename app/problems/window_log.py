"""What goes wrong in the window, kept in a file that stays small.

A program without a terminal has no standard error: what libraries warn of and what the
window shows of problems would be gone with the dialog that showed it.
"""

import logging
from contextlib import suppress
from pathlib import Path
from typing import Final

from app.problems.problem import Problem
from core import __version__

LOG_NAME: Final = "window.log"
LARGEST: Final = 1 << 19
"""Bytes of one file: some thousand problems."""
EARLIER: Final = 2
"""Files that are kept beside the one that is written."""

_LOGGER: Final = "lumenary.window"
_FORMAT: Final = "%(asctime)s %(levelname)s %(message)s"


def window_logs(home: Path) -> list[Path]:
    """Return the files that there are, the newest first."""
    names = (LOG_NAME, *(f"{LOG_NAME}.{number}" for number in range(1, EARLIER + 1)))
    return [path for name in names if (path := home / "logs" / name).is_file()]


class WindowLog(logging.Handler):
    """Takes down what is logged in the window's process, and problems that it shows.

    The file is open only while a line is written, so that it can be deleted meanwhile,
    on Windows, too. What cannot be written is passed over.

    Parameters
    ----------
    home
        The user's data folder.
    """

    def __init__(self, home: Path) -> None:
        super().__init__()
        self._path = home / "logs" / LOG_NAME
        self.setFormatter(logging.Formatter(_FORMAT))

    def start(self) -> None:
        """Take down what is logged from now on."""
        logging.getLogger().addHandler(self)

    def close(self) -> None:
        """Take down nothing more."""
        logging.getLogger().removeHandler(self)
        super().close()

    def tell(self, problem: Problem) -> None:
        """Take down a problem that is shown."""
        said = (problem.user_message, problem.hint, problem.details)
        text = "\n".join(part for part in said if part.strip())
        logging.getLogger(_LOGGER).error("Lumenary %s: %s", __version__, text)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; the oldest file goes when the newest is full."""
        with suppress(OSError, ValueError):
            line = self.format(record) + "\n"
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._make_room()
            with self._path.open(
                "a", encoding="utf-8", errors="backslashreplace", newline="\n"
            ) as stream:
                stream.write(line[:LARGEST])

    def _make_room(self) -> None:
        if not self._path.exists() or self._path.stat().st_size < LARGEST:
            return
        for number in range(EARLIER, 0, -1):
            earlier = self._path.with_name(f"{LOG_NAME}.{number - 1}")
            source = earlier if number > 1 else self._path
            if source.exists():
                source.replace(self._path.with_name(f"{LOG_NAME}.{number}"))
