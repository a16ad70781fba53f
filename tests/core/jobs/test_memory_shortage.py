"""Too little memory, as the libraries that the work uses tell of it."""

import errno
import os

import pytest

from core.jobs.memory_shortage import is_memory_shortage


def from_(cause: Exception) -> Exception:
    try:
        raise ValueError("the work failed") from cause
    except ValueError as error:
        return error


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)),
        ImportError("libtensorflow_cc.so.2: failed to map segment from shared object"),
        RuntimeError("Resource temporarily unavailable"),
        RuntimeError("can't start new thread"),
        from_(MemoryError("Unable to allocate 24.5 MiB")),
    ],
)
def test_it_is_recognised(error: Exception) -> None:
    assert is_memory_shortage(error)


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
        ImportError("No module named 'keras'"),
        from_(KeyError("memory")),
    ],
)
def test_other_errors_are_other_errors(error: Exception) -> None:
    assert not is_memory_shortage(error)
