"""Curves of 10,000 epochs that go on growing, in the real widget of the Train page.

Run ``python -m benchmarks.live_curves``. Beside it the yardstick: the same curves with
all their points, as a straightforward program paints them. Wanted is that the window
is never away for more than 50 ms.
"""

import gc
import math
import os
import time

from benchmarks.event_loop import let_run
from benchmarks.measure import print_table

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

EPOCHS = 10_000
GROWING_S = 4.0
"""Seconds for which an epoch comes every 20 ms, far faster than any training."""
WANTED_MS = 50


def main() -> None:
    from app.running import qt_application

    qt = qt_application()  # lives as long as anything is painted
    pause = followed()
    thinned, whole = painted_ms()
    rows = [
        ["curves of 10,000 epochs", "painted in", "no answer for at most", "50 ms"],
        [
            "Train page, growing",
            f"{thinned:.0f} ms",
            f"{pause:.0f} ms",
            "yes" if pause <= WANTED_MS else "NO",
        ],
        ["all points, yardstick", f"{whole:.0f} ms", "", ""],
        ["ratio", f"{whole / thinned:.1f}", "", ""],
    ]
    print_table("Two plots with two curves each", rows)
    del qt


def history(epochs: int) -> list["HistoryEpoch"]:  # noqa: F821
    from core.library.evaluation_record import HistoryEpoch

    made = []
    for number in range(epochs):
        loss = math.exp(-number / 2_000) + 0.05 * math.sin(number * 1.7)
        right = 1 / (1 + max(loss, 0))
        made.append(
            HistoryEpoch(
                phase=1 if number < 4_000 else 2,
                loss=max(loss, 0),
                accuracy=right,
                val_loss=max(1.1 * loss, 0),
                val_accuracy=0.95 * right,
            )
        )
    return made


def followed() -> float:
    """Return the longest pause in milliseconds while both plots grow."""
    from app.event_loop_watch import EventLoopWatch
    from app.widgets.live_curves import LiveCurves

    whole = history(EPOCHS + 200)
    growing = whole[:EPOCHS]
    curves, watch = LiveCurves(), EventLoopWatch()
    curves.resize(900, 480)
    curves.show()
    curves.show_history(growing)
    let_run(1.0)
    gc.collect()
    gc.freeze()  # as the window does after its first paint: the program is no garbage
    watch.start()
    until = time.monotonic() + GROWING_S
    while time.monotonic() < until:
        growing.append(whole[len(growing)])
        curves.show_history(growing)
        let_run(0.02)
    watch.stop()
    curves.close()
    return watch.longest_pause_ms


def painted_ms() -> tuple[float, float]:
    """Return milliseconds for one plot: thinned, and with every point."""
    from dataclasses import replace

    from app.widgets.plot_view import PlotView
    from core.evaluation.figures import history_plots

    epochs = history(EPOCHS)
    plot, _ = history_plots(epochs)
    wide = (plot.right - plot.left) / EPOCHS
    every = [
        " ".join(
            f"{plot.left + wide * (i + 0.5):g},{plot.bottom - 200 * value:g}"
            for i, value in enumerate(values)
        )
        for values in ([e.loss for e in epochs], [e.val_loss for e in epochs])
    ]
    lines = tuple(
        replace(line, points=points)
        for line, points in zip(plot.lines, every, strict=True)
    )
    return _grab_ms(PlotView(), plot), _grab_ms(PlotView(), replace(plot, lines=lines))


def _grab_ms(view: "PlotView", plot: "Plot") -> float:  # noqa: F821
    view.resize(430, 480)
    view.show_plot(plot)
    view.grab()
    begin = time.perf_counter()
    for _ in range(5):
        view.grab()
    return (time.perf_counter() - begin) * 1000 / 5


if __name__ == "__main__":
    main()
