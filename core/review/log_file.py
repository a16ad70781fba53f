"""The file of what readers said, held open to be written or opened to be read once."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from core.review.damaged_log import sound_connection
from core.review.log_errors import LogDamaged, damaged, not_opened, not_recorded
from core.review.log_schema import connected


class OpenLog:
    """A connection to the file that is kept until :meth:`close`.

    For use by the thread that made it; others of the same file may be open beside it.

    Parameters
    ----------
    path
        The file; made, with its folder, if need be.

    Attributes
    ----------
    notice
        A sentence for the reader if the file was damaged and had to be set aside; else
        empty.

    Raises
    ------
    core.review.log_errors.ReviewLogUnusable
        If it cannot be opened and written, is locked by another program, or was
        written by a newer version of this one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection, self.notice = sound_connection(path)
        except (sqlite3.Error, OSError, LogDamaged) as error:
            raise not_opened(path, error) from error

    def close(self) -> None:
        """Close the file; doing so twice is no error."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._connection
        except sqlite3.Error as error:
            raise not_opened(self._path, error) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._connection
        except sqlite3.Error as error:
            raise not_recorded(self._path, error) from error


@contextmanager
def log_to_read(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Yield a connection to a log in which nothing is changed; ``None`` without a log.

    Raises
    ------
    core.review.log_errors.ReviewLogUnusable
        If there is a log that cannot be read, be it within the block.
    """
    try:
        if not path.exists() or not path.stat().st_size:
            yield None
            return
        with closing(connected(path, writable=False)) as connection:
            yield connection
    except LogDamaged as error:
        raise damaged(path, error) from error
    except (sqlite3.Error, OSError) as error:
        raise not_opened(path, error) from error


def all_rows(
    connection: sqlite3.Connection, query: str, values: Sequence[str] = ()
) -> list[tuple[Any, ...]]:
    """Return what a query finds, all at once.

    A half-read query would hold a lock that others wait for.
    """
    return connection.execute(query, values).fetchall()
