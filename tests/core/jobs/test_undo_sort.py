"""Undoing a sort: what was made goes, what anyone touched since stays."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.control import Control
from core.jobs.events import Cancelled, Event, Progress
from core.jobs.requests import UndoSortRequest
from core.jobs.sort_manifest import MANIFEST_FILE
from tests.core.jobs.classified_folder import (
    ClassifiedFolder,
    answer,
    skip_where_nothing_is_forbidden,
    tree,
    with_times,
)
from tests.core.jobs.reviewed_folder import failed

FILES = {"1/a.png": b"a1", "2/a.png": b"a2", "b.png": b"b", "c.png": b"c"}


@pytest.fixture
def folder(tmp_path: Path) -> ClassifiedFolder:
    decisions = ["accept", "accept", "review", "refuse"]
    stills = [
        answer(name, data, decision)  # type: ignore[arg-type]
        for (name, data), decision in zip(FILES.items(), decisions, strict=True)
    ]
    return ClassifiedFolder.of(tmp_path, FILES, stills)


def failure(folder: ClassifiedFolder, manifest: Path) -> str:
    end = failed(folder.outcome(UndoSortRequest(manifest=manifest)))
    return f"{end.user_message} {end.hint}"


def test_everything_that_was_made_goes(folder: ClassifiedFolder) -> None:
    before = with_times(folder.root)
    folder.sort()
    result = folder.undo()
    assert (result.removed, result.gone, result.kept, result.failed) == (4, 0, {}, 0)
    assert result.folders_removed == 4
    assert result.manifest is None
    assert not folder.out.exists()
    assert with_times(folder.root) == before
    assert "no manifest" in failure(folder, folder.out / MANIFEST_FILE)


def test_what_was_there_before_stays(folder: ClassifiedFolder) -> None:
    (folder.out / "polyp").mkdir(parents=True)
    (folder.out / "empty").mkdir()
    (folder.out / "polyp/a.png").write_bytes(b"mine")
    before = tree(folder.out)
    folder.sort()
    folder.undo()
    assert tree(folder.out) == before


def test_what_was_changed_replaced_or_added_stays(folder: ClassifiedFolder) -> None:
    folder.sort()
    (folder.out / "polyp/a.png").write_bytes(b"A1")
    (folder.out / "polyp/a (2).png").unlink()
    (folder.out / "polyp/a (2).png").symlink_to(folder.root / "2/a.png")
    (folder.out / "review/mine.txt").write_text("mine")
    (folder.out / "refused/c.png").unlink()
    (folder.out / "refused/c.png").mkdir()
    result = folder.undo()
    assert result.removed == 1
    assert result.kept == {"changed or replaced since the sort": 3}
    assert tree(folder.out) == {
        "polyp": None,
        "polyp/a.png": b"A1",
        "polyp/a (2).png": str(folder.root / "2/a.png"),
        "review": None,
        "review/mine.txt": b"mine",
        "refused": None,
        "refused/c.png": None,
    }


def test_what_is_reached_through_a_link_stays(folder: ClassifiedFolder) -> None:
    folder.sort()
    (folder.out / "polyp").rename(folder.base / "moved")
    (folder.out / "polyp").symlink_to(folder.base / "moved")
    result = folder.undo()
    assert result.kept == {"now reached through a link": 2}
    assert set(tree(folder.base / "moved")) == {"a.png", "a (2).png"}


def test_a_folder_that_was_moved_can_be_undone(folder: ClassifiedFolder) -> None:
    folder.sort()
    folder.out.rename(folder.base / "elsewhere")
    request = UndoSortRequest(manifest=folder.base / "elsewhere" / MANIFEST_FILE)
    folder.outcome(request)
    assert not (folder.base / "elsewhere").exists()


def test_undo_goes_on_after_a_cancel(folder: ClassifiedFolder) -> None:
    folder.sort()
    control = Control()

    def cancel(event: Event) -> None:
        if isinstance(event, Progress):
            control.cancel()

    request = UndoSortRequest(manifest=folder.out)
    assert isinstance(folder.outcome(request, control, cancel), Cancelled)
    assert len(tree(folder.out)) < 8
    result = folder.undo()
    assert (result.removed, result.gone) == (3, 1)
    assert not folder.out.exists()


def test_a_manifest_among_the_originals_is_refused(folder: ClassifiedFolder) -> None:
    folder.sort()
    lines = (folder.out / MANIFEST_FILE).read_text(encoding="utf-8")
    (folder.root / "polyp").mkdir()
    (folder.root / "polyp/a.png").write_bytes(b"a1")
    (folder.root / MANIFEST_FILE).write_text(lines, encoding="utf-8")
    before = tree(folder.root)
    assert "within the classified" in failure(folder, folder.root / MANIFEST_FILE)
    assert tree(folder.root) == before


def test_originals_below_the_sorted_folder_stay(folder: ClassifiedFolder) -> None:
    folder.sort()
    shutil.rmtree(folder.out / "polyp")
    folder.root.rename(folder.out / "polyp")
    (folder.out / "polyp/a.png").write_bytes(b"a1")
    changed_header(folder.out, folder=str(folder.out / "polyp"))
    result = folder.undo()
    assert result.kept == {"within the classified folder": 2}
    assert (folder.out / "polyp/a.png").read_bytes() == b"a1"


def changed_header(sorted_folder: Path, **values: object) -> None:
    path = sorted_folder / MANIFEST_FILE
    header, *rest = path.read_text(encoding="utf-8").splitlines(keepends=True)
    header = json.dumps({**json.loads(header), **values}) + "\n"
    path.write_text("".join([header, *rest]), encoding="utf-8")


@pytest.mark.parametrize(
    "place",
    [
        "../снимки/b.png",
        "polyp/../../снимки/b.png",
        "/etc/passwd",
        "polyp/sub/a.png",
        "polyp\\..\\a.png",
        "C:\\a.png",
        "b.png",
        "polyp/",
        "polyp/..",
        "",
        "./b.png",
    ],
)
def test_a_place_that_no_sort_gives_refuses_the_whole_manifest(
    folder: ClassifiedFolder, place: str
) -> None:
    folder.sort()
    path = folder.out / MANIFEST_FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[-1] = json.dumps({**json.loads(lines[-1]), "place": place})
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    before = tree(folder.base / "снимки"), tree(folder.out)
    assert "Nothing was copied or removed" in failure(folder, path)
    assert (tree(folder.base / "снимки"), tree(folder.out)) == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no json\n"),
        lambda path: path.write_bytes(b"\xff\xfe" + path.read_bytes()),
        lambda path: path.write_bytes(path.read_bytes() + b"{}\n"),
        lambda path: path.write_bytes(b""),
        lambda path: changed_header(path.parent, version=2),
        lambda path: changed_header(path.parent, folder="a/\0b"),
        lambda path: changed_header(path.parent, folder="not/a/full/path"),
        lambda path: path.write_bytes(path.read_bytes() + b'{"made_folder": ".."}\n'),
        lambda path: (
            path.rename(path.with_name("other")),
            path.symlink_to(path.with_name("other")),
        ),
    ],
)
def test_a_damaged_manifest_is_refused(
    folder: ClassifiedFolder, damage: Callable[[Path], object]
) -> None:
    folder.sort()
    damage(folder.out / MANIFEST_FILE)
    before = tree(folder.out)
    assert "manifest" in failure(folder, folder.out / MANIFEST_FILE)
    assert tree(folder.out) == before


def test_another_file_is_no_manifest(folder: ClassifiedFolder) -> None:
    folder.sort()
    before = tree(folder.root)
    assert "no manifest of a sort" in failure(folder, folder.root / "b.png")
    assert tree(folder.root) == before


def test_what_may_not_be_removed_stays_with_the_manifest(
    folder: ClassifiedFolder,
) -> None:
    skip_where_nothing_is_forbidden(folder.base)
    folder.sort()
    (folder.out / "polyp").chmod(0o555)
    result = folder.undo()
    assert (result.removed, result.failed) == (2, 2)
    assert result.manifest == folder.out / MANIFEST_FILE
    (folder.out / "polyp").chmod(0o755)
    assert folder.undo().removed == 2
    assert not folder.out.exists()


NAMES = st.sampled_from(
    ["a.png", "A.PNG", "é.png", "e\u0301.png", "полип 🩺.png", "CON.png", "a .png",
     "a (2).png", "n" * 250, "漢字.tif", "-rf.png", "$(x).png", "'\".png", "=1.png"]
)  # fmt: skip
PATHS = st.lists(st.sampled_from(["x", "Ё", "review"]), max_size=2).flatmap(
    lambda folders: NAMES.map(lambda name: "/".join([*folders, name]))
)
TREES = st.dictionaries(PATHS, st.binary(max_size=6), max_size=12)
TOUCHES = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(["change", "remove", "link", "hard"]))
)
THEIRS = st.dictionaries(
    st.tuples(st.sampled_from(["polyp", "Review", "refused", "mine"]), NAMES),
    st.binary(max_size=3),
    max_size=5,
)


@given(
    files=TREES,
    decisions=st.lists(st.sampled_from(["accept", "review", "refuse"]), min_size=12),
    labels=st.lists(st.sampled_from(["polyp", "Polyp", "review"]), min_size=12),
    theirs=THEIRS,
    touches=TOUCHES,
)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_undo_leaves_just_what_others_made(
    tmp_path_factory: pytest.TempPathFactory,
    files: dict[str, bytes],
    decisions: list[str],
    labels: list[str],
    theirs: dict[tuple[str, str], bytes],
    touches: list[tuple[int, str]],
) -> None:
    base = tmp_path_factory.mktemp("tree")
    stills = [
        answer(name, data, decision, label)  # type: ignore[arg-type]
        for (name, data), decision, label in zip(
            files.items(), decisions, labels, strict=False
        )
    ]
    folder = ClassifiedFolder.of(base, files, stills)
    for (sub, name), data in theirs.items():
        (folder.out / sub).mkdir(parents=True, exist_ok=True)
        (folder.out / sub / name).write_bytes(data)
    there = folder.out.exists()
    originals, before = with_times(folder.root), tree(folder.out)
    result = folder.sort()
    assert sum(result.copied.values()) == len(files)
    after = tree(folder.out)
    assert before.items() <= after.items()
    made = sorted(
        name
        for name, data in after.items()
        if name not in before and data is not None and name != MANIFEST_FILE
    )
    assert sorted(after[name] for name in made) == sorted(files.values())
    expected = dict(before)
    for name in {made[i % len(made)] for i, _ in touches if made}:
        kind = next(kind for i, kind in touches if made[i % len(made)] == name)
        touch(folder, name, kind)
        if kind in {"change", "link"}:
            expected[name] = tree(folder.out)[name]
            expected[str(Path(name).parent)] = None
    if made:
        folder.undo()
    assert tree(folder.out) == expected
    assert folder.out.exists() == (there or bool(expected))
    assert with_times(folder.root) == originals
    shutil.rmtree(base)


def touch(folder: ClassifiedFolder, name: str, kind: str) -> None:
    path = folder.out / name
    match kind:
        case "change":
            path.write_bytes(path.read_bytes() + b"!")
        case "remove":
            path.unlink()
        case "link":
            path.rename(folder.base / "moved")
            path.symlink_to(folder.base / "moved")
        case "hard":
            (folder.base / "hard").unlink(missing_ok=True)
            (folder.base / "hard").hardlink_to(path)
