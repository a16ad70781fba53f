"""Classifies stills by a model's card: files in, findings out, in the same order."""

import hashlib
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.control import Control
from core.errors import LumenaryError
from core.images.box import RgbImage
from core.images.preprocessing import prepare_bytes
from core.images.reading import UnreadableStill, read_bytes
from core.inference.calibration import probabilities
from core.inference.decisions import Decision, decide
from core.inference.network import Network, NetworkUnusable
from core.inference.pipeline import batches, map_in_order
from core.inference.refusal import RefusalModel
from core.library.store import OpenedModel

BATCH: Final = 8
"""Stills run at once by each thread; see benchmarks/classifying.py."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model says of one prepared still."""

    predicted_class: str
    confidence: float
    """Calibrated probability of the predicted class."""
    decision: Decision
    probabilities: tuple[float, ...]
    """Calibrated, in the order of the card's classes."""
    distance: float
    """From what the model was trained on; refused above the card's threshold."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a model says of one file, or why it says nothing.

    ``predicted_class``, ``confidence`` and ``decision`` are ``None``, and
    ``probabilities`` is empty, exactly when ``error`` is not.
    """

    file: Path
    predicted_class: str | None
    confidence: float | None
    decision: Decision | None
    probabilities: tuple[float, ...]
    error: str
    digest: str
    """SHA-256 of the bytes that were looked at; empty where there were none."""

    @classmethod
    def answered(cls, file: Path, digest: str, answer: Answer) -> "Finding":
        """Return the finding of a file that holds a still."""
        return cls(
            file=file,
            predicted_class=answer.predicted_class,
            confidence=answer.confidence,
            decision=answer.decision,
            probabilities=answer.probabilities,
            error="",
            digest=digest,
        )

    @classmethod
    def failed(cls, file: Path, digest: str, error: LumenaryError) -> "Finding":
        """Return the finding of a file that could not be read or holds no still."""
        return cls(
            file=file,
            predicted_class=None,
            confidence=None,
            decision=None,
            probabilities=(),
            error=error.user_message,
            digest=digest,
        )


@dataclass(frozen=True, slots=True, eq=False)
class _ReadFile:
    """A file read once: what its bytes are called, and the still in them, if any."""

    file: Path
    digest: str
    still: RgbImage | UnreadableStill


class Classifier:
    """A model ready to classify, its preprocessing and thresholds taken from its card.

    May be used from several threads at once.
    """

    def __init__(self, model: OpenedModel) -> None:
        """Load the model's network and what it needs to refuse.

        Raises
        ------
        NetworkUnusable
            If the network cannot be run or does not fit the card.
        core.inference.refusal.RefusalUnusable
            If what is needed to refuse is missing or damaged.
        """
        self._card = model.card
        self._settings = model.card.recipe.preprocessing
        self._network = Network(model.onnx_path)
        self._refusal = RefusalModel.load(model.refusal_path)
        self._check_fit()

    def classify(self, images: NDArray[np.uint8]) -> tuple[Answer, ...]:
        """Return an answer for each prepared still.

        Parameters
        ----------
        images
            Shape (n, size, size, 3), uint8, RGB, prepared by the card's settings.
        """
        outputs = self._network.run(images, ("logits", "embedding"))
        calibrated = probabilities(
            outputs["logits"], self._card.decisions.temperature
        ).tolist()
        distances = self._refusal.distance(outputs["embedding"]).tolist()
        return tuple(map(self._answer, calibrated, distances))

    def classify_files(
        self, paths: Iterable[Path], *, threads: int, control: Control
    ) -> Generator[Finding, None, None]:
        """Yield a finding for each file, in the files' order.

        As :meth:`classify_in_batches`, one by one.
        """
        for found in self.classify_in_batches(paths, threads=threads, control=control):
            yield from found

    def classify_in_batches(
        self, paths: Iterable[Path], *, threads: int, control: Control
    ) -> Generator[tuple[Finding, ...], None, None]:
        """Yield the findings of each batch of files once it is done, in order.

        Reading, preparing and the network share the threads. ``paths`` is consumed a
        few batches ahead of the findings, so that memory is the same for ten files and
        for a million.

        Parameters
        ----------
        paths
            Image files; one that cannot be read gives a finding with its reason.
        threads
            How many batches are worked on at once: one for each core.
        control
            Looked at between batches.

        Raises
        ------
        core.control.Cancelled
            If asked to cancel; findings yielded before stay valid.
        """

        def work(files: Sequence[Path]) -> tuple[Finding, ...]:
            control.check()
            return self.classify_batch(files)

        for found in map_in_order(work, batches(paths, BATCH), threads=threads):
            control.check()
            yield found

    def classify_batch(self, files: Sequence[Path]) -> tuple[Finding, ...]:
        """Return a finding for each of a few files, whose stills are run together.

        The same files in the same batch give the same numbers to the last bit.
        """
        read = [self._read(file) for file in files]
        stills = [one.still for one in read if isinstance(one.still, np.ndarray)]
        answers = iter(self.classify(np.stack(stills)) if stills else ())
        return tuple(
            Finding.failed(one.file, one.digest, one.still)
            if isinstance(one.still, UnreadableStill)
            else Finding.answered(one.file, one.digest, next(answers))
            for one in read
        )

    def _read(self, file: Path) -> _ReadFile:
        # one reading for both: the digest is of the very bytes that were classified
        digest = ""
        try:
            data = read_bytes(file)
            digest = hashlib.sha256(data).hexdigest()
            return _ReadFile(file, digest, prepare_bytes(data, self._settings).image)
        except UnreadableStill as error:
            return _ReadFile(file, digest, error)

    def _answer(self, calibrated: list[float], distance: float) -> Answer:
        confidence = max(calibrated)
        return Answer(
            predicted_class=self._card.classes[calibrated.index(confidence)],
            confidence=confidence,
            decision=decide(confidence, distance, self._card.decisions),
            probabilities=tuple(calibrated),
            distance=distance,
        )

    def _check_fit(self) -> None:
        known = self._refusal.centroids.shape[1]
        network = (self._network.size, self._network.classes, self._network.width)
        card = (self._settings.size, len(self._card.classes), known)
        if network != card:
            raise NetworkUnusable(
                f"The network of the model “{self._card.name}” does not fit its card.",
                hint="It was not used. Train it anew, or import it again.",
                details=f"expected side, classes and width {card}, got {network}",
            )
