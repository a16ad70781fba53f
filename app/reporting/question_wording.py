"""A doubt in a label, as a person reads it; loads nothing of a window."""

from core.review.label_questions import LabelQuestion


def question_sentence(question: LabelQuestion) -> str:
    """Return who doubts a label, what they see instead, and when they said so."""
    when = question.time.astimezone().strftime("%Y-%m-%d %H:%M")
    sees = question.proposed or "none of the model's classes"
    return f"{question.reader or 'A reader'} sees {sees} ({when})."
