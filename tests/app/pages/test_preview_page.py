"""The Preview page in the real window, with a real worker, on drawn stills."""

import json
import shutil
from collections.abc import Callable
from csv import DictReader
from pathlib import Path

import cv2
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.previewing.keep_recipe_dialog import KeepRecipeDialog
from app.previewing.previewing import Looked
from app.source import Source
from core.images.box import RgbImage
from core.images.sample_sets import SampleSet
from core.images.sample_stills import SampleKind, draw_examination, draw_still
from core.images.scopeguide import PanelKind
from tests.app.driven_window import DrivenWindow

Key = Qt.Key


class PreviewDriver:
    """What a person does on the page, and what is to be seen there."""

    def __init__(self, window: DrivenWindow) -> None:
        self.window = window
        self.page = window.application.others.preview.page
        self.until = window.until

    def choose(self, folder: Path, *stills: Path) -> None:
        """Choose a source and wait for its first still."""
        self.page.choose(Source(folder, stills))
        self.settle()

    def settle(self) -> None:
        """Wait until the still that was asked for is there."""
        page, live = self.page, self.window.application.others.preview.live
        self.until(lambda: page.path is not None and live.is_up_to_date)

    def look(self) -> Looked:
        """Wait until the stills were looked through."""
        previewing = self.window.application.others.preview.previewing
        self.until(
            lambda: (
                previewing.looked is not None
                and previewing.looked.is_complete
                and not previewing.running
            )
        )
        assert previewing.looked is not None
        return previewing.looked

    def names(self, strip: int) -> list[str]:
        """Return the names in a strip: with a panel, green left, unreadable."""
        return [path.name for path in self.page.desk.strips._models[strip].paths]

    def words(self, part: QWidget) -> str:
        return self.window.texts(part)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.page.desk.view.side.before, key)


@pytest.fixture
def preview(window: DrivenWindow) -> PreviewDriver:
    """The page in front."""
    driver = PreviewDriver(window)
    window.application.window.show_page(driver.page)
    window.until(driver.page.isVisible)
    return driver


def draw(path: Path, seed: int, panel: PanelKind | None = None) -> Path:
    """Write a drawn still."""
    examination = draw_examination(seed, panel=panel)
    return write(path, draw_still(SampleKind.POLYP, seed, examination=examination).rgb)


