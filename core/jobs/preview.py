"""Show what preprocessing removes and keeps: before, mask and after of each still."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np

from core.cores import available_cores
from core.dataset.scanning import find_stills
from core.dataset.walking import normalised
from core.files import write_bytes
from core.images.box import Box, Mask, RgbImage
from core.images.preprocessing import PreparedStill, prepare_file
from core.images.reading import UnreadableStill, read_still
from core.images.scopeguide import PanelKind
from core.images.settings import PreprocessingSettings
from core.jobs.classify import no_stills
from core.jobs.context import JobContext
from core.jobs.events import PreviewedStill, StillsPreviewed
from core.jobs.requests import PreviewRequest
from core.jobs.results import PreviewResult


def run(request: PreviewRequest, context: JobContext) -> PreviewResult:
    """Write three pictures of each still; see :class:`PreviewRequest`.

    Raises
    ------
    DatasetError
        If there is no still among the paths.
    WriteFailed
        If a picture cannot be written; earlier ones are kept.
    """
    settings = context.recipes.get(request.recipe).preprocessing
    stills = list(_stills_with_names(request.paths, context))
    if not stills:
        raise no_stills(request.paths[0])
    progress = context.report.activity("Previewing stills")
    found: Counter[str | None] = Counter()
    unreadable = 0

    def preview(still: tuple[Path, Path]) -> PreviewedStill:
        context.control.check()
        path, name = still
        return _preview(path, request.out / name, settings)

    with ThreadPoolExecutor(available_cores()) as threads:
        for done, result in enumerate(threads.map(preview, stills), start=1):
            found[result.panel] += 1
            unreadable += bool(result.error)
            context.report.event(StillsPreviewed(stills=(result,)))
            progress(done, len(stills))
    return PreviewResult(
        folder=request.out,
        stills=len(stills),
        unreadable=unreadable,
        green_panels=found[PanelKind.GREEN.value],
        black_panels=found[PanelKind.BLACK.value],
    )


def _stills_with_names(
    paths: tuple[Path, ...], context: JobContext
) -> Iterator[tuple[Path, Path]]:
    """Yield each still with a name for its pictures that no other still has."""
    taken: set[Path] = set()
    for root in paths:
        for path in find_stills(root, on_problem=context.report.warn):
            name = Path(path.name) if path == root else path.relative_to(root)
            unique, copy = name, 2
            while unique in taken:
                unique, copy = name.with_name(f"{copy}_{name.name}"), copy + 1
            taken.add(unique)
            yield path, unique


def _preview(
    path: Path, target: Path, settings: PreprocessingSettings
) -> PreviewedStill:
    try:
        prepared = prepare_file(path, settings)
        original = read_still(path).rgb
    except UnreadableStill as error:
        return PreviewedStill(
            file=normalised(str(path)),
            box=None,
            field_of_view=None,
            error=error.user_message,
        )
    _write_pictures(target, original, prepared)
    panel = prepared.panel
    return PreviewedStill(
        file=normalised(str(path)),
        box=_corners(panel.box) if panel else None,
        panel=panel.kind.value if panel else None,
        field_of_view=_corners(prepared.field_of_view),
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
