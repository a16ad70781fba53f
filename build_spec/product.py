"""What every installer says of the program: stated once, here."""

import re
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent

NAME: Final = "Lumenary"
PUBLISHER: Final = "The Lumenary developers"
SUMMARY: Final = "Classify, curate and retrain on endoscopy stills"
COPYRIGHT: Final = "Copyright 2026 The Lumenary developers"

WINDOW_PROGRAM: Final = "lumenary"
CONSOLE_PROGRAM: Final = "lumenary-cli"
PROGRAMS: Final = (WINDOW_PROGRAM, CONSOLE_PROGRAM)

ICON: Final = PROJECT / "resources" / "icons" / "lumenary.svg"

WINDOWS_APP_ID: Final = "6D1F3C52-0E8B-4C5E-9C0A-7B6E2A41D9F3"
"""By which Windows knows that one installer updates another: never to be changed."""
MACOS_BUNDLE_ID: Final = "io.github.lumenary.Lumenary"

_VERSION_LINE: Final = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)


def version(project: Path = PROJECT) -> str:
    """Return the program's version, as ``core/__init__.py`` states it.

    Read and not imported, since an installer is also built where ``core`` cannot be.

    Raises
    ------
    ValueError
        If the file states none.
    """
    source = project / "core" / "__init__.py"
    found = _VERSION_LINE.search(source.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{source} states no __version__")
    return found[1]


def debian_version(stated: str) -> str:
    """Return a version as Debian orders it: what comes before a release has a ``~``.

    Raises
    ------
    packaging.version.InvalidVersion
        If ``stated`` is no version in Python's sense.

    Examples
    --------
    >>> debian_version("0.2.0rc1")
    '0.2.0~rc1'
    """
    from packaging.version import Version  # not in every Python that builds

    parsed = Version(stated)
    text = ".".join(str(number) for number in parsed.release)
    if parsed.epoch:
        text = f"{parsed.epoch}:{text}"
    if parsed.pre is not None:
        text += "~{}{}".format(*parsed.pre)
    if parsed.dev is not None:
        text += f"~~dev{parsed.dev}"  # two, to stand before alpha as well
    if parsed.post is not None:
        text += f"+post{parsed.post}"
    return f"{text}+{parsed.local}" if parsed.local else text


def windows_version(stated: str) -> tuple[int, int, int, int]:
    """Return the four numbers that Windows wants; a pre-release has its release's."""
    from packaging.version import Version

    release = (*Version(stated).release, 0, 0, 0, 0)
    return release[0], release[1], release[2], release[3]
