"""The record of a check: complete, consistent, and the same from its file."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from core.dataset.check_record import (
    MOST_PAIRED,
    CheckRecord,
    CheckRecordUnusable,
    PairDistance,
    read_check_record,
    write_check_record,
)
from core.dataset.checked_folder import CheckedFolder, check_record
from core.dataset.grouping import KnownGroups, group_stills
from core.dataset.likeness import LikenessKind
from core.dataset.scanning import LabelledFolder, LabelledStill, Part
from core.dataset.similarity import LikenessSettings, StillFingerprint
from core.dataset.splits import split_by_groups
from core.images.quality import QualityFinding, QualityProblem

NOW = datetime(2026, 1, 2, tzinfo=UTC)
FAR = 0xFFFF_0000
DARK = QualityFinding(QualityProblem.DARK, "Dark: 12 of 255.")


def record_of(
    prints: list[tuple[str, str, int]],
    *,
    apart: list[tuple[str, str]] | None = None,
    known: dict[str, str] | None = None,
    embeddings: list[list[float]] | None = None,
    root: Path = Path("stills"),
) -> CheckRecord:
    """Return the record of stills given as name, digest and hash, by name."""
    stills = [
        LabelledStill(root / name, name, name.partition("/")[0], None)
        for name, _, _ in prints
    ]
    fingerprints = [StillFingerprint(d, h, 640, 540, 50_000) for _, d, h in prints]
    vectors = None if embeddings is None else np.array(embeddings, np.float32)
    grouping = group_stills(
        stills,
        fingerprints,
        embeddings=vectors,
        known=None if known is None else KnownGroups(known, "a table"),
        likeness=LikenessSettings(),
        apart=apart or (),
    )
    labels = [still.label for still in stills]
    names = [still.name for still in stills]
    checked = CheckedFolder(
        folder=LabelledFolder(root, tuple(sorted(set(labels))), tuple(stills), ()),
        stills=stills,
        fingerprints=fingerprints,
        findings=[(), (DARK,)] + [()] * (len(stills) - 2),
        split=split_by_groups(labels, grouping.ids, names),
        grouping=grouping,
        embeddings=vectors,
        split_sentence="",
        seed=42,
        groups_known=known is not None,
    )
    return check_record(checked, created=NOW, program_version="1")


def test_copies_come_with_their_distances_and_conflicts_first() -> None:
    record = record_of(
        [("a/1", "u", 0), ("a/2", "v", 0b11), ("a/3", "x", FAR), ("b/4", "x", FAR)],
        embeddings=[[1, 0], [0.6, 0.8], [-1, 0], [-1, 0]],
    )
    conflict, alike = record.copies
    assert (conflict.kind, conflict.labels) == (LikenessKind.DIGEST, ("a", "b"))
    assert conflict.pairs == (PairDistance(2, 3, True, 0, 1.0),)
    assert record.conflicts == (conflict,)
    assert alike.kind is LikenessKind.HASH
    assert alike.pairs[0][:4] == (0, 1, False, 2)
    assert alike.pairs[0].cosine == pytest.approx(0.6)
    assert record.look_alikes == (alike,)
    assert record.with_embeddings


def test_every_number_of_classes_and_parts_is_that_of_the_stills() -> None:
    prints = [(f"a/{i}", str(i), FAR * i) for i in range(9)]
    record = record_of([*prints, *((f"b/{i}", f"b{i}", 7 * i) for i in range(5))])
    for one in record.classes:
        own = list(record.of_class(one.name))
        assert (one.stills, one.groups) == (len(own), len({s.group for s in own}))
        assert one.parts == {
            part: sum(still.part is part for still in own)
            for part in Part
            if any(still.part is part for still in own)
        }
    assert sum(map(record.in_part, Part)) == len(record.stills) == 14
    (poor,) = record.poor
    assert record.stills[poor.still].name == "a/1"
    assert poor.findings[0].problem is QualityProblem.DARK


def test_a_decision_in_force_is_told_with_whether_the_two_still_share_a_group() -> None:
    prints = [("a/1", "x", 0), ("a/2", "y", 0), ("a/3", "z", FAR)]
    record = record_of(prints, apart=[("x", "y"), ("x", "elsewhere")])
    (told,) = record.told_apart
    assert (told.digests, told.names) == (("x", "y"), ("a/1", "a/2"))
    assert not told.same_group
    assert record.copies == ()
    joined = record_of(prints, apart=[("x", "y")], known={"a/1": "p", "a/2": "p"})
    assert joined.told_apart[0].same_group


def test_a_large_set_tells_only_the_distances_to_its_first() -> None:
    count = MOST_PAIRED + 1
    record = record_of([(f"a/{i:02}", str(i), 0) for i in range(count)])
    (copies,) = record.copies
    assert [(pair.first, pair.second) for pair in copies.pairs] == [
        (0, i) for i in range(1, count)
    ]


def test_the_record_comes_back_from_its_file(tmp_path: Path) -> None:
    record = record_of(
        [("язва/1", "x", 0), ("язва/2", "y", 1), ("b/3", "x", 0)], root=tmp_path / "Ё"
    )
    path = tmp_path / "dataset-check.json"
    write_check_record(path, record)
    assert read_check_record(path) == record
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(CheckRecordUnusable, match="Couldn't read"):
        read_check_record(path)
    with pytest.raises(CheckRecordUnusable):
        read_check_record(tmp_path / "gone.json")


def test_a_record_of_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dataset-check.json"
    write_check_record(path, record_of([("a/1", "x", 0), ("b/2", "y", 9)]))
    said = path.read_text(encoding="utf-8")
    for ours, other in ('"format":1', '"format":2'), ('"part"', '"place"'):
        path.write_text(said.replace(ours, other), encoding="utf-8")
        with pytest.raises(CheckRecordUnusable):
            read_check_record(path)
