"""Every widget of the page: named controls, live palettes, a font twice as large."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.appearance.contrast import contrast_ratio
from app.appearance.palettes import apply_theme
from app.item_models.examinations_model import ExaminationsModel
from app.settings.kept_settings import Theme
from app.widgets.empty_page import EmptyPage
from app.widgets.examinations_view import ExaminationsView
from app.widgets.filter_bar import FilterBar
from app.widgets.model_strip import ModelStrip
from app.widgets.primary_button import PrimaryButton
from app.widgets.probabilities_panel import ProbabilitiesPanel
from app.widgets.resume_banner import ResumeBanner
from app.widgets.review_panel import ReviewPanel
from app.widgets.scopeguide_sliders import ScopeGuideSliders
from app.widgets.settings_chooser import SettingsChooser
from app.widgets.source_bar import SourceBar
from app.widgets.stepper import Stepper
from app.widgets.summary_panel import SummaryPanel
from tests.app.widgets.unfinished import unfinished_run

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
)


def _probabilities() -> ProbabilitiesPanel:
    panel = ProbabilitiesPanel()
    panel.set_classes(("ulcer", "polyp"))
    return panel


def _filtered() -> FilterBar:
    bar = FilterBar()
    bar.set_counts(3, 12, 2)
    bar.set_stale(True)
    return bar


def _examinations() -> ExaminationsView:
    view = ExaminationsView()
    model = ExaminationsModel(view)
    model.begin("clinic", {"exam": 3})
    view.setModel(model)
    return view


def _offering() -> ResumeBanner:
    banner = ResumeBanner()
    banner.offer(unfinished_run(done=120, total=500))
    return banner


_WIDGETS: list[Callable[[], QWidget]] = [
    EmptyPage,
    _filtered,
    ModelStrip,
    ScopeGuideSliders,
    ReviewPanel,
    SettingsChooser,
    SourceBar,
    Stepper,
    SummaryPanel,
    _probabilities,
    _examinations,
    _offering,
]


@pytest.fixture(autouse=True)
def _light_again(qapp: QApplication) -> Iterator[None]:
    """Each test begins and ends in the light palette and the font of before."""
    font = qapp.font()
    apply_theme(qapp, Theme.LIGHT)
    yield
    apply_theme(qapp, Theme.LIGHT)
    qapp.setFont(font)


@pytest.fixture(params=_WIDGETS, ids=lambda make: make.__name__.strip("_"))
def make(request: pytest.FixtureRequest) -> Callable[[], QWidget]:
    """What makes one widget of the page."""
    made: Callable[[], QWidget] = request.param
    return made


@pytest.fixture
def widget(make: Callable[[], QWidget], qtbot: QtBot) -> QWidget:
    """One widget of the page, shown."""
    made = make()
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_every_control_has_an_accessible_name(widget: QWidget) -> None:
    inside = [w for w in widget.findChildren(QWidget) if isinstance(w, _CONTROLS)]
    controls = [w for w in (widget, *inside) if isinstance(w, _CONTROLS)]
    own = [w for w in controls if not _made_by_qt(w)]
    assert own
    assert [w for w in own if not w.accessibleName()] == []


def _made_by_qt(widget: QWidget) -> bool:
    """Whether it is a part of another control: a clear button, a combo's list."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, _CONTROLS):
            return True
        above = above.parentWidget()
    return False


def test_a_change_of_palette_is_followed_while_shown(
    widget: QWidget,
    make: Callable[[], QWidget],
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    light = widget.grab().toImage()
    apply_theme(qapp, Theme.DARK)
    qtbot.wait(1)
    dark = widget.grab().toImage()
    fresh = make()
    qtbot.addWidget(fresh)
    fresh.resize(widget.size())
    widget.hide()
    fresh.show()
    fresh.activateWindow()
    qtbot.waitUntil(fresh.isActiveWindow)
    qtbot.wait(1)
    assert fresh.grab().toImage() == dark != light


def test_it_grows_with_the_systems_font(
    widget: QWidget, qapp: QApplication, qtbot: QtBot
) -> None:
    before = widget.sizeHint()
    font = qapp.font()
    font.setPointSizeF(2 * font.pointSizeF())
    qapp.setFont(font)
    qtbot.wait(1)
    assert widget.sizeHint().height() > 1.4 * before.height()


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_the_primary_buttons_words_stand_out_from_its_ground(
    qapp: QApplication, qtbot: QtBot, theme: Theme
) -> None:
    apply_theme(qapp, theme)
    button = PrimaryButton("M" * 20)
    qtbot.addWidget(button)
    button.resize(200, 40)
    button.show()
    ground = button.grab().toImage().pixelColor(100, 5)
    text = button.palette().color(QPalette.ColorRole.ButtonText)
    assert contrast_ratio(ground, text) >= 4.5
