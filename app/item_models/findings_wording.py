"""What a row of the findings says: in cells, in tooltips, to a screen reader."""

import math

import numpy as np

from app.item_models.findings_columns import (
    DECISIONS,
    NONE,
    VERDICTS,
    FindingsColumns,
)
from core.review.corrections import Verdict

UNREADABLE = "Unreadable"
NOTHING = "—"
"""Stands where the program refused to name a finding."""
REFUSED = "Refused: unlike the stills the model was trained on"
_DECISION_WORDS = {"accept": "Accept", "review": "Review", "refuse": "Refuse"}
_DECISION_MEANINGS = {
    "accept": "Accepted: at or above the confidence for accepting",
    "review": "To review: below the confidence for accepting",
    "refuse": REFUSED,
}
_DECISION_NOTES = {
    "accept": "",
    "review": "Below the confidence for accepting",
    "refuse": "Unlike the training stills",
}
_VERDICT_WORDS = {
    Verdict.AGREE: "Agrees",
    Verdict.NONE_OF_THESE: "None of these",
    Verdict.CANNOT_JUDGE: "Cannot judge",
}
_VERDICT_MEANINGS = {
    Verdict.AGREE: "agrees with the program",
    Verdict.NONE_OF_THESE: "sees none of the model's findings",
    Verdict.CANNOT_JUDGE: "cannot judge this still",
}


def percent(share: float) -> str:
    """Return a share of 0 to 1 as ``97.3 %``, rounded down: only 1 is ``100.0 %``."""
    tenths = math.floor(round(share * 1000, 9))  # 0.29 * 100 is 28.999999999999996
    if share < 1:
        tenths = min(tenths, 999)
    return f"{tenths / 10:.1f} %"


def finding_text(columns: FindingsColumns, row: int) -> str:
    """Return the program's class, or why there is none."""
    if columns.unreadable[row]:
        return UNREADABLE
    return columns.class_name(int(columns.predicted[row])) or NOTHING


def confidence_text(columns: FindingsColumns, row: int) -> str:
    """Return the confidence in percent, empty where there is none."""
    confidence = columns.known_confidence(row)
    return "" if confidence is None else percent(confidence)


def decision_text(columns: FindingsColumns, row: int) -> str:
    """Return what became of the answer in one word."""
    decision = _decision(columns, row)
    return _DECISION_WORDS[decision] if decision else UNREADABLE


def reader_text(columns: FindingsColumns, row: int) -> str:
    """Return the reader's answer in a few words, empty without a review."""
    verdict = _verdict(columns, row)
    if verdict is None:
        return ""
    if verdict is Verdict.CORRECT:
        return _reader_findings(columns, row)
    return _VERDICT_WORDS[verdict]


def note_text(columns: FindingsColumns, row: int) -> str:
    """Return what is to be known of a row besides the answers."""
    decision = _decision(columns, row)
    if decision is None:
        return columns.errors[row]
    notes = (_DECISION_NOTES[decision], _truth_note(columns, row))
    return " · ".join(note for note in notes if note)


def finding_tooltip(columns: FindingsColumns, row: int) -> str:
    """Return the finding, or at length why there is none."""
    decision = _decision(columns, row)
    if decision is None:
        return (
            f"{UNREADABLE}: {columns.errors[row]}"
            if columns.errors[row]
            else UNREADABLE
        )
    return REFUSED if decision == "refuse" else finding_text(columns, row)


def confidence_tooltip(columns: FindingsColumns, row: int) -> str:
    """Return the confidence with what it means."""
    text = confidence_text(columns, row)
    return f"The program is {text} confident of its finding" if text else ""


def decision_tooltip(columns: FindingsColumns, row: int) -> str:
    """Return what the decision means."""
    decision = _decision(columns, row)
    return _DECISION_MEANINGS[decision] if decision else finding_tooltip(columns, row)


def reader_tooltip(columns: FindingsColumns, row: int) -> str:
    """Return who said what, and when."""
    review = columns.review(row)
    if review is None:
        return ""
    when = review.time.astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{review.reader or 'The reader'} {_reader_says(columns, row)} ({when})"


def still_sentence(columns: FindingsColumns, row: int) -> str:
    """Return a row in whole sentences, for a screen reader."""
    decision = _decision(columns, row)
    if decision is None:
        return _ended(f"{columns.files[row]}: {finding_tooltip(columns, row)}")
    answer = "refused, unlike the stills the model was trained on"
    if decision != "refuse":
        word = "accepted" if decision == "accept" else "to be reviewed"
        confidence = confidence_text(columns, row)
        answer = f"{finding_text(columns, row)}, confidence {confidence}, {word}"
    return f"{columns.files[row]}: {answer}. {reader_sentence(columns, row)}"


def finding_sentence(columns: FindingsColumns, row: int) -> str:
    """Return the program's finding as a sentence."""
    if _decision(columns, row) in ("accept", "review"):
        return f"The program says {finding_text(columns, row)}."
    return _ended(finding_tooltip(columns, row))


def confidence_sentence(columns: FindingsColumns, row: int) -> str:
    """Return the confidence as a sentence."""
    return _ended(confidence_tooltip(columns, row) or "There is no confidence")


def decision_sentence(columns: FindingsColumns, row: int) -> str:
    """Return the decision as a sentence."""
    return _ended(decision_tooltip(columns, row))


def reader_sentence(columns: FindingsColumns, row: int) -> str:
    """Return the reader's answer as a sentence."""
    if columns.unreadable[row]:
        return "There is nothing to review."
    if columns.verdict[row] == NONE:
        return "Not reviewed yet."
    return f"The reader {_reader_says(columns, row)}."


def note_sentence(columns: FindingsColumns, row: int) -> str:
    """Return the note as a sentence."""
    return _ended(note_text(columns, row) or "There is no note")


def _decision(columns: FindingsColumns, row: int) -> str | None:
    """Return the decision's name, ``None`` for an unreadable still."""
    return None if columns.unreadable[row] else DECISIONS[columns.decision[row]]


def _verdict(columns: FindingsColumns, row: int) -> Verdict | None:
    code = columns.verdict[row]
    return None if code == NONE else VERDICTS[code]


def _reader_findings(columns: FindingsColumns, row: int) -> str:
    named = np.flatnonzero(columns.reader_findings[row])
    return " + ".join(columns.classes[code] for code in named)


def _reader_says(columns: FindingsColumns, row: int) -> str:
    verdict = _verdict(columns, row)
    if verdict is None or verdict is Verdict.CORRECT:
        return f"sees {_reader_findings(columns, row)}"
    return _VERDICT_MEANINGS[verdict]


def _truth_note(columns: FindingsColumns, row: int) -> str:
    """Return what the folder says where the program named another class."""
    true_class = columns.class_name(int(columns.true_class[row]))
    predicted = columns.predicted[row]
    if true_class is None or predicted in (NONE, columns.true_class[row]):
        return ""
    return f"Folder says {true_class}"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."
