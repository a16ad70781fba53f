"""ScopeGuide panels on the real stills, beside a threshold on green.

Run ``python -m benchmarks.scopeguide``.
"""

import csv
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2

from benchmarks.measure import print_table, real_data
from core.images.box import Box, RgbImage
from core.images.preprocessing import prepare
from core.images.reading import STILL_SUFFIXES, Still, read_still
from core.images.scopeguide import PanelKind, find_panel
from core.images.settings import PreprocessingSettings

SETTINGS = PreprocessingSettings()
Finder = Callable[[RgbImage], tuple[Box, str] | None]


@dataclass(frozen=True)
class Listed:
    """What is known of the real stills: file to box, and files without a panel."""

    green: dict[str, Box]
    black: dict[str, Box]
    dyed: list[str]
    others: list[str]


def ours(rgb: RgbImage) -> tuple[Box, str] | None:
    panel = find_panel(rgb)
    return panel and (panel.box, panel.kind)


def threshold_on_green(rgb: RgbImage) -> tuple[Box, str] | None:
    """Take the largest green patch for the panel: the straightforward way.

    Patches below a thousandth of the still are forgiven.
    """
    hsv = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)
    green = cv2.inRange(hsv, (70, 110, 80), (95, 255, 255))
    _, _, stats, _ = cv2.connectedComponentsWithStats(green)
    x, y, w, h, area = max(stats[1:].tolist(), key=lambda s: s[4], default=[0] * 5)
    if area < 0.001 * green.size:
        return None
    return Box(x, y, x + w, y + h), PanelKind.GREEN


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as rows:
        return list(csv.DictReader(rows))


def listed(root: Path) -> Listed:
    def boxes(name: str) -> dict[str, Box]:
        sides = ("x0", "y0", "x1", "y1")
        rows = read_table(root / name)
        return {row["file"]: Box(*(int(row[s]) for s in sides)) for row in rows}

    green = boxes("scopeguide_boxes.csv")
    dyed = [row["file"] for row in read_table(root / "scopeguide_none.csv")]
    others = [
        path.relative_to(root).as_posix()
        for folder in ("gi_other", "gi/esophagitis", "gi/ulcerative-colitis")
        for path in sorted((root / folder).rglob("*"))
        if path.suffix.lower() in STILL_SUFFIXES
    ]
    return Listed(
        green,
        boxes("scopeguide_blacked.csv"),
        dyed,
        [name for name in others if name not in green and name not in dyed],
    )


def overlaps(
    find: Finder, root: Path, boxes: dict[str, Box], kind: str, side: int | None
) -> list[float]:
    """Return the IoU at each listed panel, 0 where none of this kind was found."""

    def overlap(name: str) -> float:
        still = read_still(root / name, shortest_side=side)
        found = find(still.rgb)
        if found is None or found[1] != kind:
            return 0.0
        return found[0].scaled(still.scale_x, still.scale_y).iou(boxes[name])

    with ThreadPoolExecutor() as pool:
        return list(pool.map(overlap, boxes))


def fires(find: Finder, root: Path, names: Iterable[str], side: int | None) -> int:
    """Return in how many of the stills something would be removed."""
    stills = (read_still(root / name, shortest_side=side) for name in names)
    return sum(find(still.rgb) is not None for still in stills)


def row(
    title: str, find: Finder, root: Path, known: Listed, side: int | None
) -> list[str]:
    green = overlaps(find, root, known.green, PanelKind.GREEN, side)
    black = overlaps(find, root, known.black, PanelKind.BLACK, side)
    dyed = fires(find, root, known.dyed, side)
    others = fires(find, root, known.others, side)
    return [
        title,
        "full" if side is None else f"reduced to {side}",
        f"{sum(iou >= 0.9 for iou in green)} of {len(green)} ({min(green):.3f})",
        f"{sum(iou >= 0.85 for iou in black)} of {len(black)} ({min(black):.3f})",
        f"{dyed} of {len(known.dyed)}",
        f"{others} of {len(known.others)}",
    ]


def milliseconds(work: Callable[[Still], object], stills: Sequence[Still]) -> str:
    """Return processor time per still, the best of five rounds."""
    best = float("inf")
    for _ in range(5):
        begin = time.thread_time()
        for still in stills:
            work(still)
        best = min(best, time.thread_time() - begin)
    return f"{1000 * best / len(stills):.2f} ms"


def main() -> None:
    root = real_data()
    known = listed(root)
    heading = ["", "decoded", "green, IoU >= 0.9 (least)", "black, IoU >= 0.85 (least)"]
    rows = [[*heading, "removed: dyed", "removed: others"]]
    for side in (None, SETTINGS.size):
        rows.append(row("Lumenary", ours, root, known, side))
        rows.append(row("threshold", threshold_on_green, root, known, side))
    print_table("ScopeGuide panels on the real stills", rows)

    cv2.setNumThreads(1)
    names = [*known.green, *known.black]
    stills = [read_still(root / name, shortest_side=SETTINGS.size) for name in names]
    timed = [
        ["step", "per still"],
        ["find_panel", milliseconds(lambda still: find_panel(still.rgb), stills)],
        ["prepare, all of it", milliseconds(lambda s: prepare(s, SETTINGS), stills)],
        ["cv2.resize alone", milliseconds(resized, stills)],
    ]
    print_table("Processor time on one core, without decoding", timed)


def resized(still: Still) -> object:
    side = SETTINGS.size
    return cv2.resize(still.rgb, (side, side), interpolation=cv2.INTER_AREA)


if __name__ == "__main__":
    main()
