"""Puts the record of a check together from what was found out about a folder."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.dataset.advice import ClassCounts, FolderCounts, advise
from core.dataset.check_record import (
    MOST_PAIRED,
    CheckedClass,
    CheckedStill,
    CheckRecord,
    CopyGroup,
    LeftOutStill,
    PairDistance,
    PoorFinding,
    PoorStillFound,
    ToldApart,
    UnreadableStillFound,
)
from core.dataset.grouping import Grouping
from core.dataset.likeness import LikenessKind, unit_vectors
from core.dataset.scanning import LabelledFolder, LabelledStill, Part
from core.dataset.similarity import StillFingerprint
from core.dataset.splits import Split
from core.images.quality import QualityFinding
from core.images.reading import UnreadableStill


@dataclass(frozen=True, slots=True, eq=False)
class CheckedFolder:
    """What was found out about a labelled folder."""

    folder: LabelledFolder
    stills: Sequence[LabelledStill]
    """The readable ones that are not left out, by name."""
    fingerprints: Sequence[StillFingerprint]
    """Of ``stills``, as are the next four."""
    findings: Sequence[Sequence[QualityFinding]]
    split: Split
    grouping: Grouping
    embeddings: NDArray[np.float32] | None
    """shape (n, d), if there are any."""
    split_sentence: str
    seed: int
    unreadable: Sequence[tuple[LabelledStill, UnreadableStill]] = ()
    left_out: Sequence[LeftOutStill] = ()
    groups_known: bool = False
    notices: Sequence[str] = ()
    drawn: bool = False


def check_record(
    checked: CheckedFolder, *, created: datetime, program_version: str
) -> CheckRecord:
    """Return the record of a check, with what its numbers mean."""
    classes = tuple(_classes(checked))
    copies = tuple(_copy_groups(checked))
    poor = tuple(_poor(checked.findings))
    return CheckRecord(
        folder=checked.folder.root,
        created=created,
        program_version=program_version,
        drawn=checked.drawn,
        grouping=checked.grouping.description,
        groups_known=checked.groups_known,
        with_embeddings=checked.embeddings is not None,
        groups=checked.grouping.count,
        split=checked.split_sentence,
        parts_given=checked.folder.has_given_parts,
        seed=checked.seed,
        classes=classes,
        stills=tuple(_stills(checked)),
        unreadable=tuple(
            UnreadableStillFound(
                name=still.name, label=still.label, reason=error.user_message
            )
            for still, error in checked.unreadable
        ),
        poor=poor,
        left_out=tuple(checked.left_out),
        copies=copies,
        told_apart=tuple(_told_apart(checked)),
        advice=_advice(checked, classes, copies, poor),
        notices=tuple(dict.fromkeys(checked.notices)),
    )


def _stills(checked: CheckedFolder) -> Iterator[CheckedStill]:
    for still, own, part, group in zip(
        checked.stills,
        checked.fingerprints,
        checked.split.parts,
        checked.grouping.ids,
        strict=True,
    ):
        yield CheckedStill(
            name=still.name,
            digest=own.digest,
            label=still.label,
            part=part,
            group=group,
        )


def _classes(checked: CheckedFolder) -> Iterator[CheckedClass]:
    members: dict[str, list[int]] = defaultdict(list)
    for i, still in enumerate(checked.stills):
        members[still.label].append(i)
    for label in sorted(members):
        own = members[label]
        yield CheckedClass(
            name=label,
            stills=len(own),
            groups=len({checked.grouping.ids[i] for i in own}),
            parts=dict(Counter(checked.split.parts[i] for i in own)),
        )


def _poor(findings: Sequence[Sequence[QualityFinding]]) -> Iterator[PoorStillFound]:
    for still, own in enumerate(findings):
        if own:
            yield PoorStillFound(
                still=still,
                findings=tuple(
                    PoorFinding(problem=one.problem, reason=one.reason) for one in own
                ),
            )


def _copy_groups(checked: CheckedFolder) -> Iterator[CopyGroup]:
    vectors = None if checked.embeddings is None else unit_vectors(checked.embeddings)
    conflicts = [(c.kind, c.reason, c.stills) for c in checked.grouping.conflicts]
    others = _told_once(checked.grouping, [stills for _, _, stills in conflicts])
    for kind, reason, stills in [*conflicts, *others]:
        labels = tuple(checked.stills[i].label for i in stills)
        yield CopyGroup(
            kind=kind,
            reason=reason,
            stills=stills,
            labels=labels,
            conflict=(kind, reason, stills) in conflicts,
            pairs=tuple(_distances(stills, checked.fingerprints, vectors)),
        )


def _told_once(
    grouping: Grouping, in_conflict: Iterable[tuple[int, ...]]
) -> Iterator[tuple[LikenessKind, str, tuple[int, ...]]]:
    """Yield what is alike besides; a set within one told before is left out."""
    told_with: dict[int, list[set[int]]] = defaultdict(list)

    def tell(own: set[int]) -> None:
        for still in own:
            told_with[still].append(own)

    for stills in in_conflict:
        tell(set(stills))
    for copies in grouping.copies:
        own = set(copies.stills)
        if not any(own <= earlier for earlier in told_with[copies.stills[0]]):
            tell(own)
            yield copies.kind, copies.reason, copies.stills


def _distances(
    stills: Sequence[int],
    fingerprints: Sequence[StillFingerprint],
    vectors: NDArray[np.float32] | None,
) -> Iterator[PairDistance]:
    every = len(stills) <= MOST_PAIRED
    pairs = combinations(stills, 2) if every else ((stills[0], i) for i in stills[1:])
    for first, second in pairs:
        one, other = fingerprints[first], fingerprints[second]
        cosine = None if vectors is None else float(vectors[first] @ vectors[second])
        yield PairDistance(
            first=first,
            second=second,
            same_file=one.digest == other.digest,
            hash_bits=(one.phash ^ other.phash).bit_count(),
            cosine=cosine,
        )


def _told_apart(checked: CheckedFolder) -> Iterator[ToldApart]:
    places: dict[str, list[int]] = defaultdict(list)
    for i, own in enumerate(checked.fingerprints):
        places[own.digest].append(i)
    groups = checked.grouping.ids
    for pair in sorted(checked.grouping.told_apart):
        one, other = (places[digest] for digest in pair)
        yield ToldApart(
            digests=pair,
            names=(checked.stills[one[0]].name, checked.stills[other[0]].name),
            same_group=not {groups[i] for i in one}.isdisjoint(
                groups[i] for i in other
            ),
        )


def _advice(
    checked: CheckedFolder,
    classes: Sequence[CheckedClass],
    copies: Sequence[CopyGroup],
    poor: Sequence[PoorStillFound],
) -> tuple[str, ...]:
    return advise(
        FolderCounts(
            classes=[
                ClassCounts(
                    one.name, one.stills, one.groups, one.parts.get(Part.TEST, 0)
                )
                for one in classes
            ],
            groups=checked.grouping.count,
            groups_known=checked.groups_known,
            conflicts=sum(one.conflict for one in copies),
            poor=len(poor),
        )
    )
