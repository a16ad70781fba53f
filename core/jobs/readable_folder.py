"""The stills of a labelled folder that are worked with, and those that are not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.dataset.digest_pairs import DigestPair
from core.dataset.known_groups import KnownGroups
from core.dataset.scanning import LabelledFolder, LabelledStill
from core.dataset.similarity import StillFingerprint
from core.images.reading import UnreadableStill
from core.review.dataset_decisions import LoggedLeftOut


@dataclass(frozen=True, slots=True)
class UnreadStill:
    """A still that was left out, and why."""

    still: LabelledStill
    error: UnreadableStill


@dataclass(frozen=True, slots=True)
class DismissedStill:
    """A still that a reader left out, and what was said of it."""

    still: LabelledStill
    decision: LoggedLeftOut


@dataclass(frozen=True, slots=True)
class ScannedFolder:
    """What a labelled folder holds, and what is known of its patients."""

    folder: LabelledFolder
    known_groups: KnownGroups | None


@dataclass(frozen=True, slots=True)
class ReadableFolder:
    """The readable stills of a labelled folder; all sequences are in one order."""

    folder: LabelledFolder
    known_groups: KnownGroups | None
    stills: tuple[LabelledStill, ...]
    fingerprints: tuple[StillFingerprint, ...]
    unreadable: tuple[UnreadStill, ...]
    left_out: tuple[DismissedStill, ...] = ()
    """Stills that a reader left out; they are among none of the others."""
    not_copies: frozenset[DigestPair] = frozenset()
    """Pairs that readers told apart, of whichever stills."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What is odd about the folder, without the names of stills."""
        notices = [*self.folder.notices]
        if self.unreadable:
            notices.append(
                f"{len(self.unreadable)} of {len(self.folder.stills)} stills couldn't "
                "be read and were left out."
            )
        return (*notices, *self.notices_on_left_out)

    @property
    def notices_on_left_out(self) -> tuple[str, ...]:
        """How many stills a reader left out; nothing where there are none."""
        if not self.left_out:
            return ()
        were = "was" if len(self.left_out) == 1 else "were"
        return (
            f"{len(self.left_out)} of {len(self.folder.stills)} stills {were} left "
            "out, as a reader decided.",
        )

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes in the model's order."""
        return self.folder.classes

    @property
    def labels(self) -> tuple[str, ...]:
        """The class of each still."""
        return tuple(still.label for still in self.stills)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The file of each still."""
        return tuple(still.path for still in self.stills)

    @property
    def digests(self) -> tuple[str, ...]:
        """The SHA-256 of each still's file."""
        return tuple(print_.digest for print_ in self.fingerprints)

    @property
    def keys(self) -> tuple[str, ...]:
        """What identifies each still wherever it stands: digest and name."""
        return tuple(
            f"{digest}/{still.name}"
            for digest, still in zip(self.digests, self.stills, strict=True)
        )

    @property
    def file_properties(self) -> NDArray[np.float64]:
        """Width and height in pixels and file size in bytes, shape (n, 3)."""
        return np.array(
            [(p.width, p.height, p.size_bytes) for p in self.fingerprints], np.float64
        )

    def indices_in(self, classes: Sequence[str]) -> NDArray[np.int64]:
        """Return the index of each still's class among ``classes``, shape (n,)."""
        index = {name: i for i, name in enumerate(classes)}
        return np.array([index[label] for label in self.labels], np.int64)

    def only(self, chosen: Sequence[int] | NDArray[np.int64]) -> "ReadableFolder":
        """Return the same folder with some of its stills, by index."""
        return replace(
            self,
            stills=tuple(self.stills[i] for i in chosen),
            fingerprints=tuple(self.fingerprints[i] for i in chosen),
        )
