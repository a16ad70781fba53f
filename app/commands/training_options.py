"""Turns options of the command line into the parts of a request."""

from pathlib import Path
from typing import Any, TypeVar

import typer
from pydantic import BaseModel, ValidationError

_Model = TypeVar("_Model", bound=BaseModel)


def checked(model: type[_Model], /, **values: Any) -> _Model:
    """Return the request, or leave with a sentence about the wrong option.

    Raises
    ------
    typer.BadParameter
        If a value does not fit; the exit status is 2.
    """
    try:
        return model(**values)
    except ValidationError as error:
        raise typer.BadParameter(_sentence(error)) from error


def absolute(path: Path | None) -> Path | None:
    """Return the path from the root, so that a saved job means the same anywhere."""
    return None if path is None else path.absolute()


def device_of(asked: str | None) -> str:
    """Return what to train on: what was asked for, or what the settings say.

    Raises
    ------
    core.errors.LumenaryError
        If the data folder cannot be reached.
    """
    from app.settings.kept_settings import SettingsStore
    from core.paths import UserFolders

    if asked is not None:
        return asked
    loaded = SettingsStore(UserFolders.from_environment().home).load()
    for problem in loaded.problems:
        typer.echo(f"! {problem}", err=True)
    return loaded.settings.device


def _sentence(error: ValidationError) -> str:
    problems = []
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"])
        what = problem["msg"].removeprefix("Value error, ")
        problems.append(f"{where}: {what}" if where else what)
    return "; ".join(problems)
