"""Groups that are known: a patient or an examination for each still."""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.dataset.scanning import DatasetError, LabelledFolder
from core.dataset.slow_patterns import is_too_slow

_SEPARATORS = ",;\t"
"""Excel writes what the system's language separates lists with."""

_COLUMNS = ("file", "group")

_LONGEST_TABLE = 100_000_000
"""Characters: a line of a hundred for each of a million stills."""

_MOST_SHOWN = 5
"""Wrong lines named in one message; the rest is counted."""


_LONGEST_PATTERN = 300
"""Characters; nobody reads, and so nobody means, a longer one."""

_NAMES_TRIED = 6
"""Names from all over a folder on which a pattern is timed before it is looked for in
all, besides those with the longest of these runs."""

_RUNS = tuple(
    map(re.compile, (r".+", r"\d+", r"[^\W\d_]+", r"\w+", r"[^_]+", r"[^-]+", r"[^.]+"))
)
"""What a bad pattern goes through in ever more ways: digits, letters, words, and what
stands between separators. What is quick on the longest is quick on shorter ones."""


@dataclass(frozen=True, slots=True)
class KnownGroups:
    """Which stills belong to the same patient or examination."""

    group_of: Mapping[str, str]
    """Group by still name; stills of unknown group are left out."""
    description: str
    """How the groups are known, to follow the word "by"."""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PatternExamples:
    """What a pattern takes from some names, or what is wrong with it."""

    groups: tuple[str | None, ...]
    """For each name, in the order given; ``None`` where the pattern does not fit."""
    problem: str = ""
    """A sentence where the pattern is of no use; there are no groups then."""
    hint: str = ""
    """What to do about it."""


def known_groups_from_csv(path: Path, folder: LabelledFolder) -> KnownGroups:
    """Read a table with the columns ``file`` and ``group``.

    A file is named by its path relative to the dataset's folder or, where that is
    unique, by its name alone. Comma, semicolon and tab separate columns; other columns
    are passed over; upper and lower case of headings does not count.

    Raises
    ------
    DatasetError
        With line numbers: if the table cannot be read, lacks a column, names a still
        that is not in the folder or is ambiguous, or gives a still two groups.
    """
    groups: dict[str, str] = {}
    wrong: list[str] = []
    names = _names_by_what_they_are_called(folder)
    for line, called, group in _rows(path):
        found = names.get(_normalised(called), ())
        if len(found) != 1:
            few = "no still is" if not found else f"{len(found)} stills are"
            wrong.append(f"line {line}: {few} called “{called}”")
        elif groups.setdefault(found[0], group) != group:
            wrong.append(
                f"line {line}: “{called}” is in “{group}” and in “{groups[found[0]]}”"
            )
    _refuse_wrong_lines(path, wrong)
    return KnownGroups(
        groups,
        f"group from {path.name}",
        _sentence_on_unknown(groups, folder, path.name),
    )


def known_groups_from_pattern(pattern: str, folder: LabelledFolder) -> KnownGroups:
    """Take groups out of file names with a regular expression.

    What the group named ``group`` matches, or else the first in parentheses, names the
    patient or examination. A pattern with a ``/`` is looked for in the path relative to
    the dataset's folder, any other in the file's name.

    Raises
    ------
    DatasetError
        If the pattern is no regular expression, has no group, would take for ever, or
        fits no still.
    """
    names = [still.name for still in folder.stills]
    found = zip(names, _groups_in(names, pattern), strict=True)
    groups = {name: group for name, group in found if group is not None}
    if not groups:
        raise DatasetError(
            f"The pattern “{pattern}” fits none of {len(folder.stills)} file names.",
            hint=f"The first is “{folder.stills[0].name}”. Try the pattern on it.",
        )
    return KnownGroups(
        groups,
        f"“{pattern}” in the file name",
        _sentence_on_unknown(groups, folder, "the pattern"),
    )


def pattern_examples(names: Sequence[str], pattern: str) -> PatternExamples:
    """Return what a pattern takes from some names, as it is being typed.

    Parameters
    ----------
    names
        Some stills' names, relative to the dataset's folder.
    pattern
        As for :func:`known_groups_from_pattern`.

    Returns
    -------
    Within some tenths of a second, whatever is typed.
    """
    try:
        groups = _groups_in(names, pattern)
    except DatasetError as error:
        return PatternExamples((), error.user_message, error.hint)
    if names and not any(groups):
        return PatternExamples(
            groups,
            "The pattern fits none of these names.",
            f"The first is “{names[0]}”. Try the pattern on it.",
        )
    return PatternExamples(groups)


def _groups_in(names: Sequence[str], pattern: str) -> tuple[str | None, ...]:
    """Return the group of each name, or ``None``.

    Raises
    ------
    DatasetError
        If the pattern is no regular expression, has no group, or would take for ever.
    """
    expression = _compiled(pattern)
    wanted = "group" if "group" in expression.groupindex else 1
    texts = [name if "/" in pattern else name.rpartition("/")[2] for name in names]
    _refuse_slow(expression, texts)
    matches = map(expression.search, texts)
    return tuple(match[wanted] or None if match else None for match in matches)


