"""A reader's answer as a sentence, with who gave it and when."""

from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from core.review.corrections import Review, Verdict

_ENGLISH = QLocale.Language.English


def review_words(review: Review | None, *, me: str, now: datetime) -> str:
    """Return what the reader said, by whom and when: ``You agreed · 14:32``.

    Parameters
    ----------
    review
        The answer, or ``None`` where there is none yet.
    me
        The reader at this screen, who is called “You”.
    now
        With its time zone: a review of the same day is told by its hour alone.
    """
    if review is None:
        return "Not reviewed yet"
    mine = review.reader == me
    who = "You" if mine else review.reader
    return f"{who} {_said(review, mine=mine)} · {_when(review.time, now)}"


def listed(names: tuple[str, ...]) -> str:
    """Return names as a sentence has them: ``a, b and c``."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _said(review: Review, *, mine: bool) -> str:
    match review.verdict:
        case Verdict.AGREE if not review.findings:
            return "agreed with the refusal"
        case Verdict.AGREE:
            return f"agreed: {listed(review.findings)}"
        case Verdict.CORRECT:
            return f"{'see' if mine else 'sees'} {listed(review.findings)}"
        case Verdict.NONE_OF_THESE:
            return f"{'see' if mine else 'sees'} none of these"
        case Verdict.CANNOT_JUDGE:
            return "cannot judge this still"


def _when(time: datetime, now: datetime) -> str:
    local, today = time.astimezone(now.tzinfo), now
    hour = f"{local:%H:%M}"
    if local.date() == today.date():
        return hour
    date = QDate(local.year, local.month, local.day)
    return f"{QLocale(_ENGLISH).toString(date, 'd MMMM yyyy')}, {hour}"
