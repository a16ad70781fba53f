"""Which colours count as a ScopeGuide panel's, and how far it is painted over."""

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.appearance.measures import em, small_font
from app.widgets.fitted import Fitted, bold
from app.widgets.hue_strip import MOST_HUE, HueStrip
from app.widgets.number_slider import NumberSlider
from core.images.settings import USUAL_SCOPEGUIDE, ScopeGuideSettings

_HUE: Final = (
    "Which colours count, in degrees round the colour wheel: yellow is 60, green 120, "
    "cyan 180, blue 240."
)
_SATURATION: Final = "How pure the colour must be at least: 0 is grey, 255 pure colour."
_VALUE: Final = "How bright it must be at least: 0 is black, 255 the brightest."
_MARGIN: Final = (
    "How far beyond the panel is painted over, in per cent of its shorter side."
)


class ScopeGuideSliders(Fitted):
    """Five numbers, each with a slider; says at once what has become of them."""

    changed = Signal(object)
    """The :class:`ScopeGuideSettings` that a person has just set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = USUAL_SCOPEGUIDE
        self.hue_low = NumberSlider(
            "&From", "Hue, from", MOST_HUE, unit="°", times=2, parent=self
        )
        self.hue_high = NumberSlider(
            "&To", "Hue, to", MOST_HUE, unit="°", times=2, parent=self
        )
        self.saturation = NumberSlider(
            "At &least", "Saturation, at least", 255, parent=self
        )
        self.value = NumberSlider("At l&east", "Value, at least", 255, parent=self)
        self.margin = NumberSlider("&Beyond", "Margin", 50, unit=" %", parent=self)
        self._strip = HueStrip(self)
        self._notes: list[QLabel] = []
        self._headings: list[QLabel] = []
        self._lay_out()
        self._connect()
        self._fit()
        self.set_settings(USUAL_SCOPEGUIDE)

    @property
    def settings(self) -> ScopeGuideSettings:
        """What the sliders say."""
        return self._settings

    @property
    def sliders(self) -> tuple[NumberSlider, ...]:
        """From top to bottom."""
        return self.hue_low, self.hue_high, self.saturation, self.value, self.margin

    def set_settings(self, settings: ScopeGuideSettings) -> None:
        """Show other settings."""
        self._settings = settings
        self.hue_low.set_value(settings.hue_low)
        self.hue_high.set_value(settings.hue_high)
        self.saturation.set_value(settings.saturation_min)
        self.value.set_value(settings.value_min)
        self.margin.set_value(round(100 * settings.margin))
        self._strip.set_range(settings.hue_low, settings.hue_high)

    def set_usable(self, usable: bool) -> None:
        """Let a person set them, or not, where no panel is looked for."""
        self._strip.setEnabled(usable)
        for slider in self.sliders:
            slider.set_usable(usable)

    def _connect(self) -> None:
        self.hue_low.changed.connect(
            lambda hue: self._set(
                hue_low=hue, hue_high=max(hue, self._settings.hue_high)
            )
        )
        self.hue_high.changed.connect(
            lambda hue: self._set(
                hue_high=hue, hue_low=min(hue, self._settings.hue_low)
            )
        )
        self.saturation.changed.connect(lambda least: self._set(saturation_min=least))
        self.value.changed.connect(lambda least: self._set(value_min=least))
        self.margin.changed.connect(lambda per_cent: self._set(margin=per_cent / 100))

    def _set(self, **numbers: Any) -> None:
        """Change some numbers; those that were not touched stay to the last digit."""
        settings = ScopeGuideSettings(**{**dict(self._settings), **numbers})
        if settings != self._settings:
            self.set_settings(settings)
            self.changed.emit(settings)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setColumnStretch(1, 1)
        self._begin(grid, "Hue")
        grid.addWidget(self._strip, grid.rowCount(), 1)
        self._add(grid, _HUE, self.hue_low, self.hue_high)
        self._begin(grid, "Saturation")
        self._add(grid, _SATURATION, self.saturation)
        self._begin(grid, "Value (brightness)")
        self._add(grid, _VALUE, self.value)
        self._begin(grid, "Margin")
        self._add(grid, _MARGIN, self.margin)

    def _begin(self, grid: QGridLayout, title: str) -> None:
        heading = QLabel(title)
        heading.setFont(bold())
        self._headings.append(heading)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 3)

    def _add(self, grid: QGridLayout, sentence: str, *sliders: NumberSlider) -> None:
        for slider in sliders:
            row = grid.rowCount()
            grid.addWidget(slider.label, row, 0)
            grid.addWidget(slider.slider, row, 1)
            grid.addWidget(slider.spin, row, 2)
            slider.explain(sentence)
        note = QLabel(sentence)
        note.setWordWrap(True)
        note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._notes.append(note)
        grid.addWidget(note, grid.rowCount(), 0, 1, 3)

    def _fit(self) -> None:
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(em(self, 0.5))
        grid.setVerticalSpacing(em(self, 0.2))
        for note in self._notes:
            note.setFont(small_font(self.font()))
        for heading in self._headings[1:]:
            heading.setContentsMargins(0, em(self, 0.5), 0, 0)
