"""What is kept, what deleting it loses and what came of it, in sentences.

For the window and the command line alike: no Qt is imported here.
"""

from app.byte_sizes import in_words
from app.worker.outcome_sentences import counted
from core.keeping.deletion import Deleted
from core.keeping.places import KeptPlace, PlaceKey
from core.review.erasing import LogCounts

_LOSSES = {
    PlaceKey.PREPARED: "The next training prepares its stills again, which takes "
    "longer. Nothing is lost.",
    PlaceKey.RUNS: "Their findings cannot be shown or exported again, and their "
    "reports with stills are gone. Reviews, models and what was exported or sorted "
    "stay.",
    PlaceKey.UNFINISHED: "These classifications and trainings cannot be resumed any "
    "more; they would have to begin anew.",
    PlaceKey.SESSION: "The next window opens without a folder. What is open when a "
    "window closes is remembered again.",
    PlaceKey.CRASHES: "A problem that they tell of can no longer be reported.",
    PlaceKey.LEFTOVERS: "Nothing is lost that could be used.",
}


def how_much(place: KeptPlace) -> str:
    """Return how many things there are: '12 runs'; 'nothing' without any."""
    return counted(place.count, place.counted) if place.count else "nothing"


def what_is_lost(place: KeptPlace) -> str:
    """Return what deleting a place means, for whoever is asked."""
    if place.key is PlaceKey.REVIEWS:
        return _lost_answers(place.log)
    return _LOSSES[place.key]


def what_came_of_it(deleted: Deleted) -> str:
    """Return what was deleted and, if anything, what stayed and why."""
    if not deleted.count and not deleted.left:
        return "There was nothing to delete."
    things = counted(deleted.count, deleted.counted)
    gone = f"Deleted {things}, {in_words(deleted.bytes)}."
    if not deleted.left:
        return gone
    first, more = deleted.left[0], len(deleted.left) - 1
    return f"{gone} Left: {first}" + (f" And {more:,} more." if more else "")


def _lost_answers(log: LogCounts) -> str:
    parts = []
    if log.reviews:
        who = f" by {counted(log.readers, 'reader')}" if log.readers else ""
        parts.append(
            f"{counted(log.reviews, 'review')} of {counted(log.stills, 'still')}{who}"
        )
    if log.questions:
        parts.append(counted(log.questions, "questioned label"))
    if log.decisions:
        parts.append(counted(log.decisions, "decision") + " on data sets")
    what = _listed(parts) or "No answers, but damaged or old copies of them,"
    return (
        f"{what} would be lost for good: they are overwritten, and nothing brings them "
        "back but a backup of yours. Exports that were made stay."
    )


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
