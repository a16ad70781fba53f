"""What the window shows beside its pages: settings, privacy, About, the notice."""

from collections.abc import Iterator

from states.stage import Stage


def dialog_states(stage: Stage) -> Iterator[str]:
    """One dialog after the other."""
    window = stage.application.window
    window.settings_wanted.emit()
    yield "settings"
    window.settings_wanted.emit()
    _look_at_privacy(stage)
    yield "settings-privacy"
    window.about_wanted.emit()
    yield "about"
    stage.application.dialogs.show_support()
    _wait_for_the_bundle(stage)
    yield "support-bundle"
    stage.application.dialogs.show_notice()
    yield "notice"


def _look_at_privacy(stage: Stage) -> None:
    from app.settings.settings_dialog import SettingsDialog

    dialogs = stage.application.window.findChildren(SettingsDialog)
    (dialog,) = (each for each in dialogs if each.isVisible())
    dialog.tabs.setCurrentIndex(1)
    stage.until(lambda: dialog.privacy.total.text().startswith("In all"))


def _wait_for_the_bundle(stage: Stage) -> None:
    from app.support.support_dialog import SupportDialog

    (dialog,) = stage.application.window.findChildren(SupportDialog)
    stage.until(lambda: bool(dialog.parts))
