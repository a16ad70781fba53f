"""Drawn findings and reviews, for tests of the item models."""

from datetime import UTC, datetime

import numpy as np
from hypothesis import strategies as st

from core.jobs.events import ClassifiedStill
from core.review.corrections import Review, Verdict

CLASSES = ("polyps", "Barretts", "esophagitis")
TIME = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
AGREE = Review(Verdict.AGREE, ("polyps",), "Dr Hart", TIME)
NONE_OF_THESE = Review(Verdict.NONE_OF_THESE, (), "Dr Hart", TIME)
CANNOT_JUDGE = Review(Verdict.CANNOT_JUDGE, (), "Dr Hart", TIME)


def corrected(*findings: str) -> Review:
    return Review(Verdict.CORRECT, findings, "Dr Hart", TIME)


def readable(
    file: str,
    predicted: str | None = "polyps",
    confidence: float = 0.973,
    decision: str = "accept",
    *,
    digest: str | None = None,
    true_class: str | None = None,
) -> ClassifiedStill:
    """A still with an answer; refused where nothing is predicted."""
    return ClassifiedStill(
        file=file,
        predicted_class=predicted,
        confidence=None if predicted is None else confidence,
        decision="refuse" if predicted is None else decision,  # type: ignore[arg-type]
        probabilities={name: 1 / len(CLASSES) for name in CLASSES},
        true_class=true_class,
        digest=f"digest of {file}" if digest is None else digest,
    )


def unreadable(file: str, error: str = "Not an image.") -> ClassifiedStill:
    return ClassifiedStill(
        file=file, predicted_class=None, confidence=None, decision=None, error=error
    )


def many(count: int, *, seed: int = 0) -> list[ClassifiedStill]:
    """Stills of all kinds, twenty to an examination."""
    rng = np.random.default_rng(seed)
    return [_any(f"exam{at // 20}/still {at}.png", rng) for at in range(count)]


def _any(file: str, rng: np.random.Generator) -> ClassifiedStill:
    kind = rng.integers(20)
    if kind == 0:
        return unreadable(file)
    if kind < 5:
        return readable(file, None)
    decision = "review" if kind < 12 else "accept"
    return readable(file, str(rng.choice(CLASSES)), float(rng.random()), decision)


_FILES = st.sampled_from(
    [f"{folder}{name}" for folder in ("", "a/", "a/b/", "ab/") for name in "XyzŚ"]
)
_READABLE = st.builds(
    readable,
    _FILES,
    st.sampled_from([*CLASSES, None]),
    st.sampled_from([0.0, 0.25, 0.5, 0.99, 1.0]),
    st.sampled_from(["accept", "review"]),
    digest=st.sampled_from(["", "one", "two", "three", "four"]),
)
_UNREADABLE = st.builds(
    unreadable, _FILES, st.sampled_from(["Cut short", "Not an Image"])
)
drawn_stills = st.lists(_READABLE | _READABLE | _UNREADABLE, max_size=12)
drawn_reviews = st.sampled_from(
    [
        None,
        AGREE,
        NONE_OF_THESE,
        CANNOT_JUDGE,
        corrected("esophagitis"),
        corrected("polyps", "Barretts"),
    ]
)
