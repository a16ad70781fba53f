"""The states of the Preview page."""

from collections.abc import Iterator

from states.stage import Stage

_ACROSS_THE_PANEL = 270
"""Of the wipe, in thousandths."""


def preview_states(stage: Stage) -> Iterator[str]:
    """Look through a folder, compare in both ways, and keep settings of one's own."""
    from app.source import Source

    room = stage.others.preview
    page, previewing = room.page, room.previewing
    stage.application.window.show_page(page)
    yield "preview-empty"
    page.choose(Source(stage.examinations))
    stage.until(lambda: previewing.looked is not None and previewing.looked.is_complete)
    stage.until_idle()
    strips, view = page.desk.strips, page.desk.view
    strips.with_panel.setCurrentIndex(strips.with_panel.model().index(3, 0))
    yield "preview-side"
    view.action["wipe"].trigger()
    view.wipe.slider.setValue(_ACROSS_THE_PANEL)
    yield "preview-wipe"
    view.action["side"].trigger()
    page.desk.settings.sliders.margin.spin.setValue(8)
    strips.green_left.setCurrentIndex(strips.green_left.model().index(0, 0))
    yield "preview-strips"
    page.desk.settings.keep_button.click()
    yield "preview-keep"
