"""An evaluation without file names, for pages and files that must not show any."""

from core.library.evaluation_record import EvaluationRecord
from core.library.redaction import LEFT_OUT, without_file_names

__all__ = ["LEFT_OUT", "discreet", "without_file_names"]


def discreet(record: EvaluationRecord) -> EvaluationRecord:
    """Return the record without what looks like a still's name in its sentences."""
    return record.model_copy(
        update={
            "subset": without_file_names(record.subset),
            "grouping": without_file_names(record.grouping),
            "notices": tuple(map(without_file_names, record.notices)),
        }
    )