def draw_dyed(path: Path, seed: int) -> Path:
    """Write a drawn still with a puddle of a panel's colour and no panel's shape."""
    rgb = draw_still(SampleKind.POLYP, seed).rgb.copy()
    height, width = rgb.shape[:2]
    middle, axes = (width // 4, 3 * height // 4), (width // 14, height // 10)
    cv2.ellipse(rgb, middle, axes, 20, 0, 360, (20, 160, 130), -1)
    return write(path, rgb)


def write(path: Path, rgb: RgbImage) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(path.suffix, rgb[..., ::-1])[1].tobytes())
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A still with a green panel, one with a black one, a plain, a cut, a dyed one."""
    root = tmp_path / "Untersuchung Müller 🩺"
    draw(root / "1 green.png", 3, PanelKind.GREEN)
    draw(root / "2 black.png", 4, PanelKind.BLACK)
    whole = draw(root / "3 plain.png", 5).read_bytes()
    (root / "4 cut.png").write_bytes(whole[: len(whole) // 2])
    draw_dyed(root / "5 dyed.png", 6)
    return root


# choosing, stepping


def test_nothing_is_shown_before_something_is_chosen(preview: PreviewDriver) -> None:
    assert preview.page.empty_page.isVisible()
    assert "Drop a still or a folder" in preview.words(preview.page.empty_page)


def test_a_folder_is_stepped_through_by_keys(
    preview: PreviewDriver, folder: Path
) -> None:
    preview.choose(folder)
    stepper = preview.page.desk.stepper
    assert stepper.count.text() == "1 of 5"
    for key, name in (
        (Key.Key_Right, "2 black.png"),
        (Key.Key_Down, "3 plain.png"),
        (Key.Key_PageUp, "2 black.png"),
        (Key.Key_Left, "1 green.png"),
        (Key.Key_Up, "1 green.png"),
    ):
        preview.press(key)
        preview.settle()
        assert stepper.name.text() == name
    assert not stepper.previous.isEnabled()
    stepper.next.trigger()
    assert stepper.count.text() == "2 of 5"


def test_a_single_still_needs_no_strips(preview: PreviewDriver, folder: Path) -> None:
    preview.choose(folder, folder / "1 green.png")
    assert preview.page.desk.stepper.count.text() == "1 of 1"
    assert not preview.page.desk.strips.isVisible()
    assert "Green panel found" in preview.words(preview.page.desk.settings)
    assert preview.window.application.line.is_idle


def test_a_dropped_still_is_shown(preview: PreviewDriver, folder: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder / "2 black.png"))])
    place, copy = QPointF(200, 200), Qt.DropAction.CopyAction
    for kind in QDragEnterEvent, QDropEvent:
        event = kind(
            place if kind is QDropEvent else place.toPoint(),
            copy,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(preview.page, event)
    preview.settle()
    assert preview.page.desk.stepper.name.text() == "2 black.png"


def test_a_folder_without_stills_says_so(
    preview: PreviewDriver, tmp_path: Path
) -> None:
    (tmp_path / "none").mkdir()
    preview.page.choose(Source(tmp_path / "none"))
    canvas = preview.page.desk.view.side.before
    preview.until(lambda: "no stills" in canvas.accessibleDescription())
    look = preview.page.desk.strips.look
    assert not look.isEnabled()
    assert "no stills" in look.toolTip()


# the settings


def test_a_slider_changes_what_is_shown_and_reset_brings_it_back(
    preview: PreviewDriver, folder: Path
) -> None:
    preview.choose(folder, folder / "1 green.png")
    page, panel = preview.page, preview.page.desk.settings
    assert not panel.reset_button.isEnabled()
    panel.sliders.saturation.spin.setValue(250)
    preview.settle()
    assert page.desk.view.shown is not None
    assert page.desk.view.shown.panel is None
    assert "No panel found" in preview.words(panel)
    preview.window.click(panel, "Reset")
    preview.settle()
    assert page.desk.view.shown.panel_kind == "green"
    assert not panel.reset_button.isEnabled()


def test_green_that_is_seen_and_left_is_told(
    preview: PreviewDriver, folder: Path
) -> None:
    panel = preview.page.desk.settings
    preview.choose(folder, folder / "5 dyed.png", folder / "3 plain.png")
    assert "Green was seen and left" in preview.words(panel)
    preview.page.go_to(1)
    preview.settle()
    assert "Green" not in preview.words(panel)


def test_settings_of_another_recipe(preview: PreviewDriver, folder: Path) -> None:
    preview.choose(folder, folder / "1 green.png")
    chooser = preview.page.chooser
    assert chooser.select("recipe", "quick-tour")
    chooser.chosen.emit(chooser.current)
    preview.settle()
    shown = preview.page.desk.view.shown
    assert shown is not None
    assert shown.network.width() == 96
    assert "96 x 96" in preview.words(chooser)


def test_a_recipe_of_ones_own_is_kept_and_listed(
    preview: PreviewDriver, folder: Path, lumenary: Callable[..., object]
) -> None:
    preview.choose(folder, folder / "1 green.png")
    panel = preview.page.desk.settings
    panel.sliders.margin.spin.setValue(20)
    preview.window.click(panel, "Keep for a recipe of my own")
    dialog = preview.window.take_dialog()
    assert isinstance(dialog, KeepRecipeDialog)
    dialog.name.setText("wider-margin")
    dialog.save()
    folders = preview.window.application.folders
    assert str(folders.recipes / "wider-margin.toml") in panel.kept.text()
    owner = preview.page.chooser.current
    assert owner is not None
    assert (owner.kind, owner.name) == ("recipe", "wider-margin")
    assert preview.page.settings.scopeguide.margin == 0.2
    assert not panel.reset_button.isEnabled()
    listed = lumenary("recipes", "--json").stdout  # type: ignore[attr-defined]
    recipes = {r["name"]: r for r in map(json.loads, listed.splitlines())}
    kept = recipes["wider-margin"]["preprocessing"]
    assert kept["scopeguide"]["margin"] == 0.2


# the strips


def test_strips_hold_what_was_found(preview: PreviewDriver, folder: Path) -> None:
    preview.choose(folder)
    looked = preview.look()
    assert preview.names(0) == ["1 green.png", "2 black.png"]
    assert preview.names(1) == ["5 dyed.png"]
    assert preview.names(2) == ["4 cut.png"]
    strips = preview.page.desk.strips
    assert (
        "Looked through 5 stills: a panel in 2, green seen and left in 1"
        in strips.summary.text()
    )
    assert "1 could not be read" in strips.summary.text()
    assert (looked.done, looked.total) == (5, 5)


def test_drawn_stills_stand_in_the_right_strips(
    preview: PreviewDriver, samples: SampleSet
) -> None:
    # the small model of the tests looks at stills too small to tell panels from folds
    preview.page.chooser.select("recipe", "endoscopy-mobilenetv2")
    preview.page.go_back_to_the_owner()
    preview.choose(samples.labelled)
    looked = preview.look()
    with samples.samples.open(encoding="utf-8") as table:
        known = list(DictReader(table))
    whole = {
        row["file"]: row["panel"]
        for row in known
        if row["file"].startswith("labelled") and not row["remark"]
    }
    paths = preview.page.desk.strips._models[0].paths
    found = {path.relative_to(samples.folder).as_posix() for path in paths}
    assert found & set(whole) == {file for file, panel in whole.items() if panel}
    assert looked.done == samples.labelled_stills
    assert looked.unreadable == len(preview.names(2)) > 0


def test_a_still_of_a_strip_is_jumped_to(preview: PreviewDriver, folder: Path) -> None:
    preview.choose(folder)
    preview.look()
    strips = preview.page.desk.strips
    strip = strips.with_panel
    place = strip.visualRect(strip.model().index(1, 0)).center()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    preview.settle()
    assert preview.page.desk.stepper.name.text() == "2 black.png"
    strips.unreadable.setCurrentIndex(strips.unreadable.model().index(0, 0))
    preview.settle()
    canvas = preview.page.desk.view.side.before
    assert "cut short" in canvas.accessibleDescription()


def test_looking_again_uses_the_settings_that_are_set(
    preview: PreviewDriver, folder: Path
) -> None:
    preview.choose(folder)
    preview.look()
    preview.page.desk.settings.sliders.saturation.spin.setValue(250)
    strips = preview.page.desk.strips
    assert "other settings than those shown" in strips.summary.text()
    preview.window.ended(
        lambda: preview.window.click(strips, "Look again with these settings")
    )
    preview.look()
    assert preview.names(0) == ["2 black.png"]
    assert "other settings" not in strips.summary.text()


def test_another_folder_takes_the_place_of_the_one_that_is_looked_through(
    preview: PreviewDriver, samples: SampleSet, folder: Path
) -> None:
    preview.page.choose(Source(samples.labelled))
    previewing = preview.window.application.others.preview.previewing
    preview.until(lambda: previewing.running)
    preview.page.choose(Source(folder))
    preview.until(
        lambda: previewing.looked is not None and previewing.looked.total == 5
    )
    preview.look()
    assert preview.names(0) == ["1 green.png", "2 black.png"]


def test_a_still_that_vanished_says_so(preview: PreviewDriver, folder: Path) -> None:
    preview.choose(folder)
    preview.look()
    shutil.rmtree(folder)
    preview.press(Key.Key_End)  # no step
    preview.page.go_to(2)
    preview.settle()
    assert preview.page.desk.view.shown is None
    assert preview.page.desk.view.side.before.accessibleDescription()


def test_a_look_waits_for_other_work_and_can_be_taken_out(
    preview: PreviewDriver, folder: Path
) -> None:
    window, page = preview.window, preview.page
    other = window.occupy("Training “colon 2”")
    preview.choose(folder)
    assert page.desk.view.shown is not None  # a still needs no worker
    assert "Waits for: Training “colon 2”" in preview.words(page.waiting)
    look = page.desk.strips.look
    assert not look.isEnabled()
    assert "as soon as other work is done" in look.toolTip()
    window.click(page.waiting, f"Take out: Looking through “{folder.name}”")
    assert not page.waiting.isVisible()
    assert look.isEnabled()
    window.click(page, "Look through the stills")
    other.cancel()
    preview.look()
    assert preview.names(2) == ["4 cut.png"]


def test_another_folder_takes_the_look_that_waits_out_of_the_line(
    preview: PreviewDriver, folder: Path, tmp_path: Path
) -> None:
    line = preview.window.application.line
    other = preview.window.occupy()
    preview.choose(folder)
    second = tmp_path / "second"
    for seed in 8, 9:
        draw(second / f"{seed}.png", seed)
    preview.choose(second)
    assert [ticket.title for ticket in line.waiting] == ["Looking through “second”"]
    other.cancel()
    assert preview.look().done == 2


def test_a_hidden_page_keeps_no_stills(preview: PreviewDriver, folder: Path) -> None:
    preview.choose(folder)
    preview.look()
    main = preview.window.application.window
    main.show_page(preview.window.page)
    assert not preview.window.application.others.preview.live._decoded._places
    main.show_page(preview.page)
    preview.settle()
    preview.page.desk.settings.sliders.margin.spin.setValue(9)
    preview.settle()
    shown = preview.page.desk.view.shown
    assert shown is not None
    assert shown.settings.scopeguide.margin == 0.09


def test_what_was_dragged_comes_back(preview: PreviewDriver) -> None:
    names = preview.window.application._draggable
    assert {"preview", "preview rows"} <= set(names)
