"""What the page about a labelled folder shows, chosen so that it stays small."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from core.dataset.check_record import CheckRecord, CopyGroup
from core.dataset.check_report import (
    CheckContent,
    ClassSummary,
    DismissedStillShown,
    PicturedCopies,
    PicturedStill,
    PoorStill,
)
from core.images.quality import QualityProblem

SAMPLES_OF_EACH_CLASS = 12
MOST_POOR = 60
MOST_CONFLICTS = 60
MOST_COPIES = 30
MOST_OF_ONE_SET = 8
MOST_LEFT_OUT = 24
"""Together at most some 900 thumbnails of 8 kB; usually a tenth of that."""


def gather_check_content(
    record: CheckRecord, *, picture: Callable[[str], bytes | None]
) -> CheckContent:
    """Choose what the page shows of a record.

    Parameters
    ----------
    record
        What was found out; every number of the page is one of its.
    picture
        Returns a small JPEG of a still by its name, or None if it cannot be read. Asked
        only for stills that are shown.
    """

    def pictured(name: str, label: str) -> PicturedStill:
        return PicturedStill(name, label, picture(name))

    def sets(found: Sequence[CopyGroup], most: int) -> tuple[PicturedCopies, ...]:
        return tuple(_pictured(found[:most], record, pictured))

    problems = sorted(_problems(record))
    conflicts, look_alikes = record.conflicts, record.look_alikes
    return CheckContent(
        title=record.folder.name,
        created=record.created,
        program_version=record.program_version,
        groups=record.groups,
        grouping=record.grouping,
        split=record.split,
        classes=tuple(_summaries(record, pictured)),
        problems=dict(Counter(problem for problem, *_ in problems).most_common()),
        poor=tuple(
            PoorStill(pictured(name, label), problem, reason)
            for problem, name, label, reason in problems[:MOST_POOR]
        ),
        conflict_count=len(conflicts),
        conflicts=sets(conflicts, MOST_CONFLICTS),
        copies_count=len(look_alikes),
        copies=sets(look_alikes, MOST_COPIES),
        left_out_count=len(record.left_out),
        left_out=tuple(
            DismissedStillShown(pictured(one.name, one.label), one.why, one.reader)
            for one in record.left_out[:MOST_LEFT_OUT]
        ),
        told_apart=len(record.told_apart),
        advice=record.advice,
        notices=record.notices,
        drawn=record.drawn,
    )


def _problems(record: CheckRecord) -> Iterator[tuple[str, str, str, str]]:
    """Yield problem, name, label and reason of everything that is wrong."""
    for lost in record.unreadable:
        yield str(QualityProblem.UNREADABLE), lost.name, lost.label, lost.reason
    for poor in record.poor:
        still = record.stills[poor.still]
        for finding in poor.findings:
            yield str(finding.problem), still.name, still.label, finding.reason


def _summaries(
    record: CheckRecord, pictured: Callable[[str, str], PicturedStill]
) -> Iterator[ClassSummary]:
    for one in record.classes:
        names = [still.name for still in record.of_class(one.name)]
        yield ClassSummary(
            name=one.name,
            stills=one.stills,
            groups=one.groups,
            by_part=one.parts,
            samples=tuple(pictured(name, one.name) for name in _spread(names)),
        )


def _spread(names: Sequence[str]) -> list[str]:
    """Return a few stills from all over the class, the same at each check."""
    count = min(len(names), SAMPLES_OF_EACH_CLASS)
    return [names[i * len(names) // count] for i in range(count)]


def _pictured(
    sets: Iterable[CopyGroup],
    record: CheckRecord,
    pictured: Callable[[str, str], PicturedStill],
) -> Iterator[PicturedCopies]:
    for own in sets:
        shown = [record.stills[i] for i in own.stills[:MOST_OF_ONE_SET]]
        yield PicturedCopies(
            own.reason,
            tuple(pictured(still.name, still.label) for still in shown),
            len(own.stills),
        )
