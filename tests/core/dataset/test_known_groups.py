"""Groups from tables as Excel writes them, and from file names."""

from pathlib import Path

import pytest

from core.dataset.grouping import known_groups_from_csv, known_groups_from_pattern
from core.dataset.scanning import DatasetError, LabelledFolder, LabelledStill

NAMES = (
    "a/p1_1.jpg",
    "a/p1_2.jpg",
    "b/p2_1.jpg",
    "b/sub/é.jpg",
    "a/twice.jpg",
    "b/twice.jpg",
)


def folder() -> LabelledFolder:
    stills = tuple(
        LabelledStill(Path(name), name, name[0], None) for name in sorted(NAMES)
    )
    return LabelledFolder(Path(), ("a", "b"), stills, ())


def table(tmp_path: Path, content: str, *, encoding: str = "utf-8") -> Path:
    path = tmp_path / "groups.csv"
    path.write_bytes(content.encode(encoding))
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tables_of_every_office_are_read(
    tmp_path: Path, separator: str, encoding: str, end: str
) -> None:
    rows = [
        ("Age", "File", " GROUP "),
        ("50", "a\\p1_1.jpg", "x"),
        ("", "é.jpg", "x y"),
        ("", "", ""),
    ]
    content = end.join(separator.join(row) for row in rows)
    known = known_groups_from_csv(table(tmp_path, content, encoding=encoding), folder())
    assert known.group_of == {"a/p1_1.jpg": "x", "b/sub/é.jpg": "x y"}
    assert known.description == "group from groups.csv"
    assert "no group for 4 of 6 stills, “a/p1_2.jpg” first" in known.notices[0]


def test_a_path_goes_before_a_name_and_a_name_must_be_unique(tmp_path: Path) -> None:
    known = known_groups_from_csv(
        table(tmp_path, "file,group\na/twice.jpg,1\n./b/twice.jpg,2"), folder()
    )
    assert known.group_of == {"a/twice.jpg": "1", "b/twice.jpg": "2"}
    with pytest.raises(DatasetError, match="line 2: 2 stills are called"):
        known_groups_from_csv(table(tmp_path, "file,group\ntwice.jpg,1"), folder())


@pytest.mark.parametrize(
    "content",
    [
        "x" * 200_000 + ",file,group\n",
        'file,group\npatient 1/a.png,"' + "g" * 200_000 + '"\n',
    ],
)
def test_a_cell_without_end_is_said_with_its_line(tmp_path: Path, content: str) -> None:
    with pytest.raises(DatasetError, match=r"Line \d of “groups.csv” is no row"):
        known_groups_from_csv(table(tmp_path, content), folder())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "Line 1 of “groups.csv” lacks the column “file” and “group”"),
        ("file,patient\na/p1_1.jpg,1", "lacks the column “group”"),
        ("file,group\np1_1.jpg,1\nnone.jpg,2", "line 3: no still is called “none.jpg”"),
        (
            "file,group\np1_1.jpg,1\na/p1_1.jpg,2",
            "line 3: “a/p1_1.jpg” is in “2” and in “1”",
        ),
        ("file,group\n" + "\n".join(f"{i},1" for i in range(9)), "and 4 more"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(
    tmp_path: Path, content: str, sentence: str
) -> None:
    with pytest.raises(DatasetError) as caught:
        known_groups_from_csv(table(tmp_path, content), folder())
    assert sentence in caught.value.user_message
    assert caught.value.hint


def test_a_table_that_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="No such file"):
        known_groups_from_csv(tmp_path / "none.csv", folder())
    with pytest.raises(DatasetError, match="not text in UTF-8"):
        known_groups_from_csv(
            table(tmp_path, "file,group\né,1", encoding="cp1252"), folder()
        )
    long = "file,group\n" + "x" * 200_000 + ",1"
    with pytest.raises(DatasetError, match="is no row of a table"):
        known_groups_from_csv(table(tmp_path, long), folder())


@pytest.mark.parametrize(
    "pattern",
    [r"^(p\d+)_", r"^(?P<group>p\d)_(\d)", r"(\d)?(?P<group>p\d)", r"/(p\d+)_"],
)
def test_patterns_find_the_patient_in_the_name(pattern: str) -> None:
    known = known_groups_from_pattern(pattern, folder())
    assert known.group_of == {
        "a/p1_1.jpg": "p1",
        "a/p1_2.jpg": "p1",
        "b/p2_1.jpg": "p2",
    }
    assert "no group for 3 of 6 stills" in known.notices[0]


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("(", "is no regular expression"),
        (r"p\d", "does not say which part"),
        (r"^(q\d)", "fits none of 6 file names"),
    ],
)
def test_patterns_that_are_none_are_refused(pattern: str, sentence: str) -> None:
    with pytest.raises(DatasetError, match=sentence):
        known_groups_from_pattern(pattern, folder())
