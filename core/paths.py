"""Where Lumenary keeps things: what it ships with, and what is the user's."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

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
        """Return the folders below ``LUMENARY_HOME`` or the system's data folder."""
        named = environment.get("LUMENARY_HOME")
        if named:
            return cls(Path(named).expanduser().resolve())
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
