"""Names of stills and paths taken out of what travels with a model."""

import re
from typing import Final

from core.library.card import ModelCard

LEFT_OUT: Final = "[file name left out]"
PATH_LEFT_OUT: Final = "[path left out]"

_SUFFIX: Final = r"\.(?:jpe?g|png|tiff?|bmp|webp)"

_STILL_NAME: Final = re.compile(rf"“[^”]*{_SUFFIX}”|[^\s“”]+{_SUFFIX}\b", re.IGNORECASE)
"""A quoted name, spaces and all, or a word that ends like a still."""

_PATH: Final = re.compile(r"“(?:/|\\\\|[A-Za-z]:[\\/])[^”]*”")
"""A quoted path from the root on: of a system with one root, a drive or a share."""


def without_file_names(text: str) -> str:
    """Return the text with what looks like a still's name or a full path replaced."""
    return _PATH.sub(PATH_LEFT_OUT, _STILL_NAME.sub(LEFT_OUT, text))


def discreet_card(card: ModelCard) -> ModelCard:
    """Return the card without what looks like a still's name or a path in its notices.

    What its maker wrote, and the folder's own name, are as they were.
    """
    data, decisions = card.data, card.decisions
    grouping = without_file_names(data.grouping)
    return card.model_copy(
        update={
            "data": data.model_copy(
                update={"grouping": grouping, "notices": _each(data.notices)}
            ),
            "decisions": decisions.model_copy(
                update={"notices": _each(decisions.notices)}
            ),
        }
    )


def _each(notices: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(without_file_names, notices))
