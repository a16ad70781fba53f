"""Installed packages by the names that the project knows them by."""

import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Final

_OTHER_BUILDS: Final = {"tensorflow": ("tensorflow-cpu",)}
"""The same module under another name; the installers carry the one without CUDA."""


def is_built() -> bool:
    """Return whether this is the built program, to which nothing can be installed."""
    return bool(getattr(sys, "frozen", False))


def installed(name: str) -> Distribution | None:
    """Return an installed package, whichever of its builds it is; ``None`` if none."""
    for each in (name, *_OTHER_BUILDS.get(name, ())):
        try:
            return distribution(each)
        except PackageNotFoundError:  # for another system, or left out of a bundle
            continue
    return None
