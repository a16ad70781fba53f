"""What a preview found, in sentences."""

from app.previewing.previewing import Looked
from app.still_images.preview_picture import PreviewPicture

_KINDS = {"green": "Green", "black": "Blacked-out"}


def panel_sentence(shown: PreviewPicture) -> str:
    """Return what became of the panel in a still."""
    if not shown.settings.remove_scopeguide:
        return "These settings leave panels as they are."
    if not shown.panel_kind:
        return "No panel found."
    return f"{_KINDS[shown.panel_kind]} panel found and painted over."


def green_sentence(shown: PreviewPicture) -> str:
    """Return how much of a panel's colour was left; empty where none was."""
    part = 100 * shown.green_left
    if shown.leaves_green:
        return (
            f"Green was seen and left: {part:.1f} % of the still. Dye, bile, an "
            "instrument, or a panel that was missed?"
        )
    if shown.green_left > 0:
        return f"Hardly any green was left: {part:.2f} % of the still."
    return ""


def view_sentence(shown: PreviewPicture) -> str:
    """Return what of a still is kept."""
    box = shown.field_of_view
    if box is None or not shown.is_cropped:
        return "The whole still is kept."
    return (
        f"Cropped to {box.width:,} x {box.height:,} of "
        f"{shown.width:,} x {shown.height:,} pixels."
    )


def looked_sentence(looked: Looked | None, *, running: bool, same: bool) -> str:
    """Return what a look through the stills has come to.

    Parameters
    ----------
    looked
        Its counts, ``None`` before the first.
    running
        Whether it goes on.
    same
        Whether it was done with the settings that are shown now.
    """
    if looked is None:
        return "The stills were not looked through yet."
    total = f"{looked.total:,}" if looked.total else "the"
    if running:
        begin = f"Looking through {total} stills, {looked.done:,} so far"
    elif looked.is_complete:
        begin = f"Looked through {_stills(looked.done)}"
    else:
        begin = f"Stopped after {looked.done:,} of {total} stills"
    found = f"{begin}: {_found(looked)}."
    return found if same else f"{found} That was with other settings than those shown."


def _found(looked: Looked) -> str:
    parts = [
        f"a panel in {looked.with_panel:,}" if looked.with_panel else "no panel",
        f"green seen and left in {looked.green_left:,}"
        if looked.green_left
        else "no green left",
    ]
    if looked.unreadable:
        parts.append(f"{looked.unreadable:,} could not be read")
    return ", ".join(parts)


def _stills(count: int) -> str:
    return "1 still" if count == 1 else f"{count:,} stills"
