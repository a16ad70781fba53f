"""What a check found, as sections with entries, and the stills behind each entry."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.curating.check_wording import (
    classes_note,
    group_note,
    nearness,
    part_word,
)
from app.curating.gathering import LEFT_OUT, Gathering, Section
from app.curating.open_check import OpenCheck
from app.item_models.entries_model import Entry
from app.item_models.stills_model import LazyStills, ShownStill
from core.dataset.digest_pairs import DigestPair
from core.evaluation.wording import count_of, thousands
from core.review.dataset_decisions import DecisionsInForce

if TYPE_CHECKING:
    from core.dataset.check_record import (
        CheckedStill,
        CopyGroup,
        LeftOutStill,
    )

_MOST_GROUPS: Final = 500
"""Groups that are listed, the largest first: nobody goes through more."""
_CONFLICT: Final = "At most one of their labels can be right."
_SAME_FILES: Final = (
    "Leaving one out leaves out both: to keep one, take the other out of its folder."
)


class CheckSections:
    """Puts a check and the decisions of now into words and stills.

    Parameters
    ----------
    check
        What is looked at.
    now
        The decisions that stand.
    """

    def __init__(self, check: OpenCheck, now: DecisionsInForce) -> None:
        self._check = check
        self._record = check.record
        self._now = now

    def counts(self) -> dict[Section, int | None]:
        """Return how much there is in each section; ``None`` where nothing counts."""
        record, counts = self._record, dict.fromkeys(Section)
        return counts | {
            Section.CLASSES: len(record.classes),
            Section.CONFLICTS: len(record.conflicts),
            Section.COPIES: len(record.look_alikes),
            Section.POOR: len(record.poor),
            Section.UNREADABLE: len(record.unreadable),
            Section.GROUPS: record.groups,
            Section.DECISIONS: len(list(self._decisions())),
        }

    def of(self, section: Section) -> tuple[Gathering, ...]:
        """Return a section's entries; none where it is shown in another way."""
        match section:
            case Section.CLASSES:
                return tuple(self._classes())
            case Section.CONFLICTS:
                return tuple(map(self._copies, self._record.conflicts))
            case Section.COPIES:
                return tuple(map(self._copies, self._record.look_alikes))
            case Section.POOR:
                return tuple(self._poor())
            case Section.UNREADABLE:
                return tuple(self._unreadable())
            case Section.GROUPS:
                return tuple(self._groups())
            case Section.DECISIONS:
                return tuple(self._decisions())
            case Section.OVERVIEW | Section.SPLIT:
                return ()

    def stills(self, section: Section, gathering: Gathering) -> Sequence[ShownStill]:
        """Return the stills of an entry, with what is said of each here."""
        if gathering.others:
            return gathering.others
        places = gathering.places
        findings = self._findings if section is Section.POOR else {}

        def still(at: int) -> ShownStill:
            shown = self._shown(places[at], findings)
            if section is Section.CLASSES:  # all of one: where it lies says more
                return replace(shown, words=shown.aside, aside="")
            return replace(shown, aside="") if section is Section.POOR else shown

        return LazyStills(len(places), still)

    def is_told_apart(self, pair: DigestPair | None) -> bool:
        """Return whether somebody said that two stills are no copies."""
        return pair in self._now.not_copies

    def is_left_out(self, digest: str) -> bool:
        """Return whether somebody left a still out."""
        return digest in self._now.left_out

    # the entries

    def _classes(self) -> Iterator[Gathering]:
        for one in self._record.classes:
            groups = count_of(one.groups, "group")
            yield Gathering(
                Entry(one.name, thousands(one.stills), groups),
                f"{one.name}: {count_of(one.stills, 'still')} in {groups}",
                places=self._check.places_of_class.get(one.name, ()),
                class_name=one.name,
            )

    def _copies(self, group: "CopyGroup") -> Gathering:
        title = _base(self._check.still(group.stills[0]).name)
        note = classes_note(group.labels) if group.conflict else nearness(group.pairs)
        pairs = [self._check.pair(p.first, p.second) for p in group.pairs]
        apart = sum(map(self.is_told_apart, pairs))
        decided = "told apart" if apart and apart == len(pairs) else ""
        about = f"They are taken for copies: {group.reason}."
        if group.conflict:
            about = f"{about} {_CONFLICT}"
            if group.kind == "digest":
                about = f"{about} {_SAME_FILES}"
        return Gathering(
            Entry(title, decided or thousands(len(group.stills)), note),
            f"{count_of(len(group.stills), 'still')}: {classes_note(group.labels)}",
            about,
            group.stills,
            pairs=group.pairs,
        )

    def _poor(self) -> Iterator[Gathering]:
        places: dict[str, list[int]] = {}
        for poor in self._record.poor:
            for problem in dict.fromkeys(str(one.problem) for one in poor.findings):
                places.setdefault(problem, []).append(poor.still)
        for problem, own in sorted(places.items(), key=lambda it: -len(it[1])):
            yield Gathering(
                Entry(problem.capitalize(), thousands(len(own))),
                f"{count_of(len(own), 'still')}: {problem}",
                "Advice only: they are trained on unless you leave them out.",
                own,
            )

    def _unreadable(self) -> Iterator[Gathering]:
        by_reason: dict[str, list[ShownStill]] = {}
        for one in self._record.unreadable:
            path = self._check.folder / one.name
            shown = ShownStill(
                path, one.name, one.label, about=one.reason, unreadable=True
            )
            by_reason.setdefault(one.reason, []).append(shown)
        for reason, own in sorted(by_reason.items(), key=lambda it: -len(it[1])):
            yield Gathering(
                Entry(reason, thousands(len(own))),
                count_of(len(own), "file"),
                f"{reason} No model is trained on such files.",
                others=tuple(own),
            )

    def _groups(self) -> Iterator[Gathering]:
        groups = self._check.places_of_group
        several = [groups[number] for number in sorted(groups)]
        several = [own for own in several if len(own) > 1]
        more = len(several) - _MOST_GROUPS
        unlisted = f" {count_of(more, 'smaller group')} not listed." if more > 0 else ""
        for own in sorted(several, key=len, reverse=True)[:_MOST_GROUPS]:
            first = self._check.still(own[0])
            labels = [self._check.still(place).label for place in own]
            yield Gathering(
                Entry(
                    _base(first.name),
                    thousands(len(own)),
                    classes_note(labels),
                ),
                f"{count_of(len(own), 'still')} that stay together",
                group_note(first.part, self._record.grouping) + unlisted,
                own,
            )

    def _decisions(self) -> Iterator[Gathering]:
        yield from map(self._decided_pair, self._pairs_of_here())
        names = {still.digest: still for still in self._record.left_out}
        for digest, line in sorted(
            self._now.left_out.items(), key=lambda it: it[1].time, reverse=True
        ):
            place = self._check.place_of_digest.get(digest)
            told = names.get(digest)
            still = told if place is None else self._check.still(place)
            if still is None:
                continue  # of another folder
            others = () if told is None else (self._left_out(told),)
            when = line.time.astimezone().strftime("%Y-%m-%d %H:%M")
            about = f"{line.reader or 'Somebody'} left it out of training ({when})."
            yield Gathering(
                Entry(_base(still.name), note="Left out of training"),
                still.name,
                f"{about} {line.why}".strip(),
                () if place is None else (place,),
                others if place is None else (),
                decided_still=digest,
            )

    def _pairs_of_here(self) -> Iterable[tuple[DigestPair, tuple[int, int]]]:
        places = self._check.place_of_digest
        for pair in sorted(self._now.not_copies):
            one, other = (places.get(digest) for digest in pair)
            if one is not None and other is not None:
                yield pair, (min(one, other), max(one, other))

    def _decided_pair(self, told: tuple[DigestPair, tuple[int, int]]) -> Gathering:
        pair, places = told
        names = [_base(self._check.still(p).name) for p in places]
        together = len({self._check.still(place).group for place in places}) == 1
        return Gathering(
            Entry(" and ".join(names), note="Not copies of each other"),
            f"{names[0]} and {names[1]} are no copies of each other",
            "At the last check they shared a group all the same: by a third still, or "
            "because a table or pattern says so."
            if together and pair in {t.digests for t in self._record.told_apart}
            else "Likeness does not keep them together.",
            places,
            decided_pair=pair,
        )

    # the stills

    @property
    def _findings(self) -> dict[int, str]:
        return {
            poor.still: " ".join(one.reason for one in poor.findings)
            for poor in self._record.poor
        }

    def _shown(self, place: int, findings: dict[int, str]) -> ShownStill:
        still: CheckedStill = self._check.still(place)
        return ShownStill(
            self._check.folder / still.name,
            still.name,
            still.label,
            part_word(still.part),
            LEFT_OUT if self.is_left_out(still.digest) else "",
            still.digest,
            findings.get(place, ""),
        )

    def _left_out(self, still: "LeftOutStill") -> ShownStill:
        path = self._check.folder / still.name
        return ShownStill(
            path, still.name, still.label, tag=LEFT_OUT, digest=still.digest
        )


def _base(name: str) -> str:
    """Return a still's name without its folders."""
    return name.rpartition("/")[2]
