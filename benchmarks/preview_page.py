"""From a slider's step to the new picture on the screen, in the real Preview page.

Run ``python -m benchmarks.preview_page``. Stills of ``benchmarks.preview``, enlarged to
1920 x 1080, in a window that is drawn in memory. Wanted is a median of 50 ms or less;
beside it, the longest time for which the window did not answer.
"""

import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.event_loop import let_run, until
from benchmarks.measure import print_table
from benchmarks.preview import WANTED, enlarged, figures, stills

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

STEPS = 5
"""Of the margin's slider, on each still."""
TO_THE_SLIDER = 0.5
"""Seconds that a hand takes from a still to the slider: the next still is decoded."""
STILLS = 10
"""Of each kind."""


def main() -> None:
    rows = [
        ["stills", "median", "worst", "of", f"{WANTED:.0f} ms or less", "no answer for"]
    ]
    with TemporaryDirectory() as scratch, opened(Path(scratch) / "home") as window:
        for kind, paths in stills(Path(scratch)):
            for ending in (".jpg", ".png"):
                folder = Path(scratch) / f"{kind} {ending}"
                folder.mkdir()
                for number, path in enumerate(paths[:STILLS]):
                    still = folder / f"{number}{ending}"
                    still.write_bytes(enlarged(path, ending))
                taken, pause = followed(window, sorted(folder.iterdir()))
                verdict = "yes" if statistics.median(taken) <= WANTED else "NO"
                title = f"{kind}, {ending[1:].upper()}"
                rows.append([title, *figures(taken), verdict, f"{pause:.0f} ms"])
    print_table("From a slider's step to the picture at 1920 x 1080", rows)


@contextmanager
def opened(home: Path) -> Iterator["Application"]:  # noqa: F821
    """Yield the window with the Preview page in front."""
    from app.application import Application, WindowOptions
    from app.running import qt_application
    from app.settings.kept_settings import Settings, SettingsStore
    from core.paths import UserFolders

    SettingsStore(home).save_settings(Settings(notice_accepted=True))
    application = Application(qt_application(), UserFolders(home))
    application.open(WindowOptions())
    until(lambda: application.others is not None)
    application.window.resize(1440, 900)
    application.window.show_page(application.others.preview.page)
    until(lambda: application.others.preview.page.chooser.current is not None)
    yield application
    application.window.close_anyway()


def followed(
    application: "Application",  # noqa: F821
    paths: list[Path],
) -> tuple[list[float], float]:
    """Return milliseconds from each step to its picture, and the longest pause."""
    from app.event_loop_watch import EventLoopWatch
    from app.source import Source

    page, live = application.others.preview.page, application.others.preview.live
    page.choose(Source(paths[0].parent, tuple(paths)))
    until(lambda: page.path is not None and live.is_up_to_date)
    until(lambda: not application.others.preview.previewing.running)
    watch, taken = EventLoopWatch(), []
    watch.start()
    for place in range(len(paths)):
        page.go_to(place)
        until(lambda: live.is_up_to_date and is_painted(page))
        let_run(TO_THE_SLIDER)
        for step in range(STEPS):
            begin = time.perf_counter()
            page.desk.settings.sliders.margin.slider.setValue(2 * step + 1)
            until(lambda: live.is_up_to_date and is_painted(page))
            taken.append(1000 * (time.perf_counter() - begin))
    watch.stop()
    return taken, watch.longest_pause_ms


def is_painted(page: "PreviewPage") -> bool:  # noqa: F821
    shown = page.desk.view.shown
    is_newest = shown is not None and shown.settings == page.settings
    return is_newest and page.desk.view.side.after.painted_number is not None


if __name__ == "__main__":
    main()
