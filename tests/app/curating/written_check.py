"""A labelled folder of drawn stills with a known fault of each kind, and its record."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import cv2

from app.curating.open_check import OpenCheck
from core.control import Control
from core.dataset.check_record import (
    CheckedClass,
    CheckedStill,
    CheckRecord,
    CopyGroup,
    PairDistance,
    PoorFinding,
    PoorStillFound,
    UnreadableStillFound,
)
from core.dataset.likeness import LikenessKind
from core.dataset.scanning import Part
from core.files import sha256_of
from core.images.quality import QualityProblem
from core.images.reading import UnreadableStill, read_still
from core.images.sample_sets import draw_samples
from core.jobs.requests import GroupingRequest

UNREADABLE = "drawn-polyp/broken.jpg"
PATTERN = r"^(exam\d+)_"
"""Finds the examination in the names of drawn stills."""


def faulty_folder(root: Path, *, stills: int = 60) -> Path:
    """Draw labelled stills, and copy, save anew and tear some of them.

    ``again.jpg`` is a copy beside the first still of a class, ``elsewhere.jpg`` one in
    the folder of the next class, and ``smaller.jpg`` a still that was saved anew.
    """
    drawn = draw_samples(
        root / "drawn",
        stills=stills,
        control=Control(),
        progress=lambda done, total: None,
    )
    folder = root / "Colonoscopies 2026"
    shutil.copytree(drawn.labelled, folder)
    first, second, *_ = sorted(path for path in folder.iterdir() if path.is_dir())
    own = sorted(first.iterdir())
    shutil.copy(own[0], first / "again.jpg")
    shutil.copy(own[2], second / "elsewhere.jpg")
    pixels = read_still(own[3]).rgb[..., ::-1]
    encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    (first / "smaller.jpg").write_bytes(encoded.tobytes())
    (folder / UNREADABLE).write_bytes(own[0].read_bytes()[:40])
    return folder


def check_of(folder: Path) -> OpenCheck:
    """Return what a check of such a folder finds, without a worker's half a minute."""
    files = sorted(folder.rglob("*.jpg"))
    torn = {path: words for path in files if (words := _why_unreadable(path))}
    paths = [path for path in files if path not in torn]
    names = [path.relative_to(folder).as_posix() for path in paths]
    digests = [sha256_of(path) for path in paths]
    group_of = {digest: n for n, digest in enumerate(dict.fromkeys(digests))}
    parts = (Part.TRAIN, Part.TRAIN, Part.VALIDATION, Part.TRAIN, Part.TEST)
    stills = tuple(
        CheckedStill(
            name=name,
            digest=digest,
            label=name.partition("/")[0],
            part=parts[group_of[digest] % len(parts)],
            group=group_of[digest],
        )
        for name, digest in zip(names, digests, strict=True)
    )
    near = CopyGroup(
        kind=LikenessKind.HASH,
        reason="their hashes differ in at most 6 of 64 bits",
        stills=(2, 3, 4),
        labels=tuple(stills[i].label for i in (2, 3, 4)),
        conflict=False,
        pairs=(_pair(2, 3, 4, 0.91), _pair(2, 4, 6, 0.86), _pair(3, 4, 5, None)),
    )
    record = CheckRecord(
        folder=folder,
        created=datetime.now(UTC),
        program_version="test",
        drawn=True,
        grouping="by copies (digest, hash within 6 bits)",
        groups_known=False,
        with_embeddings=True,
        groups=len(group_of),
        split="Training would use 70 %, 15 % and 15 % by groups, seed 42.",
        parts_given=False,
        seed=42,
        classes=tuple(_classes(stills)),
        stills=stills,
        unreadable=tuple(
            UnreadableStillFound(
                name=path.relative_to(folder).as_posix(),
                label=path.parent.name,
                reason=words,
            )
            for path, words in torn.items()
        ),
        poor=(
            PoorStillFound(
                still=5,
                findings=(
                    PoorFinding(
                        problem=QualityProblem.BLURRED,
                        reason="Blurred: a sharpness of 9, below 15.",
                    ),
                ),
            ),
        ),
        left_out=(),
        copies=(*_equal_files(stills), near),
        told_apart=(),
        advice=(
            "“drawn-ulcer” has 20 stills in 18 groups: its numbers will be rough; "
            "cross-validate.",
        ),
        notices=("1 still could not be read.",),
    )
    return OpenCheck(record, GroupingRequest())


def _why_unreadable(path: Path) -> str:
    try:
        read_still(path, shortest_side=64)
    except UnreadableStill as error:
        return error.user_message
    return ""


def _equal_files(stills: tuple[CheckedStill, ...]) -> list[CopyGroup]:
    places: dict[str, list[int]] = {}
    for place, still in enumerate(stills):
        places.setdefault(still.digest, []).append(place)
    equal = [own for own in places.values() if len(own) > 1]
    found = [
        CopyGroup(
            kind=LikenessKind.DIGEST,
            reason="the files are equal byte for byte",
            stills=tuple(own),
            labels=tuple(stills[i].label for i in own),
            conflict=len({stills[i].label for i in own}) > 1,
            pairs=(_pair(own[0], own[1], 0, 1.0, same_file=True),),
        )
        for own in equal
    ]
    return sorted(found, key=lambda one: not one.conflict)


def _pair(
    first: int, second: int, bits: int, cosine: float | None, *, same_file: bool = False
) -> PairDistance:
    return PairDistance(
        first=first,
        second=second,
        same_file=same_file,
        hash_bits=bits,
        cosine=cosine,
    )


def _classes(stills: tuple[CheckedStill, ...]) -> list[CheckedClass]:
    return [
        CheckedClass(
            name=name,
            stills=len(own),
            groups=len({still.group for still in own}),
            parts={p: sum(still.part is p for still in own) for p in Part},
        )
        for name in sorted({still.label for still in stills})
        for own in [[still for still in stills if still.label == name]]
    ]