def _refuse_slow(expression: re.Pattern[str], texts: Sequence[str]) -> None:
    """Try the pattern on the names that it may be slowest on, and on some others."""
    step = max(len(texts) // _NAMES_TRIED, 1)
    tried = {*texts[::step], *(_with_longest(run, texts) for run in _RUNS)}
    if any(is_too_slow(expression, text) for text in sorted(tried)):
        raise DatasetError(
            f"The pattern “{expression.pattern}” can be read in so many ways that "
            "looking for it takes for ever.",
            hint="Do not put + or * behind parentheses that hold one themselves: "
            "“^([a-z]+)” instead of “^([a-z]+)+”.",
        )


def _with_longest(run: re.Pattern[str], texts: Sequence[str]) -> str:
    def longest(text: str) -> int:
        return max(map(len, run.findall(text)), default=0)

    return max(texts, key=longest, default="")


def _rows(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line number, file and group of each row that is filled in."""
    text = _text(path)
    heading = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        _refuse_missing_columns(path, columns)
        file_column, group_column = (columns.index(name) for name in _COLUMNS)
        for row in reader:
            cells = [cell.strip() for cell in row] + [""] * len(columns)
            if cells[file_column] and cells[group_column]:
                yield reader.line_num, cells[file_column], cells[group_column]
    except csv.Error as error:
        raise DatasetError(
            f"Line {reader.line_num} of “{path.name}” is no row of a table.",
            hint="Save it as CSV again.",
            details=repr(error),
        ) from error


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as stream:
            text = stream.read(_LONGEST_TABLE + 1)
    except OSError as error:
        raise DatasetError(
            f"Couldn't read the groups from “{path}”: {error.strerror}.",
            hint="Check the path and your permissions.",
            details=repr(error),
        ) from error
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"“{path.name}” is not text in UTF-8.",
            hint="In Excel, save it as “CSV UTF-8 (comma delimited)”.",
            details=repr(error),
        ) from error
    if len(text) > _LONGEST_TABLE:
        raise DatasetError(
            f"“{path.name}” is far longer than any table of groups.",
            hint="It was not read. Name a table with the columns file and group.",
        )
    return text


def _refuse_missing_columns(path: Path, columns: Sequence[str]) -> None:
    missing = [f"“{name}”" for name in _COLUMNS if name not in columns]
    if missing:
        found = ", ".join(f"“{name}”" for name in columns) or "nothing"
        raise DatasetError(
            f"Line 1 of “{path.name}” lacks the column {' and '.join(missing)}.",
            hint=f"The first line must name the columns file and group; found {found}.",
        )


def _refuse_wrong_lines(path: Path, wrong: Sequence[str]) -> None:
    if not wrong:
        return
    more = len(wrong) - _MOST_SHOWN
    shown = "; ".join(wrong[:_MOST_SHOWN]) + (f"; and {more} more" if more > 0 else "")
    raise DatasetError(
        f"The groups in “{path.name}” do not fit the stills: {shown}.",
        hint="Name each still once, by its path below the dataset's folder, with one "
        "group. Nothing was changed.",
        details="\n".join(wrong),
    )


def _names_by_what_they_are_called(
    folder: LabelledFolder,
) -> dict[str, tuple[str, ...]]:
    """Return still names by path and by name alone; a path goes before a name."""
    by_base: dict[str, list[str]] = defaultdict(list)
    for still in folder.stills:
        by_base[still.name.rpartition("/")[2]].append(still.name)
    called = {base: tuple(names) for base, names in by_base.items()}
    return called | {still.name: (still.name,) for still in folder.stills}


def _normalised(called: str) -> str:
    path = unicodedata.normalize("NFC", called).replace("\\", "/")
    return path.removeprefix("./")


def _compiled(pattern: str) -> re.Pattern[str]:
    if len(pattern) > _LONGEST_PATTERN:
        raise DatasetError(
            f"The pattern has {len(pattern)} characters; {_LONGEST_PATTERN} are the "
            "most.",
            hint="Where file names need so much, a table of groups serves better.",
        )
    try:
        expression = re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        raise DatasetError(
            f"“{pattern}” is no regular expression: {error}.",
            hint="Example: “^(p[0-9]+)_” takes “p12” from “p12_3.jpg”.",
        ) from error
    if not expression.groups:
        raise DatasetError(
            f"The pattern “{pattern}” does not say which part names the group.",
            hint="Put that part in parentheses: “^(patient[0-9]+)_”.",
        )
    return expression


def _sentence_on_unknown(
    groups: Mapping[str, str], folder: LabelledFolder, source: str
) -> tuple[str, ...]:
    missing = [still.name for still in folder.stills if still.name not in groups]
    if not missing:
        return ()
    return (
        f"{source} gives no group for {len(missing)} of {len(folder.stills)} stills, "
        f"“{missing[0]}” first: they are grouped by likeness alone.",
    )
