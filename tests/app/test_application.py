"""The whole program: what comes back, what goes wrong, and who may open it."""

import os
import shutil
import signal
import textwrap
from pathlib import Path

import onnx
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from app.application import Application, WindowOptions
from app.exit_codes import ExitCode
from app.settings.kept_settings import Session, Settings, SettingsStore
from app.starting.research_notice import ResearchNotice
from app.worker.job_outcome import OutcomeKind
from core.library.store import read_card, write_card
from core.paths import UserFolders
from tests.app.driven_window import (
    DrivenWindow,
    OpenWindow,
    in_a_process,
    workers,
    write_stills,
)
from tests.small_model import card

Key = Qt.Key

HOLD_THE_FOLDER = """
    import sys
    from app.starting.single_instance import claim
    from core.paths import UserFolders

    lock = claim(UserFolders.from_environment().home)
    print("held", flush=True)
    sys.stdin.read()
"""

START_AND_READ = """
    import sys
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from app.application import WindowOptions
    from app.problems.error_dialog import ErrorDialog
    from app.running import qt_application, run

    def look():
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, ErrorDialog) and widget.isVisible():
                print(widget.problem.user_message)
                widget.reject()

    qt = qt_application()
    timer = QTimer(interval=20)
    timer.timeout.connect(look)
    timer.start()
    QTimer.singleShot(50_000, qt.quit)
    sys.exit(run(WindowOptions()))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_stills(tmp_path / "clinic", ["blue", "green", "red"])


# the worker


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL on Windows")
def test_a_killed_worker_ends_in_one_clear_state(
    window: DrivenWindow, long_folder: Path, folder: Path
) -> None:
    window.choose(long_folder)

    def start_and_kill() -> None:
        window.page.start()
        window.until(lambda: window.application.findings.total > 0)
        (worker,) = workers()
        worker.send_signal(signal.SIGKILL)

    outcome = window.ended(start_and_kill)
    assert outcome.kind is OutcomeKind.DIED
    rows = window.application.findings.total
    assert 0 < rows < 1200
    assert "ended from outside" in window.take_problem().user_message
    assert window.application.presenter.dialog is None, "it was told once"
    window.look_at("0.png")
    window.press(Key.Key_Return)
    assert window.row("0.png").review is not None
    assert window.button(window.page, "Classify").isEnabled()
    assert window.classify(folder).kind is OutcomeKind.FINISHED
    assert len(window.rows) == 3


def test_what_was_found_before_a_stop_stays(
    window: DrivenWindow, long_folder: Path
) -> None:
    window.choose(long_folder)

    def start_and_stop() -> None:
        window.page.start()
        window.until(lambda: window.application.findings.total > 0)
        assert not window.button(window.page, "Classify").isEnabled()
        window.click(window.application.window, "Stop")

    assert window.ended(start_and_stop).kind is OutcomeKind.CANCELLED
    assert 0 < window.application.findings.total < 1200
    assert window.application.presenter.dialog is None
    assert window.button(window.page, "Classify").isEnabled()


# models


def test_a_damaged_model_is_said_and_breaks_nothing(
    open_window: OpenWindow, folder: Path, folders: UserFolders
) -> None:
    shutil.copytree(folders.models / "small", folders.models / "whole")
    network = folders.models / "small" / "model.onnx"
    content = bytearray(network.read_bytes())
    content[len(content) // 2] ^= 1
    window = open_window()
    network.write_bytes(content)
    assert window.classify(folder).kind is OutcomeKind.FAILED
    assert "model" in window.take_problem().user_message
    assert window.application.presenter.dialog is None
    assert window.rows == []


def test_a_model_that_was_replaced_meanwhile_answers_nothing(
    open_window: OpenWindow, folder: Path, folders: UserFolders
) -> None:
    """Reviews are kept by the network that answers, which must be the one shown."""
    window = open_window()
    model = folders.models / "small"
    network = onnx.load(model / "model.onnx")
    network.doc_string = "trained anew, on the command line"
    onnx.save(network, model / "model.onnx")
    decisions = read_card(model).decisions
    write_card(model, card(model, name="small", decisions=decisions))
    window.choose(folder)
    window.page.start()
    problem = window.take_problem()
    assert "small" in problem.user_message
    assert not problem.is_bug
    assert not window.application.is_working
    assert window.rows == []
    offered(window)  # lists it anew
    assert window.ended(window.page.start).kind is OutcomeKind.FINISHED


def test_a_model_with_a_broken_card_is_listed_and_cannot_be_chosen(
    open_window: OpenWindow, folder: Path, folders: UserFolders
) -> None:
    shutil.copytree(folders.models / "small", folders.models / "broken")
    (folders.models / "broken" / "card.json").write_text("{", encoding="utf-8")
    window = open_window()
    (models,) = [
        box
        for box in window.page.model_strip.findChildren(QComboBox)
        if box.accessibleName() == "Model"
    ]
    place = models.findText("broken", Qt.MatchFlag.MatchContains)
    assert not models.model().index(place, 0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert not window.page.model_strip.select("broken")
    assert window.classify(folder).kind is OutcomeKind.FINISHED


def offered(window: DrivenWindow) -> str:
    """Return the models in the list, as it is while it is open."""
    (models,) = [
        box
        for box in window.page.model_strip.findChildren(QComboBox)
        if box.accessibleName() == "Model"
    ]
    models.showPopup()
    titles = [models.itemText(place) for place in range(models.count())]
    models.hidePopup()
    return "\n".join(titles)


def test_models_that_come_and_go_meanwhile_are_offered(
    window: DrivenWindow, folders: UserFolders
) -> None:
    before = offered(window)
    assert "broken" not in before
    new = folders.models / "broken"
    shutil.copytree(folders.models / "small", new)
    (new / "card.json").write_text("{", encoding="utf-8")
    assert "broken" in offered(window)
    assert window.page.model_name == "small", "the choice stays"
    shutil.rmtree(new)
    window.application.window.came_to_front.emit()
    assert [entry.name for entry in window.application.models.entries].count(
        "broken"
    ) == 0
    assert offered(window) == before


def test_models_are_listed_anew_only_where_something_has_changed(
    window: DrivenWindow, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(window.application.models.changed):
        window.application.window.came_to_front.emit()
        offered(window)


# what comes back


def test_folder_model_and_shape_come_back(
    open_window: OpenWindow, folder: Path, folders: UserFolders
) -> None:
    first = open_window()
    first.application.window.resize(790, 700)  # a screen in memory is small
    first.classify(folder)
    undragged = columns_of(first).sizes()
    drag(columns_of(first).handle(2), QPoint(-60, 0))
    sizes = columns_of(first).sizes()
    assert sizes != undragged
    first.close()
    assert (folders.home / "session.json").is_file()
    second = open_window()
    assert second.page.source is not None
    assert second.page.source.folder == folder
    assert second.page.model_name == "small"
    assert second.application.window.size().toTuple() == (790, 700)
    assert second.rows == [], "nothing is classified without being asked"
    second.classify(folder)
    assert columns_of(second).sizes() == sizes


def drag(handle: QWidget, by: QPoint) -> None:
    """Drag a part of the window with the mouse."""
    begin, left = handle.rect().center(), Qt.MouseButton.LeftButton
    QTest.mousePress(handle, left, pos=begin)
    QTest.mouseMove(handle, begin + by)
    QTest.mouseRelease(handle, left, pos=begin)


def columns_of(window: DrivenWindow) -> QSplitter:
    """Return what divides the page into its columns."""
    splitters = window.page.findChildren(QSplitter)
    return next(s for s in splitters if s.orientation() is Qt.Orientation.Horizontal)


def test_of_a_folder_that_is_gone_is_told_when_it_is_to_be_classified(
    open_window: OpenWindow, folder: Path
) -> None:
    first = open_window()
    first.classify(folder)
    first.close()
    shutil.rmtree(folder)
    second = open_window()
    assert second.page.source is not None, "nobody has asked the disk yet"
    assert second.application.presenter.dialog is None
    assert second.ended(second.page.start).kind is OutcomeKind.FAILED
    problem = second.take_problem()
    assert folder.name in problem.user_message
    assert not problem.is_bug


def test_a_folder_that_is_away_for_a_while_is_not_forgotten(
    open_window: OpenWindow, folder: Path
) -> None:
    first = open_window()
    first.classify(folder)
    first.close()
    away = folder.rename(folder.with_name("unplugged"))
    open_window().close()
    away.rename(folder)
    third = open_window()
    assert third.page.source is not None
    assert third.page.source.folder == folder


def test_a_model_that_is_gone_gives_way_to_another(
    open_window: OpenWindow, folders: UserFolders
) -> None:
    SettingsStore(folders.home).save_session(Session(model="of yesterday"))
    window = open_window()
    assert window.page.model_name == "small"


def test_broken_settings_are_told_and_the_window_opens(
    open_window: OpenWindow, folders: UserFolders
) -> None:
    (folders.home / "settings.json").write_text('{"notice_accepted": true, "theme": 7}')
    window = open_window()
    assert "settings" in window.take_problem().user_message
    assert window.application.settings.notice_accepted


def test_nothing_is_written_outside_the_data_folder(
    open_window: OpenWindow, folder: Path, folders: UserFolders, tmp_path: Path
) -> None:
    before = {path for path in tmp_path.rglob("*") if folders.home not in path.parents}
    window = open_window()
    window.classify(folder)
    window.look_at("0.png")
    window.press(Key.Key_Return)
    window.close()
    after = {path for path in tmp_path.rglob("*") if folders.home not in path.parents}
    assert after == before


# the notice


@pytest.fixture
def first_start(folders: UserFolders) -> UserFolders:
    """The folders of somebody who has not accepted the notice."""
    SettingsStore(folders.home).save_settings(Settings(notice_accepted=False))
    return folders


def test_the_notice_is_accepted_once(
    first_start: UserFolders, open_window: OpenWindow
) -> None:
    first = open_window()
    notice = first.take_dialog()
    assert isinstance(notice, ResearchNotice)
    notice.accept()
    first.until(lambda: first.application.settings.notice_accepted)
    first.close()
    assert SettingsStore(first_start.home).load().settings.notice_accepted
    second = open_window()
    assert second.application.window.isVisible()


def test_who_declines_the_notice_closes_the_program(
    first_start: UserFolders, open_window: OpenWindow
) -> None:
    window = open_window()
    window.take_dialog().reject()
    window.until(lambda: not window.application.window.isVisible())
    assert not SettingsStore(first_start.home).load().settings.notice_accepted


def test_nothing_is_classified_behind_the_notice(
    first_start: UserFolders, qtbot: QtBot, folder: Path
) -> None:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    application = Application(qt, first_start)
    window = DrivenWindow(application, qtbot)
    application.open(WindowOptions(folder=folder, model="small", start=True))
    notice = window.take_dialog()
    assert not application.is_working
    assert window.ended(notice.accept).kind is OutcomeKind.FINISHED
    assert len(window.rows) == 3
    window.close()
    application.window.deleteLater()
    application.deleteLater()


def test_thumbnails_are_as_sharp_as_the_screen_that_the_window_is_moved_to(
    window: DrivenWindow,
) -> None:
    application = window.application
    owners = application, application.others.preview, application.others.report
    (before,) = {owner.thumbnails.side for owner in owners}
    main = application.window
    font = main.font()
    font.setPointSizeF(2 * font.pointSizeF())  # a screen in memory has one ratio
    main.setFont(font)
    QApplication.sendEvent(main, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert all(owner.thumbnails.side > 1.8 * before for owner in owners)


# one window for each folder


def test_a_second_window_is_told_of_the_first(folders: UserFolders) -> None:
    with in_a_process(HOLD_THE_FOLDER) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        told, status = start_in_vain()
        first.communicate()
    assert "open already" in told
    assert str(first.pid) in told
    assert status == ExitCode.JOB_FAILED


def test_a_log_that_cannot_be_opened_is_told_before_the_window(
    folders: UserFolders,
) -> None:
    folders.review_log.mkdir()
    told, status = start_in_vain()
    assert "log of reviews" in told
    assert status == ExitCode.JOB_FAILED


def test_what_nobody_foresaw_before_the_window_is_told_as_well(
    folders: UserFolders,
) -> None:
    """A program with a window has no standard error on Windows."""
    told, status = start_in_vain(
        """
        import app.application

        def broken(**parts):
            raise RuntimeError("a bug")

        app.application.ClassifyPage = broken
        """
    )
    assert "unexpected" in told
    assert status == ExitCode.JOB_FAILED


def start_in_vain(before: str = "") -> tuple[str, int]:
    """Start the program; return the one sentence that it shows, and its exit status."""
    lines = textwrap.dedent(before) + textwrap.dedent(START_AND_READ)
    with in_a_process(lines) as child:
        told, _ = child.communicate(timeout=60)
    return told, child.returncode


def test_at_the_first_start_the_model_is_no_model_of_drawings(
    qtbot: QtBot, folders: UserFolders
) -> None:
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    application = Application(qt, folders)
    application.open(WindowOptions())
    qtbot.waitUntil(lambda: application.page.model_name is not None)
    assert application.page.model_name == "starter"
    application.window.close_anyway()
    application.window.deleteLater()
    application.deleteLater()
