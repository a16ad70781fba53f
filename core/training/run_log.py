"""What a run leaves behind after each epoch: CSV, TensorBoard, Weights & Biases."""

import os
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol

from core.distributions import is_built
from core.errors import LumenaryError
from core.files import WriteFailed
from core.recipes.recipe import Recipe, Tracking
from core.training.history import EpochResult, write_history
from core.training.keras_import import import_tensorflow

HISTORY_FILE = "history.csv"
TENSORBOARD_FOLDER = "tensorboard"
_WRITTEN_BY_PEOPLE: Final = {"name", "title", "description", "source"}
"""Of a recipe: words of its author's, which may name anybody."""


_SAID: Final = {
    Tracking.OFFLINE: (
        "Weights & Biases is on, offline: it keeps the numbers of each epoch in the "
        "run's folder, and nothing leaves this computer."
    ),
    Tracking.ONLINE: (
        "Weights & Biases is on, online: while this training runs, the numbers of each "
        "epoch and the recipe's settings leave this computer. Where they go, your own "
        "settings of Weights & Biases decide; it is its public service unless they "
        "name another server. Stills and the names of files and classes stay here. To "
        "keep the numbers here, too, cancel, and train with --wandb off or with a "
        "recipe that says so."
    ),
}


class MissingExtra(LumenaryError):
    """The recipe asks for something that is installed only on request."""


class LogFailed(LumenaryError):
    """A log refused to be opened."""


def what_is_tracked(recipe: Recipe) -> str:
    """Return what Weights & Biases is going to be given; empty where it is off.

    To be said before a training starts. Does not load it.

    Raises
    ------
    MissingExtra
        If the recipe asks for it and it is not installed.
    """
    tracking = recipe.training.weights_and_biases
    if tracking is Tracking.OFF:
        return ""
    if not _is_installed("wandb"):
        raise _missing("There is no module “wandb”.")
    return _SAID[tracking]


class RunLog(Protocol):
    """One place that epochs are written to."""

    def epoch(self, history: Sequence[EpochResult]) -> None:
        """Write the last epoch of the history."""

    def close(self) -> None:
        """Finish writing."""


class RunLogs:
    """All places that a recipe asks for; one that fails is given up with a notice.

    A log is worth less than the training it is about: a full disk must not end it.

    Raises
    ------
    MissingExtra
        If the recipe asks for Weights & Biases and it is not installed.
    """

    def __init__(
        self, recipe: Recipe, folder: Path, *, notice: Callable[[str], None]
    ) -> None:
        self._notice = notice
        self._failures = (
            OSError,
            WriteFailed,
            LogFailed,
            import_tensorflow().errors.OpError,
        )
        self._logs: list[RunLog] = []
        self._open(partial(CsvLog, folder / HISTORY_FILE))
        if recipe.training.tensorboard:
            self._open(partial(TensorBoardLog, folder / TENSORBOARD_FOLDER))
        if recipe.training.weights_and_biases is not Tracking.OFF:
            self._open(partial(WeightsAndBiasesLog, recipe, folder))

    def epoch(self, history: Sequence[EpochResult]) -> None:
        """Write the last epoch of the history everywhere."""
        for log in tuple(self._logs):
            try:
                log.epoch(history)
            except self._failures as error:
                self._logs.remove(log)
                self._say_it_stops(error)

    def close(self) -> None:
        """Finish writing everywhere."""
        for log in self._logs:
            try:
                log.close()
            except self._failures as error:
                self._say_it_stops(error)

    def _open(self, make: Callable[[], RunLog]) -> None:
        try:
            self._logs.append(make())
        except self._failures as error:
            self._say_it_stops(error)

    def _say_it_stops(self, error: Exception) -> None:
        self._notice(
            f"A log of the training couldn't be written; training goes on. {error}"
        )


class CsvLog:
    """The whole history as CSV, written again after each epoch."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def epoch(self, history: Sequence[EpochResult]) -> None:
        """Write all epochs so far."""
        write_history(self._path, history)

    def close(self) -> None:
        """Nothing is open."""


class TensorBoardLog:
    """Curves for TensorBoard, named as Keras names them; steps are epochs."""

    def __init__(self, folder: Path) -> None:
        self._summary = import_tensorflow().summary
        self._train = self._summary.create_file_writer(str(folder / "train"))
        self._validation = self._summary.create_file_writer(str(folder / "validation"))

    def epoch(self, history: Sequence[EpochResult]) -> None:
        """Write the last epoch's point of each curve."""
        last, step = history[-1], len(history)
        with self._train.as_default(step=step):
            self._summary.scalar("epoch_loss", last.loss)
            self._summary.scalar("epoch_accuracy", last.accuracy)
            self._summary.scalar("epoch_learning_rate", last.learning_rate)
        with self._validation.as_default(step=step):
            self._summary.scalar("epoch_loss", last.val_loss)
            self._summary.scalar("epoch_accuracy", last.val_accuracy)
        self._train.flush()
        self._validation.flush()

    def close(self) -> None:
        """Close both files."""
        self._train.close()
        self._validation.close()


class WeightsAndBiasesLog:
    """Curves for Weights & Biases: numbers and settings, never stills or names.

    Writes into the run's folder; only a recipe that says ``online`` lets anything
    leave the computer, and then nothing about the computer, its user or the code
    beyond the versions of Python, of its system and of Weights & Biases.
    """

    def __init__(self, recipe: Recipe, folder: Path) -> None:
        wandb = _import_wandb()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._run: Any = wandb.init(
                project="lumenary",
                dir=str(folder),
                mode=recipe.training.weights_and_biases.value,
                config=recipe.model_dump(mode="json", exclude=_WRITTEN_BY_PEOPLE),
                settings=wandb.Settings(
                    console="off",
                    silent=True,
                    disable_git=True,
                    save_code=False,
                    host="withheld",
                    x_disable_meta=True,
                    x_disable_stats=True,
                    x_disable_machine_info=True,
                    x_save_requirements=False,
                ),
            )
        except wandb.errors.Error as error:  # no account, no network
            raise LogFailed(
                f"Weights & Biases couldn't be started: {error}."
            ) from error

    def epoch(self, history: Sequence[EpochResult]) -> None:
        """Write the last epoch's point of each curve."""
        last = history[-1]
        self._run.log(
            {
                "loss": last.loss,
                "accuracy": last.accuracy,
                "val_loss": last.val_loss,
                "val_accuracy": last.val_accuracy,
                "learning_rate": last.learning_rate,
                "phase": last.phase,
            },
            step=len(history),
        )

    def close(self) -> None:
        """End the run."""
        self._run.finish()


def _import_wandb() -> Any:
    os.environ.setdefault("WANDB_MODE", "offline")
    os.environ["WANDB_ERROR_REPORTING"] = "false"  # to its makers, also when offline
    try:
        import wandb
    except ImportError as error:
        raise _missing(repr(error)) from error
    return wandb


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ValueError:  # loading it was forbidden
        return False


def _how_to_get_it() -> str:
    if is_built():
        return "The installed program comes without it, on purpose:"
    return "Install it with: pip install lumenary[wandb] or"


def _missing(details: str) -> MissingExtra:
    return MissingExtra(
        "The recipe asks for Weights & Biases, which isn't installed.",
        hint=f"Nothing was trained. {_how_to_get_it()} leave it off: "
        '--wandb off, or weights_and_biases = "off" in the recipe.',
        details=details,
    )
