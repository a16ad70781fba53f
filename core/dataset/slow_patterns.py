"""Whether looking for a regular expression in a name takes for ever.

A pattern like ``(a+)+$`` can be read in more ways than there are atoms, and Python's
search of it can be stopped by nothing once it has begun. It is therefore tried on the
name's beginnings, each longer by one character: where time grows without bound it does
so from one to the next, and is noticed while it is short.
"""

import re
import time
from typing import Final

_LONGEST_SECONDS: Final = 0.02
"""Of one search: more than a tick of Windows' clock of threads (0.0156 s). A sound
pattern takes microseconds; each further character of a bad one takes two to four times
as long, so that the last search that is begun takes less than 0.1 s."""

_LONGEST_ALTOGETHER: Final = 0.2
"""Seconds of all searches. Sound patterns took 0.01 s for a name of 90 characters; four
``.*`` in a row are a bad one that grows too slowly to be noticed by a single search."""

_MOST_CHARACTERS: Final = 400
"""Of a name that is tried: file names have 255 at most, and paths seldom more."""

_MOST_ENDINGS: Final = 24


def is_too_slow(expression: re.Pattern[str], name: str) -> bool:
    """Return whether a search in this name, or in one much like it, takes too long.

    Parameters
    ----------
    expression
        The pattern.
    name
        A file name or path. A search that succeeds at once may hide what one that
        fails would take, so that each beginning is also tried with other endings.
    """
    text = name[:_MOST_CHARACTERS]
    # a character that no name has, and those of the name itself
    endings = ("", "\0", *sorted(set(text))[:_MOST_ENDINGS])
    altogether = 0.0
    for length in range(1, len(text) + 1):
        for ending in endings:
            seconds = _seconds(expression, text[:length] + ending)
            altogether += seconds
            if seconds > _LONGEST_SECONDS or altogether > _LONGEST_ALTOGETHER:
                return True
    return False


def _seconds(expression: re.Pattern[str], text: str) -> float:
    """Return this thread's own time: another program's work is not the pattern's."""
    begin = time.thread_time()
    expression.search(text)
    return time.thread_time() - begin
