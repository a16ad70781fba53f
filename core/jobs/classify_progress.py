"""How far a classification is, and what it owes to an earlier one, told as it goes."""

from collections.abc import Sequence

from core.jobs.batch_work import DoneBatch
from core.jobs.channel import Reporter
from core.jobs.earlier_findings import EarlierFindings
from core.jobs.events import ClassifiedStill


class ClassifyProgress:
    """Tells how far the work is; the time left is told by what is classified anew."""

    def __init__(self, report: Reporter, total: int, earlier: EarlierFindings) -> None:
        """Tell what will be taken over, and that nothing is done yet."""
        self._report = report
        self._total = total
        self._promised = earlier.count()
        self._taken_over = 0
        self._done = 0
        self._classifying = earlier.started is None
        if earlier.started is not None:
            report.info(
                f"{self._promised} of {total} findings are taken over from the run of "
                f"{earlier.started:%Y-%m-%d %H:%M}."
            )
        self._begin("Taking over findings" if earlier.runs else "Classifying stills")

    def noted(self, batch: DoneBatch) -> Sequence[ClassifiedStill]:
        """Return the rows of a batch after a look at where they come from."""
        if batch.taken_over:
            self._taken_over += sum(not row.error for row in batch.rows)
        elif not self._classifying:
            self._classifying = True
            self._begin("Classifying stills")
        return batch.rows

    def show(self, done: int) -> None:
        """Tell how many stills are done."""
        self._done = done
        self._activity(done, self._total)

    def tell_changes(self) -> None:
        """Tell at the end what was not as it seemed at the beginning."""
        if gone := max(self._total - self._done, 0):
            self._report.warn(
                f"{gone} of {self._total} stills were gone before their turn came and "
                "have no finding."
            )
        if again := max(self._promised - self._taken_over, 0):
            self._report.info(
                f"{again} of the earlier findings were not taken over after all: a "
                "still of their batch is new, has changed or is gone."
            )

    def _begin(self, activity: str) -> None:
        self._activity = self._report.activity(activity, already=self._done)
        self._activity(self._done, self._total)
