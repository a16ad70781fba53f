"""Words of a command that a person is shown, to be copied into a shell."""

import os
import shlex
import subprocess


def shell_word(word: object) -> str:
    """Return a path or name as one word of this system's shell, quoted if need be."""
    if os.name == "nt":
        return subprocess.list2cmdline([str(word)])
    return shlex.quote(str(word))
