"""Whether an error means that the memory was not enough, by whatever name it comes."""

import errno
from collections.abc import Iterator
from typing import Final

_CODES: Final = frozenset({errno.ENOMEM, errno.EAGAIN})
"""No memory, and no room for another thread's stack."""

_WORDS: Final = (
    "failed to map segment",  # the dynamic linker
    "cannot allocate memory",
    "cannot apply additional memory protection",
    "resource temporarily unavailable",  # of a thread, in C++'s words
    "can't start new thread",
    "std::bad_alloc",
    "oom when allocating",  # TensorFlow's ResourceExhaustedError
    "out of memory",
    "failed to allocate memory",  # ONNX Runtime
)


def is_memory_shortage(error: BaseException) -> bool:
    """Return whether an error, or one that it came from, tells of too little memory.

    Libraries in C++ have no ``MemoryError``: where they find no memory depends on what
    they were at, and so does what they raise.
    """
    return any(map(_tells_of_it, _with_causes(error)))


def _tells_of_it(error: BaseException) -> bool:
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError) and error.errno in _CODES:
        return True
    text = str(error).lower()
    return any(words in text for words in _WORDS)


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
