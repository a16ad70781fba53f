"""What stands on what can be read, in the light and in the dark."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSlider,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.appearance.contrast import contrast_ratio
from app.appearance.palettes import (
    apply_theme,
    dark_palette,
    is_dark,
    light_palette,
)
from app.settings.kept_settings import Theme

Role = QPalette.ColorRole
Group = QPalette.ColorGroup
PALETTES = pytest.mark.parametrize("made", [light_palette, dark_palette])
TEXT_ON_GROUND = [
    (Role.WindowText, Role.Window),
    (Role.WindowText, Role.Base),
    (Role.Text, Role.Base),
    (Role.Text, Role.AlternateBase),
    (Role.Text, Role.Window),
    (Role.ButtonText, Role.Button),
    (Role.ButtonText, Role.Window),
    (Role.HighlightedText, Role.Highlight),
    (Role.HighlightedText, Role.Accent),
    (Role.BrightText, Role.Highlight),
    (Role.ToolTipText, Role.ToolTipBase),
    (Role.PlaceholderText, Role.Base),
    (Role.PlaceholderText, Role.AlternateBase),
    (Role.PlaceholderText, Role.Window),
    (Role.Link, Role.Base),
    (Role.Link, Role.AlternateBase),
    (Role.Link, Role.Window),
    (Role.LinkVisited, Role.Base),
    (Role.LinkVisited, Role.Window),
]


@pytest.fixture
def own_theme(qapp: QApplication) -> Iterator[QApplication]:
    """Put the application's palette back afterwards."""
    before, style = QPalette(qapp.palette()), qapp.style().name()
    yield qapp
    apply_theme(qapp, Theme.LIGHT)
    qapp.setStyle(style)
    qapp.setPalette(before)


def test_contrast_is_that_of_the_recommendation() -> None:
    white, black = QColor("white"), QColor("black")
    assert contrast_ratio(white, black) == pytest.approx(21)
    assert contrast_ratio(black, white) == pytest.approx(21)
    assert contrast_ratio(white, white) == pytest.approx(1)
    # the grey that WCAG's own tools name as the lightest for text on white
    assert contrast_ratio(QColor("#767676"), white) == pytest.approx(4.54, abs=0.01)


@PALETTES
@pytest.mark.parametrize("group", [Group.Active, Group.Inactive])
@pytest.mark.parametrize(
    "pair", TEXT_ON_GROUND, ids=lambda p: f"{p[0].name}-{p[1].name}"
)
def test_text_can_be_read(
    qapp: QApplication,
    made: Callable[[], QPalette],
    group: QPalette.ColorGroup,
    pair: tuple[QPalette.ColorRole, QPalette.ColorRole],
) -> None:
    text, ground = (made().color(group, role) for role in pair)
    assert contrast_ratio(text, ground) >= 4.5


@PALETTES
@pytest.mark.parametrize(
    "pair",
    [p for p in TEXT_ON_GROUND if not {Role.BrightText, Role.Accent} & set(p)],
    ids=lambda p: f"{p[0].name}-{p[1].name}",
)
def test_what_is_disabled_can_still_be_made_out(
    qapp: QApplication,
    made: Callable[[], QPalette],
    pair: tuple[QPalette.ColorRole, QPalette.ColorRole],
) -> None:
    text, ground = (made().color(Group.Disabled, role) for role in pair)
    assert contrast_ratio(text, ground) >= 3


@PALETTES
def test_the_accent_is_seen_against_what_it_surrounds(
    qapp: QApplication, made: Callable[[], QPalette]
) -> None:
    palette = made()
    for ground in (Role.Window, Role.Base):
        assert contrast_ratio(palette.color(Role.Accent), palette.color(ground)) >= 3


@PALETTES
def test_every_role_is_set(qapp: QApplication, made: Callable[[], QPalette]) -> None:
    palette = made()
    roles = set(Role) - {Role.NoRole, Role.NColorRoles}
    assert [
        role.name for role in roles if not palette.isBrushSet(Group.Active, role)
    ] == []


def test_one_is_dark_and_one_is_not(qapp: QApplication) -> None:
    assert is_dark(dark_palette())
    assert not is_dark(light_palette())


def test_a_chosen_theme_is_worn(own_theme: QApplication) -> None:
    for theme, dark in ((Theme.DARK, True), (Theme.LIGHT, False)):
        apply_theme(own_theme, theme)
        assert own_theme.style().name() == "fusion"
        assert is_dark(own_theme.palette()) is dark


def test_an_unknown_scheme_is_light(own_theme: QApplication) -> None:
    assert own_theme.styleHints().colorScheme() is Qt.ColorScheme.Unknown
    apply_theme(own_theme, Theme.SYSTEM)
    assert not is_dark(own_theme.palette())


def test_a_window_follows_the_system(own_theme: QApplication, qtbot: QtBot) -> None:
    label = QLabel("still")
    qtbot.addWidget(label)
    label.show()
    apply_theme(own_theme, Theme.SYSTEM)
    schemes = [Qt.ColorScheme.Dark, Qt.ColorScheme.Light]
    schemes += [Qt.ColorScheme.Dark, Qt.ColorScheme.Unknown]
    seen = []
    for scheme in schemes:
        own_theme.styleHints().colorSchemeChanged.emit(scheme)
        own_theme.processEvents()  # widgets hear of it by a posted event
        seen.append(is_dark(label.palette()))
    assert seen == [True, False, True, False]


def test_a_chosen_theme_does_not_follow_the_system(own_theme: QApplication) -> None:
    apply_theme(own_theme, Theme.SYSTEM)
    apply_theme(own_theme, Theme.LIGHT)
    own_theme.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not is_dark(own_theme.palette())


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
@pytest.mark.parametrize(
    "kind", [QCheckBox, QRadioButton, QLineEdit, QComboBox, QSpinBox, QSlider]
)
def test_the_edge_of_a_control_is_found(
    own_theme: QApplication, qtbot: QtBot, theme: Theme, kind: type[QWidget]
) -> None:
    apply_theme(own_theme, theme)
    page = QWidget()
    qtbot.addWidget(page)
    control = kind(page)
    control.move(20, 20)
    page.resize(300, 300)
    page.show()
    image = page.grab().toImage()
    ground = image.pixelColor(2, 2)
    place = control.geometry()
    rows = [place.center().y()]
    if kind is QSlider:  # its knob may be anywhere
        rows = list(range(place.top(), place.bottom()))
    edge = [
        image.pixelColor(x, y)
        for x in range(place.left(), place.left() + 14)
        for y in rows
    ]
    assert max(contrast_ratio(colour, ground) for colour in edge) >= 3


def test_what_has_an_edge_follows_the_theme_and_other_widgets_have_none(
    own_theme: QApplication, qtbot: QtBot
) -> None:
    box, page = QCheckBox("still"), QLabel("page")
    for widget in box, page:
        qtbot.addWidget(widget)
        widget.show()
    seen = []
    for theme in Theme.LIGHT, Theme.DARK:
        apply_theme(own_theme, theme)
        own_theme.processEvents()
        assert page.palette() == own_theme.palette()
        assert is_dark(box.palette()) is is_dark(page.palette())
        seen.append(box.palette().color(Role.Window))
    assert seen[0] != seen[1]
