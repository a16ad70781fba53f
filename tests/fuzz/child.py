"""The process that the watchdog watches: takes seeds, answers with a line for each.

A decoder that crashes takes this process with it, and the watchdog knows the seed.
"""

import faulthandler
import json
import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from tests.fuzz.measured import measured

Work = Callable[[int, Path], dict[str, Any]]
"""Makes the file of a seed in a folder, lets the program have it, tells about it."""


def still_work(real_data: Path | None) -> Work:
    """Return the work on one malformed image."""
    from tests.fuzz.malformed_stills import malformed_still
    from tests.fuzz.still_ways import StillWays

    ways = StillWays()

    def work(seed: int, folder: Path) -> dict[str, Any]:
        made = malformed_still(seed, real_data)
        path = folder / made.name
        path.write_bytes(made.data)
        answer: dict[str, Any] = {"recipe": made.recipe, "name": made.name}
        try:
            with measured() as cost:
                answer["said"] = ways.all(path)
        finally:
            path.unlink()
        return answer | {"seconds": cost.seconds, "bytes_more": cost.bytes_more}

    return work


def archive_work(real_data: Path | None) -> Work:
    """Return the work on one malformed archive of a model."""
    del real_data
    from tests.fuzz.archive_ways import ArchiveWays
    from tests.fuzz.malformed_archives import malformed_archive

    ways = ArchiveWays()

    def work(seed: int, folder: Path) -> dict[str, Any]:
        made = malformed_archive(seed)
        path = folder / made.name
        path.write_bytes(made.data)
        answer: dict[str, Any] = {"recipe": made.recipe, "name": made.name}
        with measured() as cost:
            answer["said"] = ways.all(path, folder)
        return answer | {"seconds": cost.seconds, "bytes_more": cost.bytes_more}

    return work


def harmful_work(real_data: Path | None) -> Work:
    """Return work that ends as a bad decoder's does: to try the watchdog itself."""
    del real_data

    def work(seed: int, folder: Path) -> dict[str, Any]:
        del folder
        if seed == ABORTS:
            os.abort()
        if seed == HANGS:
            time.sleep(3600)
        if seed == RAISES:
            raise RecursionError
        said = {"way": "-215:Assertion failed" if seed == HAS_NO_SENTENCE else ""}
        return {"said": said, "bytes_more": 2**40 * (seed == TAKES_MEMORY)}

    return work


ABORTS, HANGS, RAISES, HAS_NO_SENTENCE, TAKES_MEMORY = range(1, 6)
WORKS: Final = {"stills": still_work, "archives": archive_work, "harm": harmful_work}


def main(kind: str, real_data: str) -> None:
    """Answer each seed of standard input with a line of JSON."""
    faulthandler.enable()
    with os.fdopen(os.dup(1), "w") as answers:
        os.dup2(2, 1)  # what libraries print is no answer
        work = WORKS[kind](Path(real_data) if real_data else None)
        answers.write(json.dumps({"ready": True}) + "\n")
        answers.flush()
        for line in sys.stdin:
            answers.write(json.dumps(_answer(work, int(line))) + "\n")
            answers.flush()


def _answer(work: Work, seed: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        try:
            return {"seed": seed} | work(seed, Path(folder))
        except Exception:  # noqa: BLE001 - every kind of it is what is looked for
            return {"seed": seed, "defect": traceback.format_exc()}


if __name__ == "__main__":
    main(*sys.argv[1:])
