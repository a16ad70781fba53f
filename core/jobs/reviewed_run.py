"""A run that classified, joined with what readers said of its stills since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.jobs.context import JobContext
from core.jobs.events import ClassifiedStill
from core.jobs.findings_record import FINDINGS_FILE, RecordHeader, read_record
from core.review.corrections import Review
from core.review.decisions_log import recorded_reviews
from core.review.reviewed_still import ReviewedStill


@dataclass(frozen=True, slots=True)
class ReviewedRun:
    """What was classified, and the current reviews by the stills' digests."""

    header: RecordHeader
    reviews: Mapping[str, Review]
    record: Path

    def stills(self) -> Iterator[ReviewedStill]:
        """Yield every still with both answers, lazily, in the order of the run.

        Raises
        ------
        RecordUnusable
            While iterating, if the record is damaged.
        """
        _, stills = read_record(self.record)
        for still in stills:
            yield _joined(still, self.reviews.get(still.digest), self.header)


def open_run(run: Path, context: JobContext) -> ReviewedRun:
    """Return a run with its reviews as they are now.

    Parameters
    ----------
    run
        The run folder of a job that classified.
    context
        Knows where the log of reviews is.

    Raises
    ------
    RecordUnusable
        If the folder has no findings that can be read.
    ReviewLogUnusable
        If the reviews cannot be read.
    """
    record = run / FINDINGS_FILE
    header, _ = read_record(record)
    reviews = recorded_reviews(context.folders.review_log, header.model_key)
    return ReviewedRun(header, reviews, record)


def _joined(
    still: ClassifiedStill, review: Review | None, header: RecordHeader
) -> ReviewedStill:
    return ReviewedStill(
        file=still.file,
        digest=still.digest,
        predicted_class=still.predicted_class,
        confidence=still.confidence,
        decision=still.decision,
        probabilities=still.probabilities,
        error=still.error,
        true_class=still.true_class,
        review=review,
        model=header.model,
        classified_at=header.started,
    )
