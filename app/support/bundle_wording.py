"""What is said of a support bundle and of its parts.

For the window and the command line alike: no Qt is imported here.
"""

from datetime import datetime
from typing import Final

PARTS_WORDING: Final = {
    "README.txt": "What this is",
    "versions.txt": "The program, its libraries and this computer",
    "settings.json": "Settings, without the reader's name",
    "kept.txt": "How much is kept, and of what",
    "models.json": "Models, without what they tell apart",
    "crash.log": "Where in the program it crashed",
    "window.log": "What went wrong in the window",
    "job.json": "What a job was asked for",
    "events.jsonl": "What a job told",
    "worker.log": "What libraries said in a job",
}
"""By the end of their names in the archive."""

NEVER_IN_IT: Final = (
    "No stills, thumbnails, findings, reviews, notes or networks are in it, and not "
    "the reader's name."
)
WITHOUT_NAMES: Final = (
    "Names of people, computers, files, folders, models and classes were taken out: "
    "of a log, only the program's own words were kept, and “[…]” stands where "
    "something was left out. A name that is also a word of the program, such as "
    "“Green”, may have stayed if nothing told that it is a name: please look "
    "through it."
)
WITH_NAMES: Final = (
    "As you chose, logs and requests are as they were written: they hold names of "
    "files, folders, models and classes, and full paths, which may name patients, this "
    "computer and its user."
)
IN_SHORT_WITHOUT: Final = (
    "Names are taken out: “[…]” stands where one was. One that is also a word of the "
    "program, such as “Green”, may stay. Look through it before you pass it on."
)
IN_SHORT_WITH: Final = (
    "Names of files, folders, models and classes stay in it, and full paths: they may "
    "name patients, this computer and its user."
)


def about_the_bundle(*, with_names: bool, now: datetime, version: str) -> str:
    """Return the text that stands first in a bundle."""
    return (
        f"Support bundle of Lumenary {version}, made {now:%Y-%m-%d %H:%M %z}\n\n"
        f"{NEVER_IN_IT}\n"
        f"{WITH_NAMES if with_names else WITHOUT_NAMES}\n\n"
        "Nothing was sent anywhere. What is in it:\n"
    )
