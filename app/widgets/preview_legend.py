"""What was found in a previewed still: as outlines upon it, and in words."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from app.appearance.marks import outline_colours
from app.still_images.preview_picture import PreviewPicture
from app.widgets.outlines import Outline
from app.widgets.still_caption import Entry

if TYPE_CHECKING:
    from core.images.box import Box

KINDS = {"green": "Green", "black": "Blacked-out"}


def outlines_before(shown: PreviewPicture) -> tuple[Outline, ...]:
    """Return field of view and panel, for the still as it is."""
    label = f"{KINDS.get(shown.panel_kind, '')} panel".strip()
    return (*_view(shown), *_region(shown, shown.panel, label, dashed=True))


def outlines_after(shown: PreviewPicture) -> tuple[Outline, ...]:
    """Return field of view and what of it was painted over."""
    removed = _region(shown, shown.removed, "Removed", dashed=False)
    kept = kept_part(shown)
    if kept is not None:  # or the label would lie in what is cut away
        inside = (replace(each, box=each.box & kept) for each in removed)
        removed = tuple(each for each in inside if not each.box.isEmpty())
    return (*_view(shown), *removed)


def legend(shown: PreviewPicture) -> list[Entry]:
    """Return what the outlines mean, and what there was none of."""
    colours = outline_colours()
    entries = []
    if shown.is_cropped:
        entries.append(Entry("Field of view", colours.field_of_view, colours.casing))
    else:
        entries.append(Entry("The field of view is the whole still"))
    if shown.panel is not None:
        found = f"{KINDS[shown.panel_kind]} panel found"
        entries.append(Entry(found, colours.panel, colours.casing, dashed=True))
        entries.append(Entry("Removed", colours.panel, colours.casing))
    else:
        entries.append(Entry("No panel found"))
    return entries


def kept_part(shown: PreviewPicture) -> QRectF | None:
    """Return what lies in the field of view, in pixels of the picture."""
    if not shown.is_cropped or shown.field_of_view is None:
        return None
    return _shown(shown.field_of_view, shown)


def _view(shown: PreviewPicture) -> tuple[Outline, ...]:
    part = kept_part(shown)
    colours = outline_colours()
    if part is None:
        return ()
    return (Outline(part, colours.field_of_view, colours.casing, dashed=False),)


def _region(
    shown: PreviewPicture, box: "Box | None", label: str, *, dashed: bool
) -> tuple[Outline, ...]:
    colours = outline_colours()
    if box is None:
        return ()
    place = _shown(box, shown)
    return (Outline(place, colours.panel, colours.casing, dashed, label),)


def _shown(box: "Box", shown: PreviewPicture) -> QRectF:
    """Return a box of the file's pixels in those of the pictures."""
    across = shown.before[0].width() / shown.width
    down = shown.before[0].height() / shown.height
    return QRectF(box.x0 * across, box.y0 * down, box.width * across, box.height * down)
