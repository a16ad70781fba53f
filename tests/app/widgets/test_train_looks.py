"""The Train page's widgets: live palettes, a large font, and what they say."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from app.appearance.palettes import apply_theme
from app.settings.kept_settings import Theme
from app.widgets.epoch_numbers import EpochNumbers
from app.widgets.folded import Folded
from app.widgets.live_curves import LiveCurves
from app.widgets.name_field import NameField
from app.widgets.phase_bar import PhaseBar
from app.widgets.recipe_choice import RecipeChoice
from app.widgets.start_from_field import StartFromField
from app.widgets.train_empty import TrainEmpty
from app.widgets.training_settings import FoldedSettings, MainSettings
from core.evaluation.wording import NOT_DEFINED
from core.jobs.context import library_of, recipes_of
from core.jobs.requests import TrainingChoices, WeightsRequest
from core.library.evaluation_record import HistoryEpoch
from core.paths import UserFolders
from core.recipes.recipe import ClassWeights, Recipe
from tests.app.learning.test_training_progress import epoch
from tests.app.widgets.looks import (
    assert_follows_palette,
    assert_grows_with_font,
    shown,
)

ENTRIES = library_of(UserFolders(Path("nowhere"))).entries()
RECIPES = [entry.recipe for entry in recipes_of(UserFolders(Path("nowhere"))).entries()]
HISTORY = [
    HistoryEpoch(phase=p, loss=1 / e, accuracy=0.9, val_loss=1.2 / e, val_accuracy=0.8)
    for e, p in enumerate((1, 1, 2, 2, 2), start=1)
]


def _recipe(name: str) -> Recipe:
    return next(recipe for recipe in RECIPES if recipe.name == name)


def _phase_bar() -> PhaseBar:
    bar = PhaseBar()
    steps = "Reading", "Phase 1", "Phase 2", "Report"
    bar.show_steps(steps, [f"about {step}" for step in steps])
    bar.show_place(1, 0.5)
    return bar


def _numbers() -> EpochNumbers:
    numbers = EpochNumbers()
    numbers.show_epochs(epoch(1, 2), epoch(1, 1, best=True))
    return numbers


def _curves() -> LiveCurves:
    curves = LiveCurves()
    curves.show_history(HISTORY)
    return curves


def _recipes() -> RecipeChoice:
    recipes = RecipeChoice()
    recipes.set_recipes(RECIPES)
    return recipes


def _name() -> NameField:
    name = NameField()
    name.set_taken(["colon"])
    name.edit.setText("Colon")
    return name


def _start_from() -> StartFromField:
    field = StartFromField()
    field.set_models(ENTRIES)
    return field


def _folded() -> Folded:
    folded = Folded("&More", QLabel("inside"))
    folded.unfold()
    return folded


_SIZE = 900, 600

_WIDGETS: list[Callable[[], QWidget]] = [
    _phase_bar,
    _numbers,
    _curves,
    _recipes,
    _name,
    _start_from,
    _folded,
    FoldedSettings,
    TrainEmpty,
]


@pytest.fixture(autouse=True)
def _light_again(qapp: QApplication) -> Iterator[None]:
    """Each test begins and ends in the light palette and the font of before."""
    font = qapp.font()
    apply_theme(qapp, Theme.LIGHT)
    yield
    apply_theme(qapp, Theme.LIGHT)
    qapp.setFont(font)


@pytest.mark.parametrize("make", _WIDGETS, ids=lambda make: make.__name__.strip("_"))
def test_a_change_of_palette_is_followed_while_shown(
    make: Callable[[], QWidget], qapp: QApplication, qtbot: QtBot
) -> None:
    assert_follows_palette(make, qapp, qtbot, _SIZE)


@pytest.mark.parametrize("make", _WIDGETS, ids=lambda make: make.__name__.strip("_"))
def test_it_grows_with_the_systems_font(
    make: Callable[[], QWidget], qapp: QApplication, qtbot: QtBot
) -> None:
    assert_grows_with_font(make, qapp, qtbot, _SIZE)


# curves and steps


def test_curves_that_nobody_sees_are_drawn_when_they_are_seen(qtbot: QtBot) -> None:
    curves = LiveCurves()
    qtbot.addWidget(curves)
    curves.show_history(HISTORY)
    assert curves.plots[0].words == ""
    shown(curves, qtbot, _SIZE)
    qtbot.waitUntil(lambda: "best of phase 2: epoch 5" in curves.plots[0].words)


def test_epochs_that_come_quickly_are_drawn_together(qtbot: QtBot) -> None:
    curves = LiveCurves()
    shown(curves, qtbot, _SIZE)
    growing: list[HistoryEpoch] = []
    for each in HISTORY:
        growing.append(each)
        curves.show_history(growing)
    assert "epoch 5" not in curves.plots[0].words
    qtbot.waitUntil(lambda: "epoch 5" in curves.plots[0].words)


def test_plots_that_grow_are_drawn_in_turn_and_end_like_plots_drawn_at_once(
    qtbot: QtBot,
) -> None:
    growing, whole = LiveCurves(), LiveCurves()
    for curves in (growing, whole):
        shown(curves, qtbot, _SIZE)
    history = list(HISTORY[:-1])
    growing.show_history(history)
    qtbot.waitUntil(lambda: growing.plots[0].words != "")
    before = [plot.words for plot in growing.plots]
    assert all(before), "at first both are drawn at once"
    history.append(HISTORY[-1])
    growing.show_history(history)
    qtbot.waitUntil(lambda: growing.plots[0].words != before[0])
    assert growing.plots[1].words == before[1], "its turn comes later"
    qtbot.waitUntil(lambda: growing.plots[1].words != before[1])
    whole.show_history(HISTORY)
    qtbot.waitUntil(lambda: _painted(whole) == _painted(growing))


def _painted(curves: LiveCurves) -> list[QImage]:
    return [plot.grab().toImage() for plot in curves.plots]


def test_a_peak_among_ten_thousand_epochs_is_painted(qtbot: QtBot) -> None:
    curves = LiveCurves()
    shown(curves, qtbot, _SIZE)
    flat = HistoryEpoch(phase=1, loss=1, accuracy=0.1, val_loss=1, val_accuracy=0.1)
    history = [flat] * 10_000
    curves.show_history(history)
    accuracy = curves.plots[1]
    qtbot.waitUntil(lambda: accuracy.words != "")
    assert _high_ink(accuracy.grab().toImage()) == 0
    history[4_000] = flat.model_copy(update={"val_accuracy": 1.0})
    curves.show_history(list(history))
    qtbot.waitUntil(lambda: _high_ink(accuracy.grab().toImage()) > 50)


def _high_ink(image: QImage) -> int:
    """Count the coloured pixels in the upper part of a plot, where a peak stands."""
    height, width = image.height() // 2, image.width()
    colours = (image.pixelColor(x, y) for y in range(height) for x in range(width))
    return sum(colour.saturation() > 150 for colour in colours)


def test_the_steps_are_told_in_words() -> None:
    bar = _phase_bar()
    assert bar.words == "Step 2 of 4: Phase 1"
    bar.show_place(2, None, left_out=["Phase 1"])
    assert bar.words.endswith("; left out: Phase 1")
    assert _phase_bar().grab() != bar.grab()
    bar.show_place(-1, None)
    assert bar.words == "No step has begun"
    bar.show_place(4, None)
    assert bar.words == "All 4 steps are done"


def test_unknown_numbers_are_dashes() -> None:
    numbers = EpochNumbers()
    unknown = " ".join(("Best so far", *5 * NOT_DEFINED))
    assert numbers.words.splitlines()[1] == unknown
    assert "1 of phase 1 0.500 0.600" in _numbers().words


# what is chosen


def test_a_card_is_chosen_where_it_is_pressed_and_by_keys(qtbot: QtBot) -> None:
    recipes = _recipes()
    shown(recipes, qtbot, _SIZE)
    chosen: list[Recipe] = []
    recipes.chosen.connect(chosen.append)
    tour = next(c for c in recipes.cards if c.button.text() == "Quick tour")
    QTest.mouseClick(tour.picture, Qt.MouseButton.LeftButton)
    assert recipes.current is not None
    assert [recipes.current.name] == [each.name for each in chosen] == ["quick-tour"]
    QTest.keyClick(tour.button, Qt.Key.Key_Left)
    assert recipes.current.name == "endoscopy-mobilenetv2"


def test_listing_recipes_again_leaves_the_choice() -> None:
    recipes = _recipes()
    recipes.choose("quick-tour")
    recipes.set_recipes(RECIPES[::-1])
    assert recipes.current == _recipe("quick-tour")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("colon", "There is a model “colon” already."),
        ("COLON", "There is a model “colon” already."),
        ("a/b", "The name “a/b” contains '/'."),
        ("con", "The name “con” is reserved by Windows."),
        ("colon 2", ""),
    ],
)
def test_a_name_is_checked_while_it_is_typed(typed: str, why: str) -> None:
    name = _name()
    name.edit.setText(typed)
    assert name.problem == why
    assert name.edit.accessibleDescription() == why


def test_a_free_name_is_suggested_until_somebody_types_one() -> None:
    name = NameField()
    name.set_taken(["colon", "colon 2"])
    name.suggest("colon")
    assert name.name == "colon 3"
    name.set_taken(["colon", "colon 2", "colon 3"])
    assert (name.name, name.problem) == ("colon 3 2", "")
    name.edit.setText("mine")
    name.suggest("another folder")
    assert name.name == "mine"


def test_training_begins_with_the_starter_unless_told_otherwise(tmp_path: Path) -> None:
    field = _start_from()
    assert field.request() == WeightsRequest()
    field.choose_model("sample")
    assert field.request() == WeightsRequest(model="sample")
    field.set_models(ENTRIES)
    assert field.request() == WeightsRequest(model="sample"), "listed again"
    field.combo.setCurrentIndex(field.combo.count() - 2)
    assert field.missing == "Choose the weights file"
    field.choose_file(tmp_path / "own.weights.h5")
    assert (field.missing, field.request().file) == ("", tmp_path / "own.weights.h5")
    field.combo.setCurrentIndex(field.combo.count() - 1)
    assert field.request() == WeightsRequest(random=True)


def test_only_what_differs_from_the_recipe_is_asked_for(qtbot: QtBot) -> None:
    recipe = _recipe("endoscopy-mobilenetv2")
    page = QWidget()
    qtbot.addWidget(page)
    main, more = MainSettings(page), FoldedSettings(page)
    main.show_recipe(recipe)
    more.show_recipe(recipe)
    assert more.added_to(main.choices(recipe), recipe) == TrainingChoices()
    assert main.folds_wanted is None
    main.epochs[1].setValue(3)
    main.cross_validate.setChecked(True)
    main.show_device("cpu")
    more.batch.setValue(8)
    more.class_weights.setCurrentIndex(1)
    assert more.added_to(main.choices(recipe), recipe) == TrainingChoices(
        epochs=(10, 3), batch=8, class_weights=ClassWeights.BALANCED, device="cpu"
    )
    assert main.folds_wanted == 5
    for spin in main.epochs:
        spin.setValue(0)
    assert main.missing == "Give at least one phase an epoch"
    assert all(spin.accessibleName() for spin in page.findChildren(QSpinBox))
