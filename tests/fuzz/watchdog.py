"""Lets child processes have one malformed file after another, and watches them."""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from tests.fuzz.malformed_archives import malformed_archive
from tests.fuzz.malformed_stills import malformed_still

SECONDS_TO_START: Final = 180
SECONDS_FOR_ONE: Final = 120
"""Of the clock, on a machine that has other work: after these it hangs."""
PROCESSOR_SECONDS_FOR_ONE: Final = 30.0
"""For all five ways together, which decode eight times: a sound still of 100 million
pixels takes 1 to 3 s each time."""
BYTES_FOR_ONE: Final = 900 << 20
"""At the peak. The largest still that is read has 100 million pixels: 300 MB decoded,
as much again in its picture, and a copy of each while they are made."""
_ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass
class Outcome:
    """What became of one seed."""

    seed: int
    recipe: str = ""
    name: str = ""
    said: dict[str, str] = field(default_factory=dict)
    """For each way the reason, empty where all went well."""
    seconds: float = 0.0
    """Of processor time."""
    bytes_more: int = 0
    defect: str = ""
    """What must not be: a crash, a hang, an error without a sentence."""


def run_seeds(
    kind: str,
    seeds: Sequence[int],
    *,
    children: int = 2,
    real_data: Path | None = None,
    patience: float = SECONDS_FOR_ONE,
) -> Iterator[Outcome]:
    """Yield the outcome of each seed.

    Parameters
    ----------
    kind
        ``stills`` or ``archives``; see ``child.WORKS``.
    seeds
        Of the malformed files.
    children
        How many processes share them.
    real_data
        The folder of real images, if there is one.
    patience
        Seconds after which a child hangs.
    """
    shares = [seeds[i::children] for i in range(children)]
    done: queue.Queue[Outcome | None] = queue.Queue()

    def work(share: Sequence[int]) -> None:
        try:
            for outcome in _share(kind, share, real_data, patience):
                done.put(outcome)
        finally:
            done.put(None)

    with ThreadPoolExecutor(children) as pool:
        works = [pool.submit(work, share) for share in shares]
        for _ in shares:
            while (outcome := done.get()) is not None:
                yield outcome
        for one in works:
            one.result()


def _share(
    kind: str, seeds: Sequence[int], real_data: Path | None, patience: float
) -> Iterator[Outcome]:
    waiting = list(seeds)
    while waiting:
        with _Child(kind, real_data) as child:
            while waiting:
                outcome = child.outcome(waiting.pop(0), patience)
                if not child.lives:
                    outcome.recipe = _recipe(kind, outcome.seed, real_data)
                yield _judged(outcome)
                if not child.lives:
                    break


def _recipe(kind: str, seed: int, real_data: Path | None) -> str:
    if kind == "stills":
        return malformed_still(seed, real_data).recipe
    return malformed_archive(seed).recipe if kind == "archives" else ""


class _Child:
    """One process; it is over with the first seed that it does not answer."""

    def __init__(self, kind: str, real_data: Path | None) -> None:
        command = [sys.executable, "-m", "tests.fuzz.child", kind, str(real_data or "")]
        self._folder = tempfile.TemporaryDirectory(prefix="fuzz-")
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as self
        self._process = subprocess.Popen(
            command,
            cwd=_ROOT,
            env=os.environ
            | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": self._folder.name},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(
            target=self._follow, args=(self._process.stdout,), daemon=True
        ).start()
        self.lives = True

    def __enter__(self) -> "_Child":
        if not self._line(SECONDS_TO_START):
            self._end()
            raise RuntimeError(f"The child did not start: {self._last_words()}")
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._errors.close()
        self._folder.cleanup()  # whatever a child that died has left

    def outcome(self, seed: int, patience: float) -> Outcome:
        """Return what becomes of a seed."""
        assert self._process.stdin
        try:
            self._process.stdin.write(f"{seed}\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass
        line = self._line(patience)
        if line:
            return Outcome(**json.loads(line))
        self.lives = False
        if self._process.poll() is None and line is None:
            return Outcome(seed, defect=f"hangs: no answer for {patience} s")
        status = self._process.wait(SECONDS_FOR_ONE)
        return Outcome(seed, defect=f"died with {status}: {self._last_words()}")

    def _line(self, seconds: float) -> str | None:
        """Return a line, ``""`` where there will be none, ``None`` if none came."""
        try:
            return self._lines.get(timeout=seconds)
        except queue.Empty:
            return None

    def _follow(self, stream: IO[str]) -> None:
        for line in stream:
            self._lines.put(line)
        self._lines.put("")

    def _end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _last_words(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace")[-3000:]


def _judged(outcome: Outcome) -> Outcome:
    """Name what the child could not know to be a defect."""
    wordless = [
        way for way, said in outcome.said.items() if said and said[-1] not in ".!"
    ]
    if outcome.defect:
        return outcome
    if wordless:
        outcome.defect = f"no sentence: {[outcome.said[way] for way in wordless]}"
    elif outcome.seconds > PROCESSOR_SECONDS_FOR_ONE:
        outcome.defect = f"took {outcome.seconds:.1f} s of processor time"
    elif outcome.bytes_more > BYTES_FOR_ONE:
        outcome.defect = f"took {outcome.bytes_more >> 20} MB"
    return outcome
