"""The page of a dataset check: everything on it, nothing beside it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from core.control import Control
from core.dataset.check_content import (
    MOST_POOR,
    SAMPLES_OF_EACH_CLASS,
    gather_check_content,
)
from core.dataset.check_record import CheckRecord, LeftOutStill
from core.dataset.check_report import CheckContent, render_check_report
from core.dataset.checked_folder import CheckedFolder, check_record
from core.dataset.grouping import group_stills
from core.dataset.scanning import LabelledStill, scan_labelled_folder
from core.dataset.similarity import (
    LikenessSettings,
    StillFingerprint,
    fingerprint_stills,
)
from core.dataset.splits import split_by_groups
from core.dataset.thumbnails import THUMBNAIL_SIDE, thumbnail
from core.images.quality import QualityFinding, QualityProblem
from core.images.reading import UnreadableStill, decode_still, read_still
from core.images.settings import PreprocessingSettings

PutStill = Callable[..., Path]
NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


class WellFormed(HTMLParser):
    """Counts elements and fails on what is not closed or must not be there."""

    VOID = frozenset({"meta", "img", "br", "link"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.counts: dict[str, int] = {}
        self.addresses: list[str] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self.addresses += [v or "" for k, v in attrs if k in {"src", "href"}]
        if tag == "img":
            assert dict(attrs).get("alt")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def record(tmp_path: Path, put_still: PutStill) -> CheckRecord:
    for i in range(15):
        put_still(f"data/polyps/{i:02d}.jpg", i)
    for i in range(100, 104):
        put_still(f"data/<b>colitis & co/{i}.png", i)
    put_still("data/polyps/copy.jpg", 3)
    put_still("data/<b>colitis & co/again.jpg", 5)
    dismissed = put_still("data/polyps/hand.jpg", 77)
    folder = scan_labelled_folder(tmp_path / "data")
    stills = [still for still in folder.stills if still.path != dismissed]
    prints = fingerprint_stills(
        [still.path for still in stills],
        PreprocessingSettings(),
        threads=2,
        control=Control(),
        progress=lambda done, total: None,
    )
    fine = [found for found in prints if isinstance(found, StillFingerprint)]
    grouping = group_stills(
        stills, fine, embeddings=None, known=None, likeness=LikenessSettings()
    )
    keys = [
        found.digest + still.name for found, still in zip(fine, stills, strict=True)
    ]
    blurred = QualityFinding(QualityProblem.BLURRED, "Blurred: sharpness 4 of 15.")
    lost = LabelledStill(tmp_path / "lost.jpg", "polyps/lost.jpg", "polyps", None)
    checked = CheckedFolder(
        folder=folder,
        stills=stills,
        fingerprints=fine,
        findings=[[blurred] * (MOST_POOR + 5)] + [[]] * (len(stills) - 1),
        split=split_by_groups([still.label for still in stills], grouping.ids, keys),
        grouping=grouping,
        embeddings=None,
        split_sentence="70/15/15 by groups, seed 42",
        seed=42,
        unreadable=[(lost, UnreadableStill("The file is empty."))],
        left_out=[
            LeftOutStill(
                name="polyps/hand.jpg",
                digest="d",
                label="polyps",
                why="a <hand>",
                reader="Dr Ё",
                time=NOW,
            )
        ],
        notices=["Said twice.", "Said twice."],
    )
    return check_record(checked, created=NOW, program_version="1.2.3")


@pytest.fixture
def content(record: CheckRecord) -> CheckContent:
    def picture(name: str) -> bytes | None:
        path = record.path_of(name)
        return thumbnail(read_still(path)) if path.exists() else None

    renamed = record.model_copy(update={"folder": Path("x/<script>alert(1)<script>")})
    return gather_check_content(renamed, picture=picture)


def test_the_content_counts_everything_and_shows_some(content: CheckContent) -> None:
    colitis, polyps = content.classes
    assert (polyps.name, polyps.stills, len(polyps.samples)) == (
        "polyps",
        16,
        SAMPLES_OF_EACH_CLASS,
    )
    assert sum(polyps.by_part.values()) == 16
    assert content.stills == sum(map(content.in_part, polyps.by_part | colitis.by_part))
    assert content.groups == 19
    assert content.conflict_count == len(content.conflicts) == 1
    assert {one.name for one in content.conflicts[0].stills} == {
        "<b>colitis & co/again.jpg",
        "polyps/05.jpg",
    }
    assert [one.name for one in content.copies[0].stills] == [
        "polyps/03.jpg",
        "polyps/copy.jpg",
    ]
    assert content.problems == {"blurred": MOST_POOR + 5, "unreadable": 1}
    assert content.notices == ("Said twice.",)


def test_the_page_is_whole_and_asks_for_nothing(content: CheckContent) -> None:
    html = render_check_report(content)
    page = WellFormed(html)
    assert page.counts["img"] == MOST_POOR + 12 + 5 + 4 + 1
    assert all(one.startswith(("data:image/jpeg", "#")) for one in page.addresses)
    assert "script" not in page.counts
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html
    assert not re.search(r"https?://", html)


def test_names_are_shown_and_never_obeyed(content: CheckContent) -> None:
    html = render_check_report(content)
    assert "&lt;script&gt;alert(1)&lt;script&gt;" in html
    assert "&lt;b&gt;colitis &amp; co/again.jpg" in html
    assert "<b>colitis" not in html


def test_what_matters_is_said_in_words(content: CheckContent) -> None:
    html = render_check_report(content)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert "21 readable stills of 2 classes in 19 independent groups" in text
    assert "the files are equal byte for byte" in text
    assert "65 blurred" in text
    assert "Blurred: sharpness 4 of 15." in text
    assert "6 more not shown" in text
    assert "the program can only guess which stills belong to one patient" in text
    assert "A reader left 1 still out." in text
    assert "a &lt;hand&gt; (Dr Ё)" in text
    assert "Said twice." in text
    assert "Lumenary 1.2.3" in text
    assert "2026-01-02 03:04 UTC" in text


def test_a_clean_folder_is_told_so(content: CheckContent) -> None:
    clean = CheckContent(
        title="clean",
        created=content.created,
        program_version="1",
        groups=0,
        grouping="by copies",
        split="",
        classes=(),
        problems={},
        poor=(),
        conflict_count=0,
        conflicts=(),
        copies_count=0,
        copies=(),
        drawn=True,
    )
    html = render_check_report(clean)
    WellFormed(html)
    assert "no still was found under two labels" in html
    assert "none is blurred" in html
    assert "drawn by the program" in html


@pytest.mark.parametrize("side", [100, 600])
def test_thumbnails_are_small_and_show_the_same(put_still: PutStill, side: int) -> None:
    original = read_still(put_still("a.png", 1, side=side))
    small = decode_still(thumbnail(original))
    assert small.rgb.shape == (min(side, THUMBNAIL_SIDE),) * 2 + (3,)
    difference = original.rgb.mean((0, 1)) - small.rgb.mean((0, 1))
    assert abs(difference).max() < 4
