"""What the check of a labelled folder shows, chosen so that the page stays small."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.dataset.check_report import (
    CheckContent,
    ClassSummary,
    PicturedCopies,
    PicturedStill,
    PoorStill,
)
from core.dataset.grouping import Grouping
from core.dataset.scanning import LabelledStill
from core.dataset.splits import Split
from core.images.quality import QualityFinding

SAMPLES_OF_EACH_CLASS = 12
MOST_POOR = 60
MOST_CONFLICTS = 60
MOST_COPIES = 30
MOST_OF_ONE_SET = 8
"""Together at most some 900 thumbnails of 8 kB; usually a tenth of that."""


@dataclass(frozen=True, slots=True, eq=False)
class CheckedFolder:
    """What was found out about a labelled folder."""

    title: str
    stills: Sequence[LabelledStill]
    """The readable ones."""
    split: Split
    """Of ``stills``."""
    split_sentence: str
    grouping: Grouping
    """Of ``stills``."""
    findings: Sequence[tuple[LabelledStill, QualityFinding]]
    """Problems of readable and unreadable stills, in any order."""
    notices: Sequence[str]
    drawn: bool = False


def gather_check_content(
    checked: CheckedFolder,
    *,
    created: datetime,
    program_version: str,
    picture: Callable[[LabelledStill], bytes | None],
) -> CheckContent:
    """Choose what the page shows.

    Parameters
    ----------
    checked
        What was found out.
    created, program_version
        Stand at the head and the foot of the page.
    picture
        Returns a small JPEG of a still, or None if it cannot be read. Asked only for
        stills that are shown.
    """

    def pictured(still: LabelledStill) -> PicturedStill:
        return PicturedStill(still.name, still.label, picture(still))

    findings = sorted(checked.findings, key=lambda f: (f[1].problem, f[0].name))
    counts = Counter(str(finding.problem) for _, finding in findings)
    in_conflict = {conflict.stills for conflict in checked.grouping.conflicts}
    conflicts = [(c.reason, c.stills) for c in checked.grouping.conflicts]
    copies = _told_once(checked, in_conflict)
    return CheckContent(
        title=checked.title,
        created=created,
        program_version=program_version,
        groups=checked.grouping.count,
        grouping=checked.grouping.description,
        split=checked.split_sentence,
        classes=tuple(_summaries(checked, pictured)),
        problems=dict(counts.most_common()),
        poor=tuple(
            PoorStill(pictured(still), str(finding.problem), finding.reason)
            for still, finding in findings[:MOST_POOR]
        ),
        conflict_count=len(conflicts),
        conflicts=_pictured(conflicts[:MOST_CONFLICTS], checked.stills, pictured),
        copies_count=len(copies),
        copies=_pictured(copies[:MOST_COPIES], checked.stills, pictured),
        notices=tuple(dict.fromkeys(checked.notices)),
        drawn=checked.drawn,
    )


def _summaries(
    checked: CheckedFolder, pictured: Callable[[LabelledStill], PicturedStill]
) -> Iterable[ClassSummary]:
    members: dict[str, list[int]] = defaultdict(list)
    for i, still in enumerate(checked.stills):
        members[still.label].append(i)
    for label in sorted(members):
        own = members[label]
        shown = sorted((checked.stills[i] for i in own), key=lambda still: still.name)
        yield ClassSummary(
            name=label,
            stills=len(own),
            groups=len({checked.grouping.ids[i] for i in own}),
            by_part=Counter(checked.split.parts[i] for i in own),
            samples=tuple(pictured(still) for still in _spread(shown)),
        )


def _spread(stills: Sequence[LabelledStill]) -> list[LabelledStill]:
    """Return a few stills from all over the class, the same at each check."""
    count = min(len(stills), SAMPLES_OF_EACH_CLASS)
    return [stills[i * len(stills) // count] for i in range(count)]


def _told_once(
    checked: CheckedFolder, in_conflict: Iterable[tuple[int, ...]]
) -> list[tuple[str, tuple[int, ...]]]:
    """Return what is alike besides; a set within one told before is left out."""
    told = [set(own) for own in in_conflict]
    found: list[tuple[str, tuple[int, ...]]] = []
    for copies in checked.grouping.copies:
        own = set(copies.stills)
        if not any(own <= earlier for earlier in told):
            told.append(own)
            found.append((copies.reason, copies.stills))
    return found


def _pictured(
    sets: Iterable[tuple[str, tuple[int, ...]]],
    stills: Sequence[LabelledStill],
    pictured: Callable[[LabelledStill], PicturedStill],
) -> tuple[PicturedCopies, ...]:
    return tuple(
        PicturedCopies(
            reason,
            tuple(pictured(stills[i]) for i in own[:MOST_OF_ONE_SET]),
            len(own),
        )
        for reason, own in sets
    )
