"""File names of stills taken out of sentences, for pages that must not show any."""

import re

from core.library.evaluation_record import EvaluationRecord

LEFT_OUT = "[file name left out]"

_SUFFIX = r"\.(?:jpe?g|png|tiff?|bmp|webp)"

_STILL_NAME = re.compile(rf"“[^”]*{_SUFFIX}”|[^\s“”]+{_SUFFIX}\b", re.IGNORECASE)
"""A quoted name, spaces and all, or a word that ends like a still."""


def without_file_names(text: str) -> str:
    """Return the text with everything that looks like a still's name replaced."""
    return _STILL_NAME.sub(LEFT_OUT, text)


def discreet(record: EvaluationRecord) -> EvaluationRecord:
    """Return the record without what looks like a still's name in its sentences."""
    return record.model_copy(
        update={
            "subset": without_file_names(record.subset),
            "grouping": without_file_names(record.grouping),
            "notices": tuple(map(without_file_names, record.notices)),
        }
    )
