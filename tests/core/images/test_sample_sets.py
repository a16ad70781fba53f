"""A folder of drawn stills: balanced, described file by file, whole or not at all."""

import csv
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.control import Cancelled, Control
from core.files import WriteFailed
from core.images.sample_plan import Remark, plan_labelled, plan_unsorted
from core.images.sample_sets import SampleSet, draw_samples
from core.images.sample_stills import FINDINGS, SampleKind

STILLS = 120  # the fewest among which every remark occurs
UNREADABLE = {Remark.CUT_OFF.value, Remark.NO_IMAGE.value}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> SampleSet:
    folder = tmp_path_factory.mktemp("samples") / "set"
    return draw_samples(folder, stills=STILLS, control=Control(), progress=_ignore)


def _ignore(_done: int, _total: int) -> None:
    pass


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_classes_are_balanced(drawn):
    counts = {f.name: len(list(f.iterdir())) for f in drawn.labelled.iterdir()}
    assert counts == dict.fromkeys(FINDINGS, STILLS // 3)


@pytest.mark.parametrize("stills", [0, 1, 3, 10, 100])
def test_any_number_of_stills_is_spread_evenly(stills):
    counts = Counter(planned.kind for planned in plan_labelled(stills, seed=1))
    assert counts.total() == stills
    assert max(counts.values(), default=0) - min(counts.values(), default=0) <= 1


def test_every_file_is_described_and_none_besides(drawn):
    described = [row["file"] for row in rows_of(drawn.samples)]
    files = [p for p in drawn.folder.rglob("*") if p.is_file()]
    found = {p.relative_to(drawn.folder).as_posix() for p in files}
    assert found == {*described, "groups.csv", "samples.csv"}
    assert len(described) == drawn.labelled_stills + drawn.unsorted_stills


def test_groups_name_every_labelled_still_and_never_two_classes(drawn):
    groups = rows_of(drawn.groups)
    assert {row["file"] for row in groups} == {
        path.relative_to(drawn.labelled).as_posix()
        for path in drawn.labelled.rglob("*.jpg")
    }
    classes = {(row["group"], row["file"].split("/")[0]) for row in groups}
    assert len(classes) == len({group for group, _ in classes})
    assert all(Path(row["file"]).name.startswith(row["group"]) for row in groups)


def test_panels_remarks_and_frames_are_alike_in_every_class():
    plan = list(plan_labelled(900, seed=3))
    kinds = []
    for kind in FINDINGS:
        of_kind = [planned for planned in plan if planned.kind is kind]
        cameras = Counter(p.examination.camera.shape for p in of_kind)
        panels = Counter(p.examination.panel for p in of_kind)
        dyed = sum(p.examination.mucosa.dye > 0 for p in of_kind)
        kinds.append((cameras, panels, dyed))
        remarks = {p.remark for p in of_kind}
        assert {Remark.BLURRED, Remark.DARK, Remark.CROPPED, Remark.TINY} <= remarks
    assert kinds[0] == kinds[1] == kinds[2]
    assert min(kinds[0][1].values()) > 60, "no panel, a green one, a black one"


def test_files_do_not_give_the_class_away(drawn):
    rows = [row for row in rows_of(drawn.samples) if row["remark"] == ""]
    rows = [row for row in rows if row["file"].startswith("labelled/")]
    labels = np.array([FINDINGS.index(SampleKind(row["class"])) for row in rows])
    sizes = np.array([(drawn.folder / row["file"]).stat().st_size for row in rows])
    means = np.array([sizes[labels == n].mean() for n in range(len(FINDINGS))])
    nearest = np.abs(sizes[:, None] - means).argmin(axis=1)
    assert (nearest == labels).mean() < 0.6


def test_a_tiny_still_is_marked_too(drawn):
    tiny = [r for r in rows_of(drawn.samples) if r["remark"] == Remark.TINY]
    for row in tiny:
        image = cv2.imread(str(drawn.folder / row["file"]))
        assert max(image.shape[:2]) < 100
        strip = image[60:]
        assert strip[:, :30].max() < 60
        assert strip[:, 34:].max() > 150
    assert tiny


def test_only_what_is_said_to_be_unreadable_is(drawn):
    for row in rows_of(drawn.samples):
        path = drawn.folder / row["file"]
        readable = row["remark"] not in UNREADABLE
        assert _is_whole(path) == readable, row


def _is_whole(path: Path) -> bool:
    data = path.read_bytes()
    end = b"IEND\xaeB`\x82" if path.suffix == ".png" else b"\xff\xd9"
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return image is not None and data.endswith(end)


def test_a_re_encoded_copy_is_nearly_the_still_before_it(drawn):
    copies = [r for r in rows_of(drawn.samples) if r["remark"] == Remark.RE_ENCODED]
    assert copies
    for row in copies:
        path = drawn.folder / row["file"]
        stem, number = path.stem.split("_")
        before = path.with_stem(f"{stem}_{int(number) - 1:02d}")
        copy, original = (cv2.imread(str(p)).astype(float) for p in (path, before))
        assert 0 < np.abs(copy - original).mean() < 6


def test_unsorted_stills_show_normal_mucosa_too():
    plan = [p for p in plan_unsorted(40, seed=1) if "/odd/" not in p.file]
    assert Counter(p.kind for p in plan) == dict.fromkeys(SampleKind, 10)


def test_progress_reaches_its_end_and_a_seed_repeats_the_files(tmp_path, drawn):
    seen: list[tuple[int, int]] = []
    again = draw_samples(
        tmp_path / "again",
        stills=6,
        control=Control(),
        progress=lambda done, total: seen.append((done, total)),
    )
    total = again.labelled_stills + again.unsorted_stills
    assert seen == [(done, total) for done in range(1, total + 1)]
    name = "drawn-polyp/exam0001_01.jpg"
    assert (again.labelled / name).read_bytes() == (drawn.labelled / name).read_bytes()


def test_cancelled_work_leaves_nothing(tmp_path):
    control = Control()
    with pytest.raises(Cancelled):
        draw_samples(
            tmp_path / "set",
            stills=9,
            control=control,
            progress=lambda done, _total: control.cancel() if done == 3 else None,
        )
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(WriteFailed, match="exists already"):
        draw_samples(tmp_path, stills=3, control=Control(), progress=_ignore)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
