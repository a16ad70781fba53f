"""How long a still of a 1080-line tower takes to follow a slider of the Preview page.

Run ``python -m benchmarks.preview``. The real stills with a panel, some without one,
and drawn stills, each enlarged to 1920 x 1080. Wanted is a median of 50 ms or less;
below it, how long a still takes until it is first seen.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2

from benchmarks.measure import print_table, real_data
from benchmarks.scopeguide import listed
from core.control import Control
from core.images.previewing import StillToPreview, preview_pixels
from core.images.reading import read_still
from core.images.sample_sets import draw_samples
from core.images.settings import PreprocessingSettings, ScopeGuideSettings

SIZE = (1920, 1080)
WANTED = 50.0
"""Milliseconds: what a hand on a slider takes for at once."""
EACH = 20
"""Stills of each kind."""
POSITIONS = tuple(
    PreprocessingSettings(
        scopeguide=ScopeGuideSettings(hue_low=66 - step, margin=step / 50)
    )
    for step in range(5)
)
"""Of two sliders, one after the other."""


def main() -> None:
    followed = [["stills", "median", "worst", "of", f"{WANTED:.0f} ms or less"]]
    opened = [["stills", "median", "worst", "of"]]
    with TemporaryDirectory() as scratch:
        for kind, paths in stills(Path(scratch)):
            for ending in (".jpg", ".png"):
                title = f"{kind}, {ending[1:].upper()}"
                data = [enlarged(path, ending) for path in paths]
                opened.append([title, *figures([opening(one) for one in data])])
                taken = following(data)
                verdict = "yes" if statistics.median(taken) <= WANTED else "NO"
                followed.append([title, *figures(taken), verdict])
    print_table("Following a slider at 1920 x 1080", followed)
    print_table("Opening, and the first preview: decoded, full and reduced", opened)


def stills(scratch: Path) -> Iterator[tuple[str, list[Path]]]:
    """Yield kinds of stills; leaves the real ones out where they are not."""
    drawn = draw_samples(
        scratch / "samples", stills=EACH, control=Control(), progress=lambda *_: None
    )
    yield "drawn", sorted(drawn.labelled.rglob("*.jpg"))[:EACH]
    try:
        root = real_data()
    except SystemExit as absent:
        print(absent)
        return
    known = listed(root)
    for kind, names in (
        ("real, green panel", [*known.green]),
        ("real, blacked out", [*known.black]),
        ("real, no panel", known.others),
    ):
        yield kind, [root / name for name in names[:: max(len(names) // EACH, 1)]]


def enlarged(path: Path, ending: str) -> bytes:
    rgb = cv2.resize(read_still(path).rgb, SIZE, interpolation=cv2.INTER_CUBIC)
    return cv2.imencode(ending, cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))[1].tobytes()


def opening(data: bytes) -> float:
    """Return milliseconds until a still is first seen."""
    return milliseconds(
        lambda: preview_pixels(StillToPreview(data), PreprocessingSettings())
    )


def following(files: list[bytes]) -> list[float]:
    """Return milliseconds of each still with each position, decoding left out."""
    taken: list[float] = []
    for data in files:
        still = StillToPreview(data)
        preview_pixels(still, PreprocessingSettings())
        taken += [
            milliseconds(partial(preview_pixels, still, position))
            for position in POSITIONS
        ]
    return taken


def milliseconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begin)


def figures(taken: list[float]) -> list[str]:
    median = statistics.median(taken)
    return [f"{median:.1f} ms", f"{max(taken):.1f} ms", f"{len(taken)}"]


if __name__ == "__main__":
    main()
