"""Which reviewed stills can teach one class each, and why the others cannot."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from core.dataset.walking import is_hidden
from core.review.corrections import Review, Verdict
from core.review.reviewed_still import ReviewedStill

_NOT_IN_A_NAME: Final = frozenset('<>:"/\\|?*')
"""What Windows, or any system, does not allow in the name of a folder."""


class LeftOut(StrEnum):
    """Why a reviewed still is not copied, to follow a number of stills."""

    SEVERAL = "with several findings"
    NONE_OF_THESE = "with none of the model's classes"
    CANNOT_JUDGE = "that the reader could not judge"
    REFUSED = "that the program and the reader refused"
    SAME_STILL = "that are the same as another"
    NO_FOLDER_NAME = "whose finding cannot be the name of a folder"
    UNREADABLE = "that are gone or cannot be read"
    CHANGED = "that changed after the review"


@dataclass(frozen=True, slots=True)
class SingleFinding:
    """One still, by its content, and the one class that a reader sees in it."""

    label: str
    review: Review
    stills: list[ReviewedStill] = field(default_factory=list)
    """Wherever in the folder it stands."""


def single_findings(
    stills: Iterable[ReviewedStill], left_out: Counter[LeftOut]
) -> Sequence[SingleFinding]:
    """Return the stills with exactly one finding, each content once.

    Parameters
    ----------
    stills
        Those without a review are passed over.
    left_out
        Is told of each of the others why it is not among those returned.
    """
    by_digest: dict[str, SingleFinding] = {}
    for still in stills:
        if still.review is None:
            continue
        if reason := _reason_against(still.review):
            left_out[reason] += 1
            continue
        new = SingleFinding(still.review.findings[0], still.review)
        one = by_digest.setdefault(still.digest, new)
        left_out[LeftOut.SAME_STILL] += one is not new
        one.stills.append(still)
    return tuple(by_digest.values())


def _reason_against(review: Review) -> LeftOut | None:
    match review.verdict:
        case Verdict.NONE_OF_THESE:
            return LeftOut.NONE_OF_THESE
        case Verdict.CANNOT_JUDGE:
            return LeftOut.CANNOT_JUDGE
        case Verdict.AGREE | Verdict.CORRECT:
            return _reason_against_findings(review.findings)


def _reason_against_findings(findings: Sequence[str]) -> LeftOut | None:
    if not findings:
        return LeftOut.REFUSED
    if len(findings) > 1:
        return LeftOut.SEVERAL
    return None if _can_name_a_folder(findings[0]) else LeftOut.NO_FOLDER_NAME


def _can_name_a_folder(name: str) -> bool:
    """Return whether a class can, which a model from elsewhere may call anything."""
    plain = name.isprintable() and not _NOT_IN_A_NAME.intersection(name)
    return plain and bool(name) and not is_hidden(name) and name[-1] not in ". "
