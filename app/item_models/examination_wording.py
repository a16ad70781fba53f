"""What a row of the tree of examinations says."""

from app.item_models.examination_tree import Examination

ALL = "All examinations"


def name_text(examination: Examination) -> str:
    """Return the folder's name, or what the root is."""
    return examination.name or ALL


def stills_text(examination: Examination) -> str:
    """Return ``12 of 40`` while stills are still to come, then ``40``."""
    done, total = examination.progress
    return f"{total:,}" if done == total else f"{done:,} of {total:,}"


def reviewed_text(examination: Examination) -> str:
    """Return ``3 of 38``, empty as long as there is nothing to review."""
    reviewed, readable = examination.reviewed
    return f"{reviewed:,} of {readable:,}" if readable else ""


def findings_text(examination: Examination) -> str:
    """Return the program's findings, the most frequent first, and what has none."""
    return ", ".join(f"{name} {stills:,}" for name, stills in _findings(examination))


def name_tooltip(examination: Examination) -> str:
    """Return the whole path."""
    return examination.folder or ALL


def stills_tooltip(examination: Examination) -> str:
    """Return how many stills have been classified."""
    done, total = examination.progress
    return f"{done:,} of {total:,} stills classified"


def reviewed_tooltip(examination: Examination) -> str:
    """Return how many stills have been reviewed."""
    text = reviewed_text(examination)
    return f"{text} readable stills reviewed" if text else "Nothing to review yet"


def findings_tooltip(examination: Examination) -> str:
    """Return a line for each of the program's findings."""
    return "\n".join(f"{name}: {stills:,}" for name, stills in _findings(examination))


def sentence(examination: Examination) -> str:
    """Return a row in whole sentences, for a screen reader."""
    counts = f"{stills_tooltip(examination)}. {reviewed_tooltip(examination)}."
    findings = findings_text(examination)
    told = f" {findings}." if findings else ""
    return f"{name_tooltip(examination)}: {counts}{told}"


def _findings(examination: Examination) -> list[tuple[str, int]]:
    tally = examination.tally
    found = sorted(tally.by_finding.items(), key=lambda item: (-item[1], item[0]))
    others = (("refused", tally.refused), ("unreadable", tally.unreadable))
    return found + [(word, stills) for word, stills in others if stills]
