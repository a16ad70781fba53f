"""Standard output and error that take any name and survive a reader who leaves."""

import io
import os
import sys
from pathlib import Path
from typing import TextIO


def accept_any_text() -> None:
    """Make standard output and error UTF-8 that no file name can break.

    A pipe on Windows is in the system's code page, and names on Linux may hold bytes
    that are no text. A program with a window has neither of them on Windows: what is
    written there goes nowhere.
    """
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8", errors="backslashreplace")


def flushed() -> bool:
    """Flush standard output and error; return whether all could be written.

    What could not is dropped, or the interpreter would try again when it ends.
    """
    output, error = _flushed(sys.stdout), _flushed(sys.stderr)
    return output and error


def discard(stream: TextIO) -> None:
    """Let everything that is still to be written to a stream go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _flushed(stream: TextIO) -> bool:
    try:
        stream.flush()
    except OSError:
        discard(stream)
        return False
    return True
