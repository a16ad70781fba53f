"""What a check found, in the words of the Dataset page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from app.curating.open_check import ChangedSince, OpenCheck
from app.item_models.pairs_model import PairRow
from app.moments import when
from app.widgets.facts_view import FactGroup
from core.evaluation.wording import count_of, thousands

if TYPE_CHECKING:
    from core.dataset.check_record import CheckRecord, PairDistance

PART_WORDS: Final = {"train": "Training", "val": "Validation", "test": "Test"}
"""By the value of :class:`core.dataset.scanning.Part`, in the order of use."""
_HASH_BITS: Final = 64
_NEAREST_NAMED: Final = 3
"""Classes named in a line; the rest is counted."""


def part_word(part: str) -> str:
    """Return what a part is called."""
    return PART_WORDS[part]


def classes_note(labels: Sequence[str]) -> str:
    """Return which classes stills are of: ``polyps`` or ``3 polyps, 1 normal``."""
    counts = Counter(labels).most_common()
    if len(counts) == 1:
        return counts[0][0]
    shown = [f"{count:,} {label}" for label, count in counts[:_NEAREST_NAMED]]
    more = len(counts) - _NEAREST_NAMED
    return ", ".join(shown) + (f" and {more} more classes" if more > 0 else "")


def nearness(pairs: "Sequence[PairDistance]") -> str:
    """Return how near the stills of a set are, by what says most."""
    if all(pair.same_file for pair in pairs):
        return "Equal byte for byte"
    bits = max(pair.hash_bits for pair in pairs)
    cosines = [pair.cosine for pair in pairs if pair.cosine is not None]
    network = f", network {min(cosines):.2f}" if cosines else ""
    return f"Hash {count_of(bits, 'bit')} apart{network}"


def pair_row(check: OpenCheck, pair: "PairDistance", *, told_apart: bool) -> PairRow:
    """Return how near two stills are, as a row of words."""
    first, second = check.still(pair.first), check.still(pair.second)
    return PairRow(
        first.name,
        second.name,
        "Equal" if pair.same_file else "Different",
        f"{pair.hash_bits} of {_HASH_BITS} bits",
        "\N{EN DASH}" if pair.cosine is None else f"{pair.cosine:.2f}",
        "Not a copy" if told_apart else "",
    )


def group_note(part: str, grouping: str) -> str:
    """Return where a group lies and why it is one."""
    return f"All of them are in the {part_word(part).lower()} part; grouped {grouping}."


def checked_line(check: OpenCheck) -> str:
    """Return what was checked, and when."""
    record = check.record
    stills = count_of(len(record.stills), "still")
    then = when(record.created, datetime.now().astimezone())
    return f"{stills} in {count_of(record.groups, 'group')}, checked {then}"


def changed_sentence(changed: ChangedSince) -> str:
    """Return what the numbers do not know of; empty if they know all."""
    told = []
    if changed.decisions:
        told.append(f"{count_of(changed.decisions, 'decision')} since the check")
    if changed.grouping:
        told.append("other groups are chosen")
    if not told:
        return ""
    return f"{' and '.join(told).capitalize()}: groups, split and advice are of before."


def overview_facts(record: "CheckRecord") -> tuple[FactGroup, ...]:
    """Return what stands on the overview beneath the advice."""
    unreadable, poor = len(record.unreadable), len(record.poor)
    found = [
        ("Folder", str(record.folder)),
        ("Stills", f"{thousands(len(record.stills))} can be trained on"),
        ("Classes", ", ".join(_class_with_count(record))),
        ("Groups", f"{thousands(record.groups)}, grouped {record.grouping}"),
        ("Split", record.split),
        ("Label conflicts", _or_none(len(record.conflicts), "set")),
        ("Copies", _or_none(len(record.look_alikes), "set")),
        ("Poor", _or_none(poor, "still")),
        ("Unreadable", _or_none(unreadable, "file")),
        ("Left out by you", _or_none(len(record.left_out), "still")),
    ]
    if record.drawn:
        found.insert(1, ("Kind", "Drawn by the program, not photographed"))
    if not record.with_embeddings:
        found.append(("By a network", "Copies were not looked for by a network"))
    notices = tuple(("", sentence) for sentence in record.notices)
    return (
        FactGroup("What is there", tuple(found)),
        FactGroup("What the check noticed", notices),
    )


def _class_with_count(record: "CheckRecord") -> Iterable[str]:
    return (f"{one.name} ({thousands(one.stills)})" for one in record.classes)


def _or_none(count: int, thing: str) -> str:
    return count_of(count, thing) if count else "None"
