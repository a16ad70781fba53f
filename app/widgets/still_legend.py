"""What was found in a still: as outlines upon it, and in words beneath it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from app.appearance.marks import outline_colours
from app.still_images.loaded_still import LoadedStill
from app.widgets.outlines import Outline
from app.widgets.still_caption import Entry

if TYPE_CHECKING:
    from core.images.box import Box


def outlines_of(still: LoadedStill) -> tuple[Outline, ...]:
    """Return what was found in a still, for the picture that is shown of it."""
    colours, found = outline_colours(), []
    if still.field_of_view is not None and not _is_whole(still.field_of_view, still):
        box = _shown_box(still.field_of_view, still)
        found.append(Outline(box, colours.field_of_view, colours.casing, dashed=False))
    if still.panel is not None:
        box, label = _shown_box(still.panel, still), "ScopeGuide removed"
        found.append(Outline(box, colours.panel, colours.casing, True, label))
    return tuple(found)


def legend(still: LoadedStill, outlines: tuple[Outline, ...]) -> list[Entry]:
    """Return what the outlines mean, and what there was none of."""
    entries = [
        Entry(
            "ScopeGuide, removed" if outline.dashed else "Field of view",
            outline.colour,
            outline.casing,
            outline.dashed,
        )
        for outline in outlines
    ]
    if still.field_of_view is not None and _is_whole(still.field_of_view, still):
        entries.append(Entry("The field of view is the whole still"))
    if still.panel is None:
        entries.append(Entry("No ScopeGuide was removed"))
    return entries


def network_note(still: LoadedStill) -> str:
    """Return what was done to a still before the network saw it."""
    removed = "ScopeGuide removed, " if still.panel is not None else ""
    whole = still.field_of_view is None or _is_whole(still.field_of_view, still)
    cropped = "" if whole else "cropped, "
    said = f"{removed}{cropped}resized"
    return f"For the network: {said}"


def _is_whole(box: "Box", still: LoadedStill) -> bool:
    return (box.x0, box.y0, box.x1, box.y1) == (0, 0, still.width, still.height)


def _shown_box(box: "Box", still: LoadedStill) -> QRectF:
    """Return a box of the file's pixels in those of the picture that is shown."""
    across = still.original.width() / still.width
    down = still.original.height() / still.height
    return QRectF(box.x0 * across, box.y0 * down, box.width * across, box.height * down)
