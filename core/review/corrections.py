"""A reader's answer to a still, beside the program's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """What a reader says of the program's answer."""

    AGREE = "agree"
    CORRECT = "correct"
    """The reader sees other findings, or several."""
    NONE_OF_THESE = "none_of_these"
    """None of the model's classes is in the still."""
    CANNOT_JUDGE = "cannot_judge"


@dataclass(frozen=True, slots=True)
class Review:
    """One reader's answer to one still.

    ``findings`` are classes of the model, in its card's order: for ``AGREE`` the
    predicted one, or none where the program refused; for ``CORRECT`` one or more;
    else none.
    """

    verdict: Verdict
    findings: tuple[str, ...]
    reader: str
    time: datetime
    """With its time zone."""


def agreed(predicted: str | None, *, reader: str, time: datetime) -> Review:
    """Return the review of a reader who says what the program says.

    ``predicted`` is ``None`` where the program refused: the reader would, too.
    """
    findings = () if predicted is None else (predicted,)
    return Review(Verdict.AGREE, findings, reader, time)


def none_of_these(*, reader: str, time: datetime) -> Review:
    """Return the review of a still that shows none of the model's classes."""
    return Review(Verdict.NONE_OF_THESE, (), reader, time)


def cannot_judge(*, reader: str, time: datetime) -> Review:
    """Return the review of a still from which the reader cannot tell."""
    return Review(Verdict.CANNOT_JUDGE, (), reader, time)


def toggled(
    before: Review | None,
    finding: str,
    *,
    classes: Sequence[str],
    predicted: str | None,
    reader: str,
    time: datetime,
) -> Review | None:
    """Return the review with one finding added, or taken out if it was there.

    A reader who had not answered, or saw none of these, or could not judge, starts from
    nothing.

    Parameters
    ----------
    before
        The reader's answer so far.
    finding
        The class to add or to take out; one of ``classes``.
    classes
        The model's classes in its card's order, which the findings take.
    predicted
        What the program says; exactly this alone is agreement.
    reader, time
        Who answers now, and when, with its time zone.

    Returns
    -------
    Review or None
        ``None`` where no finding is left: the answer is withdrawn.

    Raises
    ------
    ValueError
        If ``finding`` is no class of the model.
    """
    if finding not in classes:
        msg = f"expected one of {tuple(classes)}, got {finding!r}"
        raise ValueError(msg)
    chosen = {finding} ^ set(before.findings if before else ())
    findings = tuple(name for name in classes if name in chosen)
    if not findings:
        return None
    verdict = Verdict.AGREE if findings == (predicted,) else Verdict.CORRECT
    return Review(verdict, findings, reader, time)
