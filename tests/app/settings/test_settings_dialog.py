"""What is set applies at once, by keyboard alone, and says where things are kept."""

from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.settings.kept_settings import Settings, Theme, login_name
from app.settings.settings_dialog import SettingsDialog
from core.paths import chosen_home, default_home

Opened = Callable[..., tuple[SettingsDialog, list[Settings]]]
CHANGED = Settings(
    theme=Theme.DARK,
    device="gpu",
    review_below=0.8,
    refusal_scale=0.75,
    reader="Dr Vasquez",
    notice_accepted=True,
)


@pytest.fixture(autouse=True)
def _own_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the real user's choice of a folder."""
    for name in ("user_config_dir", "user_data_dir"):
        folder = tmp_path / name
        monkeypatch.setattr(
            platformdirs, name, lambda _name, appauthor, at=folder: str(at)
        )


@pytest.fixture
def opened(qtbot: QtBot) -> Opened:
    """Open the dialog and collect what it says."""

    def open_it(
        settings: Settings | None = None, home: Path | None = None, **environment: str
    ) -> tuple[SettingsDialog, list[Settings]]:
        dialog = SettingsDialog(
            settings or Settings(), home or default_home(), environment=environment
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        said: list[Settings] = []
        dialog.changed.connect(said.append)
        dialog.open()
        return dialog, said

    return open_it


@pytest.mark.parametrize("settings", [Settings(), CHANGED], ids=["defaults", "changed"])
def test_opening_and_closing_changes_nothing(
    opened: Opened, settings: Settings
) -> None:
    dialog, said = opened(settings)
    dialog.reject()
    assert said == []


def test_a_confidence_between_two_per_cents_is_left_alone(opened: Opened) -> None:
    dialog, said = opened(Settings(review_below=0.805))
    dialog.theme.setCurrentIndex(2)
    assert said[-1].review_below == 0.805


def test_each_control_says_its_change_at_once(opened: Opened) -> None:
    dialog, said = opened(Settings(reader="Ann"))
    dialog.theme.setCurrentText("Dark")
    assert said[-1] == Settings(reader="Ann", theme=Theme.DARK)
    dialog.device.setCurrentText("CPU")
    assert said[-1].device == "cpu"
    dialog.refusal.setValue(60)
    assert said[-1].refusal_scale == 0.6
    assert "refuses more" in dialog.refusal_meaning.text()
    assert len(said) == 3


def test_the_models_own_confidence_or_one_of_your_own(opened: Opened) -> None:
    dialog, said = opened()
    assert not dialog.review_below.isEnabled()
    dialog.review.setCurrentIndex(1)
    assert said[-1].review_below == 0.9
    dialog.review_below.setValue(75)
    assert said[-1].review_below == 0.75
    dialog.review.setCurrentIndex(0)
    assert said[-1].review_below is None
    assert not dialog.review_below.isEnabled()


def test_a_name_still_being_written_is_kept_when_closing(
    opened: Opened, qtbot: QtBot
) -> None:
    dialog, said = opened(Settings(reader=""))
    dialog.reader.setFocus()
    qtbot.keyClicks(dialog.reader, "  Dr Elkina ")
    qtbot.keyClick(dialog.reader, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert [settings.reader for settings in said] == ["Dr Elkina"]


def test_without_a_name_it_is_the_login_name(opened: Opened) -> None:
    dialog, said = opened(Settings(reader="Ann"))
    dialog.reader.clear()
    dialog.reader.editingFinished.emit()
    assert said[-1].reader == login_name()


def test_reset_says_one_change_and_keeps_what_was_accepted(opened: Opened) -> None:
    dialog, said = opened(CHANGED)
    dialog.defaults.click()
    assert said == [Settings(notice_accepted=True)]
    assert dialog.theme.currentText() == "Same as the system"
    assert dialog.refusal.value() == 100
    assert dialog.reader.text() == login_name()
    dialog.refusal.setValue(120)  # still listens
    assert said[-1] == Settings(notice_accepted=True, refusal_scale=1.2)


def test_scrolling_past_a_control_does_not_change_it(opened: Opened) -> None:
    dialog, said = opened(CHANGED)
    for control in (dialog.theme, dialog.review, dialog.review_below, dialog.refusal):
        centre = QPointF(control.rect().center())
        turn = QWheelEvent(
            centre,
            control.mapToGlobal(centre),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(control, turn)
        assert not turn.isAccepted()
    assert said == []


def test_another_data_folder_counts_from_the_next_start(
    opened: Opened, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "drive" / "Lumenary"
    target.mkdir(parents=True)
    dialog, _ = opened()
    dialog.data_folder.change.click()
    picker = dialog.findChild(QFileDialog)
    assert picker is not None
    picker.fileSelected.emit(str(target))
    picker.close()
    assert chosen_home() == target
    assert f"From its next start on, Lumenary uses “{target}”" in said_of_folder(dialog)
    assert dialog.data_folder.path.text() == str(default_home())
    dialog.data_folder.default.click()
    assert chosen_home() is None
    assert "kept here" in said_of_folder(dialog)


def test_a_folder_that_cannot_be_written_is_said(
    opened: Opened, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    dialog, _ = opened()
    dialog.data_folder.change.click()
    picker = dialog.findChild(QFileDialog)
    assert picker is not None
    picker.fileSelected.emit(str(tmp_path / "file" / "home"))
    picker.close()
    assert "cannot be written" in said_of_folder(dialog)
    assert chosen_home() is None


def test_a_folder_named_by_the_environment_is_not_chosen_here(
    opened: Opened, tmp_path: Path
) -> None:
    dialog, _ = opened(home=tmp_path / "named", LUMENARY_HOME="named")
    assert dialog.data_folder.path.text() == str(tmp_path / "named")
    assert not dialog.data_folder.change.isEnabled()
    assert not dialog.data_folder.default.isEnabled()
    assert "LUMENARY_HOME" in said_of_folder(dialog)


def test_every_control_has_a_name_and_tab_reaches_it_from_top_to_bottom(
    opened: Opened, qtbot: QtBot
) -> None:
    dialog, _ = opened(CHANGED)
    kinds = (QComboBox, QAbstractSpinBox, QLineEdit, QPushButton)
    # a spin box's own line is reached as the spin box
    controls = {
        control
        for kind in kinds
        for control in dialog.findChildren(kind)
        if not isinstance(control.parent(), QAbstractSpinBox)
        and control.isEnabled()
        and control.isVisible()
    }
    assert all(control.accessibleName() for control in controls)
    dialog.activateWindow()
    dialog.theme.setFocus()
    qtbot.waitUntil(dialog.theme.hasFocus)
    reached = [focused()]
    while len(reached) < len(controls):
        qtbot.keyClick(reached[-1], Qt.Key.Key_Tab)
        reached.append(focused())
    assert set(reached) == controls
    heights = [one.mapTo(dialog, one.rect().topLeft()).y() for one in reached]
    assert heights[:-2] == sorted(heights[:-2])  # the two buttons share a row


def test_every_label_with_a_letter_leads_to_a_control(opened: Opened) -> None:
    dialog, _ = opened()
    letters = [label for label in dialog.findChildren(QLabel) if "&" in label.text()]
    assert len(letters) == 5
    assert all(isinstance(label.buddy(), QWidget) for label in letters)


def test_it_never_asks_for_more_than_the_screen(opened: Opened) -> None:
    dialog, _ = opened()
    font = dialog.font()
    font.setPointSizeF(3 * font.pointSizeF())
    large = QWidget()
    large.setFont(font)
    try:
        big = SettingsDialog(Settings(), default_home(), large, environment={})
        available = big.screen().availableGeometry()
        assert big.height() <= available.height()
        assert big.minimumWidth() <= available.width()
    finally:
        large.deleteLater()


def said_of_folder(dialog: SettingsDialog) -> str:
    return dialog.data_folder.note.text()


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
