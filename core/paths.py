"""Where Lumenary keeps things: what it ships with, and what is the user's."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from core.errors import BadRequest

_PROGRAM = Path(__file__).resolve().parent.parent

RESOURCES = _PROGRAM / "resources"
"""Recipes, templates, licences: shipped with the program, read only."""

SHIPPED_MODELS = _PROGRAM / "models"
"""Models shipped with the program, read only."""


@dataclass(frozen=True, slots=True)
class UserFolders:
    """The user's own folders; none is made before something is written to it."""

    home: Path

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ
    ) -> "UserFolders":
        """Return the folders below ``LUMENARY_HOME`` or the system's data folder.

        Raises
        ------
        BadRequest
            If ``LUMENARY_HOME`` leads nowhere: the home of nobody, or round in circles.
        """
        named = environment.get("LUMENARY_HOME")
        if named:
            return cls(_resolved(named))
        return cls(Path(platformdirs.user_data_dir("Lumenary", appauthor=False)))

    @property
    def models(self) -> Path:
        """One folder for each model of the user's library."""
        return self.home / "models"

    @property
    def runs(self) -> Path:
        """One folder for each job that was run."""
        return self.home / "runs"

    @property
    def cache(self) -> Path:
        """Prepared stills and hashes; may be deleted at any time."""
        return self.home / "cache"

    @property
    def recipes(self) -> Path:
        """The user's own recipes."""
        return self.home / "recipes"


def _resolved(named: str) -> Path:
    try:
        return Path(named).expanduser().resolve()
    except (OSError, RuntimeError) as error:
        raise BadRequest(
            f"LUMENARY_HOME names a folder that cannot be: “{named}”.",
            hint="Correct it, or leave it out to use the system's data folder.",
            details=repr(error),
        ) from error
