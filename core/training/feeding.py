"""Batches of stills for the network, augmented by threads while it computes."""

import hashlib
import math
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from core.dataset.prepared import PreparedStills
from core.images.box import RgbImage


class ImageAugmenter(Protocol):
    """Changes a still at random, the same way for the same seed."""

    def augment(self, image: RgbImage, seed: int) -> RgbImage:
        """Return a changed copy of the same shape."""


@dataclass(frozen=True)
class LabelledImages:
    """Prepared stills with their labels: one part of a split.

    All sequences are aligned: the still ``images[indices[i]]`` has the label
    ``labels[i]`` (a class's number) and came from a file with ``digests[i]``.
    """

    images: PreparedStills
    indices: Sequence[int]
    labels: NDArray[np.int64]
    digests: Sequence[str]

    def __post_init__(self) -> None:
        """Refuse sequences of different lengths."""
        lengths = {len(self.indices), len(self.labels), len(self.digests)}
        if len(lengths) != 1:
            msg = f"expected as many indices as labels and digests, got {lengths}"
            raise ValueError(msg)

    def __len__(self) -> int:
        """Return the number of stills."""
        return len(self.indices)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some stills, ready for the network."""

    images: NDArray[np.uint8]
    """shape (n, size, size, 3), RGB."""
    targets: NDArray[np.float32]
    """shape (n, classes), one 1 in each row."""
    weights: NDArray[np.float32]
    """shape (n,): how much each still counts in the loss."""


class TrainingFeed:
    """The training stills, in another order and augmented afresh each epoch.

    Both follow from the seed, the epoch and each file's content alone: neither the
    number of threads nor their timing, nor the files' names or order, changes
    anything.

    Parameters
    ----------
    part
        The training stills.
    augmenter
        Must be safe to call from several threads.
    class_weights
        How much a still of each class counts, shape (classes,).
    seed
        The run's seed.
    threads
        Threads that augment, 1 or more.
    """

    def __init__(
        self,
        part: LabelledImages,
        augmenter: ImageAugmenter,
        *,
        class_weights: NDArray[np.float32],
        seed: int,
        threads: int,
    ) -> None:
        self._part = part
        self._augmenter = augmenter
        self._class_weights = class_weights
        self._one_hot = np.eye(len(class_weights), dtype=np.float32)
        self._seed = seed
        self._threads = threads

    def weights_of(self, labels: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return how much a still of each label counts, shape (n,)."""
        weights: NDArray[np.float32] = self._class_weights[labels]
        return weights

    def batches(self, batch: int) -> int:
        """Return the number of batches in an epoch of batches of at most ``batch``."""
        return math.ceil(len(self._part) / batch)

    def epoch(self, number: int, batch: int) -> Generator[Batch, None, None]:
        """Yield the batches of one epoch, prepared ahead of their use.

        All have the same size, because TensorFlow compiles anew for each shape (4 to
        7 s); the last one is filled up with the first stills of the order.

        Parameters
        ----------
        number
            Counted over both phases, so that no two epochs are alike.
        batch
            Stills in a batch, at most.
        """
        seeds = [still_seed(self._seed, number, d) for d in self._part.digests]
        order = sorted(range(len(seeds)), key=seeds.__getitem__)
        chunks = equal_chunks(order, batch)
        with ThreadPoolExecutor(self._threads, thread_name_prefix="augment") as pool:
            ahead: deque[Future[Batch]] = deque()
            try:
                for chunk in chunks:
                    ahead.append(pool.submit(self._batch, chunk, seeds))
                    if len(ahead) > batches_ahead(self._threads):
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _batch(self, chunk: Sequence[int], seeds: Sequence[int]) -> Batch:
        part = self._part
        images = [
            self._augmenter.augment(part.images[part.indices[i]], seeds[i])
            for i in chunk
        ]
        labels = part.labels[chunk]
        return Batch(np.stack(images), self._one_hot[labels], self.weights_of(labels))


def batches_ahead(threads: int) -> int:
    """Return how many batches at most are ready before they are asked for."""
    return threads + 1


def equal_chunks(order: Sequence[int], largest: int) -> list[list[int]]:
    """Cut ``order`` into as few equal parts as possible, none above ``largest``.

    Each item comes at least once; the last part is filled up from the beginning, by
    fewer items than there are parts.
    """
    count = math.ceil(len(order) / largest)
    size = math.ceil(len(order) / count) if count else 0
    filled = [*order, *order[: count * size - len(order)]]
    return [filled[i * size : (i + 1) * size] for i in range(count)]


def still_seed(seed: int, epoch: int, digest: str) -> int:
    """Return the number from which a still's place and augmentation follow.

    64 bits, the same on every machine.
    """
    key = f"{seed}/{epoch}/{digest}".encode()
    return int.from_bytes(hashlib.blake2b(key, digest_size=8).digest(), "big")
