"""What of each class lies in which part: as bars, and as the rows of a table."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.curating.check_wording import PART_WORDS
from app.item_models.rate_cells import TableCell, count_cell
from app.item_models.report_tables import Column, Table, TableRow
from app.widgets.split_picture import BarPart, SplitBar
from core.evaluation.wording import count_of, thousands

if TYPE_CHECKING:
    from core.dataset.check_record import CheckedStill, CheckRecord

_COLUMNS = (
    Column("Class", "By the folder that a still stands in"),
    *(Column(word, f"Stills for {word.lower()}") for word in PART_WORDS.values()),
    Column("All", "Stills of the class"),
)


def split_bars(record: "CheckRecord") -> tuple[SplitBar, ...]:
    """Return a bar for each class."""
    own: dict[str, list[CheckedStill]] = {one.name: [] for one in record.classes}
    for still in record.stills:
        own[still.label].append(still)
    return tuple(_bar(name, stills) for name, stills in own.items())


def split_table(record: "CheckRecord", bars: Iterable[SplitBar]) -> Table:
    """Return the bars as a table: stills, and groups beneath, of each part."""
    groups = {one.name: one.groups for one in record.classes}
    rows = [_row(bar, groups[bar.name]) for bar in bars]
    rows.append(_row(_bar("All classes", record.stills), record.groups, strong=True))
    return Table("The split", _COLUMNS, tuple(rows))


def _bar(name: str, stills: "Iterable[CheckedStill]") -> SplitBar:
    counts: Counter[str] = Counter()
    groups: dict[str, set[int]] = {part: set() for part in PART_WORDS}
    for still in stills:
        counts[still.part] += 1
        groups[still.part].add(still.group)
    parts = (
        BarPart(word, counts[part], len(groups[part]))
        for part, word in PART_WORDS.items()
    )
    return SplitBar(name, tuple(parts))


def _row(bar: SplitBar, groups: int, *, strong: bool = False) -> TableRow:
    cells = (
        TableCell(thousands(part.stills), count_of(part.groups, "group"))
        for part in bar.parts
    )
    note = count_of(groups, "group")
    return TableRow(bar.name, note, (*cells, count_cell(bar.stills)), strong)
