"""Numbers and sliders are one; limits push each other; nothing untouched changes."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QSpinBox
from pytestqt.qtbot import QtBot

from app.widgets.scopeguide_sliders import ScopeGuideSliders
from core.images.settings import USUAL_SCOPEGUIDE, ScopeGuideSettings


@pytest.fixture
def sliders(qtbot: QtBot) -> ScopeGuideSliders:
    made = ScopeGuideSliders()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def told(sliders: ScopeGuideSliders) -> list[ScopeGuideSettings]:
    heard: list[ScopeGuideSettings] = []
    sliders.changed.connect(heard.append)
    return heard


def test_settings_are_shown_and_not_told(
    sliders: ScopeGuideSliders, told: list[ScopeGuideSettings]
) -> None:
    settings = ScopeGuideSettings(
        hue_low=70, hue_high=90, saturation_min=100, value_min=50, margin=0.25
    )
    sliders.set_settings(settings)
    shown = [slider.spin.value() for slider in sliders.sliders]
    assert shown == [140, 180, 100, 50, 25]
    assert [slider.slider.value() for slider in sliders.sliders] == [
        70,
        90,
        100,
        50,
        25,
    ]
    assert sliders.settings == settings
    assert told == []


@pytest.mark.parametrize(
    ("at", "shown", "field", "value"),
    [
        (0, 120, "hue_low", 60),
        (1, 200, "hue_high", 100),
        (2, 10, "saturation_min", 10),
        (3, 20, "value_min", 20),
        (4, 12, "margin", 0.12),
    ],
)
def test_each_number_sets_its_own_setting(
    sliders: ScopeGuideSliders,
    told: list[ScopeGuideSettings],
    at: int,
    shown: int,
    field: str,
    value: float,
) -> None:
    sliders.sliders[at].spin.setValue(shown)
    assert told == [USUAL_SCOPEGUIDE.model_copy(update={field: value})]
    assert sliders.sliders[at].slider.value() == shown // (2 if at < 2 else 1)


def test_arrows_move_a_slider(
    sliders: ScopeGuideSliders, told: list[ScopeGuideSettings]
) -> None:
    QTest.keyClick(sliders.saturation.slider, Qt.Key.Key_Right)
    assert told[-1].saturation_min == USUAL_SCOPEGUIDE.saturation_min + 1
    assert sliders.saturation.spin.value() == USUAL_SCOPEGUIDE.saturation_min + 1


def test_a_number_is_typed(
    sliders: ScopeGuideSliders, told: list[ScopeGuideSettings]
) -> None:
    spin = sliders.value.spin
    spin.selectAll()
    QTest.keyClicks(spin, "123")
    assert told == []  # not 1, 12 and 123
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert [settings.value_min for settings in told] == [123]


def test_the_ends_of_the_hues_push_each_other(
    sliders: ScopeGuideSliders, told: list[ScopeGuideSettings]
) -> None:
    sliders.hue_low.slider.setValue(150)
    assert (told[-1].hue_low, told[-1].hue_high) == (150, 150)
    sliders.hue_high.slider.setValue(40)
    assert (told[-1].hue_low, told[-1].hue_high) == (40, 40)
    assert sliders.hue_low.spin.value() == 80


def test_what_no_hand_touched_stays_to_the_last_digit(
    sliders: ScopeGuideSliders, told: list[ScopeGuideSettings]
) -> None:
    sliders.set_settings(ScopeGuideSettings(margin=0.1234))
    sliders.value.slider.setValue(77)
    assert told == [ScopeGuideSettings(margin=0.1234, value_min=77)]


def test_every_control_has_a_name_and_a_sentence(sliders: ScopeGuideSliders) -> None:
    controls = [*sliders.findChildren(QSlider), *sliders.findChildren(QSpinBox)]
    assert len(controls) == 10
    for control in controls:
        assert control.accessibleName()
        assert control.accessibleDescription().endswith(".")
    names = {control.accessibleName() for control in controls}
    assert len(names) == 5


def test_the_wheel_belongs_to_the_page(
    sliders: ScopeGuideSliders, told: list[ScopeGuideSettings]
) -> None:
    for control in sliders.margin.slider, sliders.margin.spin:
        control.setFocus()
        turn = QWheelEvent(
            QPointF(3, 3),
            QPointF(3, 3),
            QPoint(),
            QPoint(0, 240),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(control, turn)
    assert told == []


def test_where_no_panel_is_looked_for_nothing_can_be_set(
    sliders: ScopeGuideSliders,
) -> None:
    sliders.set_usable(False)
    assert not any(slider.slider.isEnabled() for slider in sliders.sliders)
    sliders.set_usable(True)
    assert all(slider.spin.isEnabled() for slider in sliders.sliders)
