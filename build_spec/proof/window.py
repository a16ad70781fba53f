"""The window, driven by its keys: seen, its worker killed, its report saved as PDF."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from build_spec.proof.classifying import draw_many, many
from build_spec.proof.proving import Unproven, require
from build_spec.proof.screen import until, until_or_ended
from build_spec.proof.sealed_room import HOME
from build_spec.proof.walk import DATA, LABELLED, UNSORTED, Walk, events_of

WINDOW: Final = "^Lumenary$"
NOTICE: Final = "^For research only$"
_REPORT_PAGE: Final = "alt+5"
_PDF: Final = f"{HOME}/report.pdf"


@contextmanager
def opened(
    walk: Walk,
    *arguments: str,
    around: tuple[str, ...] = (),
    settled: bool = True,
) -> Iterator["subprocess.Popen[str]"]:
    """Open the window and close it again by its own key; it has to leave with 0.

    Parameters
    ----------
    walk
        Whose screen it opens on.
    arguments
        Of the program.
    around
        A command that runs the program, as strace does.
    settled
        Whether to wait until the screen stands still: work that runs may be over then.
    """
    command = (*around, walk.program.window, *arguments)
    running = walk.room.start(*command)
    window = shown(walk, running, WINDOW)
    walk.screen.focus(window)
    if settled:
        walk.screen.settled()
    yield running
    _quit(walk, running, window)


def shown(walk: Walk, running: "subprocess.Popen[str]", name: str) -> str:
    """Return a window of a program as soon as it is shown.

    Raises
    ------
    Unproven
        If the program ends instead, with what it said; or if none is shown in time.
    """
    windows = until_or_ended(
        f"a window {name}", lambda: walk.screen.windows(name), running
    )
    return windows[-1]


def accept_notice(walk: Walk, running: "subprocess.Popen[str]") -> None:
    """Read the notice of the first start, and accept it."""
    notice = shown(walk, running, NOTICE)
    walk.screen.settled()
    walk.screen.seen(walk.out / "first-start.png")
    walk.screen.focus(notice)
    walk.screen.key("Return")
    until("the notice gone", lambda: not walk.screen.windows(NOTICE))


def window_is_seen(walk: Walk) -> None:
    """Start the window on a folder and see its findings."""
    walk.draw_stills()
    before = len(walk.runs("classify"))
    with opened(walk, "window", UNSORTED, "--model", "sample", "--start"):
        require(not walk.screen.windows(NOTICE), "it asks for the notice again")
        until("the window's classification", lambda: _finished(walk, before))
        walk.screen.settled()
        path = walk.out / f"window{walk.program.folder.replace('/', '-')}.png"
        picture = walk.screen.seen(path)
    walk.proof.proved(
        f"the window classified the folder and is seen: {picture.colours:,} colours, "
        f"{picture.drawn_share:.0%} of the screen drawn, {path}"
    )


def worker_is_killed(walk: Walk) -> None:
    """Kill the window's worker (kill -9) and go on from the window."""
    draw_many(walk)
    before = len(walk.runs("classify"))
    started = ("window", many(), "--model", "sample", "--start")
    with opened(walk, *started, settled=False) as window:
        worker = until("a worker", lambda: walk.room.processes("lumenary-cli worker"))
        until("its first rows", lambda: _rows(walk, before) > 20)
        walk.room.kill(worker[0])
        walk.screen.settled(10)
        walk.screen.seen(walk.out / "worker-killed.png")
        require(window.poll() is None, "the window died with its worker")
        rows = _rows(walk, before)
        for key in ("Escape", "alt+g"):
            walk.screen.focus(walk.screen.window(WINDOW))
            walk.screen.key(key)
        until("a worker that goes on", lambda: _finished(walk, before + 1), 300)
        walk.screen.settled()
        walk.screen.seen(walk.out / "gone-on.png")
    result = events_of(walk.runs("classify")[-1])[-1]["result"]
    require(result["stills"] > rows, "nothing was left to be done")
    _went_on(walk)
    walk.proof.proved(
        f"the window's worker was killed after {rows} rows; the window told it, went "
        f"on by “Go on”, and has {result['stills']} findings"
    )


def report_as_pdf(walk: Walk, around: tuple[str, ...] = ()) -> None:
    """Measure a model and save its report as PDF from the window."""
    walk.draw_stills()
    walk.room.as_user("rm", "-f", _PDF).must_be()
    walk.lumenary("evaluate", LABELLED, "--model", "my-tour", statuses=(0, 1))
    with opened(walk, "window", around=around):
        walk.screen.key(_REPORT_PAGE)
        walk.screen.settled()
        walk.screen.seen(walk.out / "report-page.png")
        walk.screen.key("ctrl+s")
        walk.screen.focus(walk.screen.window("^Save the report as PDF$"))
        walk.screen.key("ctrl+a")
        walk.screen.type(_PDF)
        walk.screen.key("Return")
        until("the PDF", walk.room.path(_PDF).is_file)
    pdf = walk.keep(_PDF, "report.pdf").read_bytes()
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    require(pdf.startswith(b"%PDF-") and b"%%EOF" in pdf[-32:], "it is no whole PDF")
    require(pages >= 2, f"it has {pages} pages")
    require(b"/FontFile2" in pdf, "its font is not in it")
    walk.proof.proved(
        f"saved the report as PDF from the window: {pages} pages, "
        f"{len(pdf) / 1e3:.0f} kB"
    )


def settings(walk: Walk) -> dict[str, object]:
    """Return what the user has set."""
    kept: dict[str, object] = json.loads(
        walk.room.path(f"{DATA}/settings.json").read_text()
    )
    return kept


def _quit(walk: Walk, running: "subprocess.Popen[str]", window: str) -> None:
    walk.screen.focus(window)
    walk.screen.key("ctrl+q")
    try:
        said, _ = running.communicate(timeout=60)
    except subprocess.TimeoutExpired as error:
        msg = "the window does not close by Ctrl+Q within a minute"
        raise Unproven(msg) from error
    require(
        running.returncode == 0, f"the window left with {running.returncode}: {said}"
    )


def _rows(walk: Walk, before: int) -> int:
    runs = walk.runs("classify")[before:]
    record = runs[0] / "findings.jsonl" if runs else None
    if record is None or not record.is_file():
        return 0
    return record.read_bytes().count(b"\n") - 1


def _finished(walk: Walk, before: int) -> bool:
    runs = walk.runs("classify")[before:]
    if not runs or not (runs[0] / "events.jsonl").is_file():
        return False
    events = events_of(runs[0])
    return bool(events) and events[-1]["event"] == "finished"


def _went_on(walk: Walk) -> None:
    job = json.loads((walk.runs("classify")[-1] / "job.json").read_text())
    resumed = job.get("request", job).get("resume")
    require(resumed, f"the window did not go on, but began anew: {job}")
