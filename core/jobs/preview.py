"""Show what preprocessing removes and keeps: in numbers, and in pictures if wanted."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np

from core.cores import available_cores
from core.dataset.passed_over import PassedOver
from core.dataset.scanning import find_stills
from core.dataset.walking import normalised
from core.files import write_bytes
from core.images.box import Box, Mask, RgbImage
from core.images.preprocessing import PreparedStill, prepare_bytes
from core.images.reading import UnreadableStill, decode_still, read_bytes
from core.images.scopeguide import PanelKind
from core.images.settings import PreprocessingSettings
from core.inference.pipeline import map_in_order
from core.jobs.classify import no_stills
from core.jobs.context import JobContext
from core.jobs.events import PreviewedStill, StillsPreviewed
from core.jobs.requests import PreviewRequest
from core.jobs.results import PreviewResult

BATCH = 16
"""Stills in an event, at most."""
LONGEST_WAIT = 0.2
"""Seconds that a still may wait for others to share its event."""


def run(request: PreviewRequest, context: JobContext) -> PreviewResult:
    """Look at each still, and write pictures of it if wanted; see the request.

    Raises
    ------
    DatasetError
        If there is no still among the paths.
    WriteFailed
        If a picture cannot be written; earlier ones are kept.
    """
    settings = request.settings or context.recipes.get(request.recipe).preprocessing
    passed_over = PassedOver()
    stills = list(_stills_with_names(request.paths, context, passed_over))
    if not stills:
        raise no_stills(request.paths[0], passed_over)

    def preview(still: tuple[Path, Path]) -> PreviewedStill:
        context.control.check()
        path, name = still
        return _preview(path, request.out and request.out / name, settings)

    with closing(map_in_order(preview, stills, threads=available_cores())) as results:
        counts = _report(results, len(stills), context)
    return PreviewResult(
        folder=request.out,
        stills=len(stills),
        unreadable=counts["unreadable"],
        green_panels=counts[PanelKind.GREEN.value],
        black_panels=counts[PanelKind.BLACK.value],
        green_left=counts["green left"],
    )


def _report(
    results: Iterator[PreviewedStill], total: int, context: JobContext
) -> Counter[str]:
    """Send each result on as it comes, and count them."""
    progress = context.report.activity("Previewing stills")
    counts: Counter[str] = Counter()
    with closing(_Outbox(context.report.event)) as outbox:
        for done, result in enumerate(results, start=1):
            outbox.add(result)
            counts["unreadable"] += bool(result.error)
            counts["green left"] += result.green_left
            if result.panel:
                counts[result.panel] += 1
            progress(done, total)
    return counts


class _Outbox:
    """Holds results back until they make a batch, but not for long."""

    def __init__(self, send: Callable[[StillsPreviewed], None]) -> None:
        self._send = send
        self._waiting: list[PreviewedStill] = []
        self._since = 0.0

    def add(self, still: PreviewedStill) -> None:
        if not self._waiting:
            self._since = time.monotonic()
        self._waiting.append(still)
        waited = time.monotonic() - self._since
        if len(self._waiting) == BATCH or waited >= LONGEST_WAIT:
            self.close()

    def close(self) -> None:
        """Send what waits."""
        if self._waiting:
            self._send(StillsPreviewed(stills=tuple(self._waiting)))
            self._waiting.clear()


def _stills_with_names(
    paths: tuple[Path, ...], context: JobContext, passed_over: PassedOver
) -> Iterator[tuple[Path, Path]]:
    """Yield each still with a name for its pictures that no other still has."""
    taken: set[Path] = set()
    for root in paths:
        for path in find_stills(
            root, on_problem=context.report.warn, passed_over=passed_over
        ):
            name = Path(path.name) if path == root else path.relative_to(root)
            unique, copy = name, 2
            while unique in taken:
                unique, copy = name.with_name(f"{copy}_{name.name}"), copy + 1
            taken.add(unique)
            yield path, unique


def _preview(
    path: Path, target: Path | None, settings: PreprocessingSettings
) -> PreviewedStill:
    try:
        data = read_bytes(path)
        prepared = prepare_bytes(data, settings)
        original = decode_still(data).rgb if target else None
    except UnreadableStill as error:
        return PreviewedStill(
            file=normalised(str(path)),
            box=None,
            field_of_view=None,
            error=error.user_message,
        )
    if target is not None and original is not None:
        _write_pictures(target, original, prepared)
    panel = prepared.panel
    return PreviewedStill(
        file=normalised(str(path)),
        box=_corners(panel.box) if panel else None,
        panel=panel.kind.value if panel else None,
        field_of_view=_corners(prepared.field_of_view),
        green_left=prepared.leaves_green,
    )


def _write_pictures(target: Path, original: RgbImage, prepared: PreparedStill) -> None:
    pictures: dict[str, RgbImage | Mask] = {
        "before": original,
        "mask": prepared.mask,
        "after": prepared.image,
    }
    for what, picture in pictures.items():
        write_bytes(target.with_name(f"{target.name}.{what}.png"), _png(picture))


def _png(picture: RgbImage | Mask) -> bytes:
    if picture.ndim == 3:
        pixels = cv2.cvtColor(picture.astype(np.uint8), cv2.COLOR_RGB2BGR)
    else:
        pixels = picture.astype(np.uint8) * 255
    return cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()


def _corners(box: Box) -> tuple[int, int, int, int]:
    return box.x0, box.y0, box.x1, box.y1
