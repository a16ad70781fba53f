"""Starts the program with its window, and tells what keeps it from opening."""

from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.appearance.fonts import be_legible
from app.application import Application, WindowOptions
from app.exit_codes import ExitCode
from app.problems.crash_log import CrashLog, crash_problem
from app.problems.error_dialog import ErrorDialog
from app.problems.exception_hook import ExceptionHook
from app.problems.problem import Problem
from app.problems.window_log import WindowLog
from app.starting.handing_over import hand_over
from app.starting.single_instance import AlreadyOpen, claim
from core.errors import LumenaryError
from core.paths import UserFolders


def run(options: WindowOptions) -> int:
    """Open the window and return the exit status when it is closed."""
    qt = qt_application()
    try:
        folders = UserFolders.from_environment()
        lock = claim(folders.home)
    except AlreadyOpen as error:
        return _handed_over(qt, folders.home, options, error)
    except LumenaryError as error:
        return _told_without_a_window(qt, error)
    crash_log = CrashLog(folders.home)
    crash_log.start()  # the window may crash while it is built, too
    log = WindowLog(folders.home)
    log.start()
    try:
        return _run_window(qt, folders, options, crash_log.last_crash(), log)
    finally:
        log.close()
        crash_log.close()
        lock.release()


def _run_window(
    qt: QApplication,
    folders: UserFolders,
    options: WindowOptions,
    crash: str | None,
    log: WindowLog,
) -> int:
    try:
        application = Application(qt, folders)
    except Exception as error:  # noqa: BLE001  on Windows, nobody else could tell
        log.tell(Problem.of(error))
        return _told_without_a_window(qt, error)
    application.presenter.presented.connect(log.tell)
    with ExceptionHook(application.presenter.present):
        application.open(options)
        if crash is not None:
            application.presenter.present(crash_problem(crash))
        return qt.exec()


def _handed_over(
    qt: QApplication, home: Path, options: WindowOptions, error: AlreadyOpen
) -> int:
    """Leave a model's file to the window that is open, where there is one to leave."""
    if options.archive is None:
        return _told_without_a_window(qt, error)
    if error.is_here and hand_over(home, options.archive):
        return ExitCode.DONE
    return _told_without_a_window(
        qt,
        LumenaryError(
            f"{error.user_message} It did not take “{options.archive.name}”.",
            hint="Nothing was imported. Go to that window and drop the file on its "
            "Models page.",
            details=error.details,
        ),
    )


def qt_application() -> QApplication:
    """Return the one application object, made if there is none yet."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    qt = QApplication(["lumenary"])
    qt.setApplicationName("Lumenary")
    qt.setApplicationDisplayName("Lumenary")
    qt.setDesktopFileName("lumenary")
    be_legible()
    return qt


def _told_without_a_window(qt: QApplication, error: Exception) -> int:
    dialog = ErrorDialog(Problem.of(error))
    dialog.finished.connect(qt.quit)
    dialog.open()
    qt.exec()
    return ExitCode.JOB_FAILED
