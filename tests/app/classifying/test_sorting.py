"""Stills are sorted into folders from the window, and the copies are taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QMessageBox,
    QTableWidget,
    QWidget,
)

from app.classifying.sorting import target_in
from app.classifying.sorting_dialog import SortingDialog
from app.classifying.undo_sort_dialog import UndoSortDialog
from app.worker.job_outcome import OutcomeKind
from core.jobs.results import SortStillsResult, UndoSortResult
from core.jobs.sort_manifest import MANIFEST_FILE
from tests.app.driven_window import (
    DrivenWindow,
    OpenWindow,
    open_dialogs,
    write_still,
    write_stills,
)

Key = Qt.Key
SHIFT_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST_FILE
    }


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Three stills in two examinations, two of one name, and an empty file."""
    folder = write_stills(tmp_path / "clinic" / "first", ["blue", "green"]).parent
    write_still(folder / "second" / "0.png", "blue", number=7)
    (folder / "second" / "empty.png").touch()
    return folder


@pytest.fixture
def classified(window: DrivenWindow, clinic: Path) -> DrivenWindow:
    assert window.classify(clinic).kind is OutcomeKind.FINISHED
    return window


def plan(window: DrivenWindow, out: Path) -> SortingDialog:
    """Have a dry run made and return the dialog that shows it."""
    outcome = window.ended(lambda: window.application.sorting.plan(out))
    assert outcome.kind is OutcomeKind.FINISHED
    dialog = window.take_dialog()
    assert isinstance(dialog, SortingDialog)
    return dialog


def sort(window: DrivenWindow, out: Path) -> SortStillsResult:
    """Sort as a person does and return what the job says."""
    dialog = plan(window, out)
    window.until(dialog.isActiveWindow)
    outcome = window.ended(lambda: window.press(Key.Key_Return))
    assert isinstance(outcome.result, SortStillsResult)
    return outcome.result


def undo(window: DrivenWindow) -> UndoSortResult:
    """Take back the latest sort and return what the job says."""
    window.click(window.page.summary, "Undo a sort")
    dialog = window.take_dialog()
    outcome = window.ended(lambda: window.click(dialog, "Remove the copies"))
    assert isinstance(outcome.result, UndoSortResult)
    return outcome.result


def cells(table: QTableWidget) -> list[list[str]]:
    model = table.model()
    rows, columns = range(model.rowCount()), range(model.columnCount())
    return [[model.index(row, column).data() for column in columns] for row in rows]


def test_a_dry_run_writes_nothing_and_shows_what_would_go_where(
    classified: DrivenWindow, clinic: Path, tmp_path: Path
) -> None:
    originals = files_below(clinic)
    dialog = plan(classified, tmp_path / "sorted")
    folders, renamed = dialog.findChildren(QTableWidget)
    assert cells(folders) == [
        ["blue", "2", "0.png, 0 (2).png"],
        ["green", "1", "1.png"],
    ]
    assert cells(renamed) == [["second/0.png", "blue/0 (2).png"]]
    said = classified.texts(dialog)
    assert "3 stills would be copied" in said
    assert str(tmp_path / "sorted") in said
    assert "1 still that could not be read when classified" in said
    assert "Originals are only read" in said
    dialog.reject()
    assert not (tmp_path / "sorted").exists()
    assert files_below(clinic) == originals
    assert classified.application.sort_undoing.manifests == ()


def test_stills_are_sorted_once_that_was_agreed_to(
    classified: DrivenWindow, clinic: Path, tmp_path: Path
) -> None:
    originals = files_below(clinic)
    dialog = plan(classified, tmp_path / "sorted")
    classified.ended(lambda: classified.click(dialog, "Copy 3 stills"))
    assert files_below(tmp_path / "sorted") == {
        "blue/0.png": originals["first/0.png"],
        "blue/0 (2).png": originals["second/0.png"],
        "green/1.png": originals["first/1.png"],
    }
    assert files_below(clinic) == originals
    bar = classified.texts(classified.application.window)
    assert "Copied 3 stills to “sorted”" in bar


def test_a_sort_is_gone_on_with_and_never_made_twice(
    classified: DrivenWindow, tmp_path: Path
) -> None:
    sort(classified, tmp_path / "sorted")
    (tmp_path / "sorted" / "green" / "1.png").unlink()
    dialog = plan(classified, tmp_path / "sorted")
    assert "also counts 2 stills that an earlier sort" in classified.texts(dialog)
    classified.ended(lambda: classified.click(dialog, "Copy 1 still"))
    whole = plan(classified, tmp_path / "sorted")
    assert "There is nothing to copy" in classified.texts(whole)
    assert not classified.button(whole, "Copy").isEnabled()
    whole.reject()


def test_undo_takes_back_all_that_was_made(
    classified: DrivenWindow, clinic: Path, tmp_path: Path
) -> None:
    originals = files_below(clinic)
    sort(classified, tmp_path / "sorted")
    assert undo(classified).removed == 3
    assert not (tmp_path / "sorted").exists()
    assert files_below(clinic) == originals
    assert classified.application.sort_undoing.manifests == ()
    bar = classified.texts(classified.application.window)
    assert "Removed 3 copies from “sorted”" in bar


def test_undo_leaves_a_copy_that_was_changed_and_says_so(
    classified: DrivenWindow, tmp_path: Path
) -> None:
    sort(classified, tmp_path / "sorted")
    changed = tmp_path / "sorted" / "blue" / "0.png"
    changed.write_bytes(b"somebody's work")
    (tmp_path / "sorted" / "notes.txt").write_text("kept")
    assert undo(classified).removed == 2
    message = classified.take_dialog()
    assert isinstance(message, QMessageBox)
    assert message.text() == "2 copies removed, 1 file left."
    assert "changed or replaced since the sort" in message.informativeText()
    message.accept()
    left = files_below(tmp_path / "sorted")
    assert left == {"blue/0.png": b"somebody's work", "notes.txt": b"kept"}


def test_a_sort_of_another_day_is_undone_by_its_manifest(
    classified: DrivenWindow, open_window: OpenWindow, tmp_path: Path
) -> None:
    sort(classified, tmp_path / "sorted")
    classified.close()
    later = open_window()
    later.page.setFocus()
    later.press(Key.Key_T, SHIFT_CONTROL)
    dialog = later.take_dialog()
    assert isinstance(dialog, UndoSortDialog)
    assert "Nothing was sorted since this window was opened" in later.texts(dialog)
    assert not later.button(dialog, "Remove the copies").isEnabled()
    later.click(dialog, "Choose a manifest")
    (chooser,) = [one for one in open_dialogs() if isinstance(one, QFileDialog)]
    chooser.fileSelected.emit(str(tmp_path / "sorted" / MANIFEST_FILE))
    chooser.reject()
    later.ended(lambda: later.click(dialog, "Remove the copies"))
    assert not (tmp_path / "sorted").exists()


def test_a_sort_that_was_stopped_can_be_taken_back_and_gone_on_with(
    window: DrivenWindow, long_folder: Path, tmp_path: Path
) -> None:
    window.classify(long_folder)
    out = tmp_path / "sorted"
    dialog = plan(window, out)

    def copy_and_stop() -> None:
        window.click(dialog, "Copy 1,200 stills")
        window.until(lambda: len(list(out.glob("*/*.png"))) > 8)
        window.click(window.application.window, "Stop")

    assert window.ended(copy_and_stop).kind is OutcomeKind.CANCELLED
    copied = len(list(out.glob("*/*.png")))
    assert 0 < copied < 1200
    assert window.application.sort_undoing.manifests == (out / MANIFEST_FILE,)
    again = plan(window, out)
    assert f"also counts {copied} stills" in window.texts(again)
    again.reject()
    assert undo(window).removed == copied
    assert not out.exists()


def test_a_folder_within_the_stills_is_refused_in_a_sentence(
    classified: DrivenWindow, clinic: Path
) -> None:
    out = clinic / "sorted"
    outcome = classified.ended(lambda: classified.application.sorting.plan(out))
    assert outcome.kind is OutcomeKind.FAILED
    problem = classified.take_problem()
    assert "lies within the classified folder" in problem.user_message
    assert "beside" in problem.hint
    assert open_dialogs() == []
    assert not out.exists()


def test_what_changed_since_it_was_classified_is_left_out(
    classified: DrivenWindow, clinic: Path, tmp_path: Path
) -> None:
    write_still(clinic / "first" / "1.png", "red", number=9)
    assert sort(classified, tmp_path / "sorted").copied == {"blue": 2}
    message = classified.take_dialog()
    assert isinstance(message, QMessageBox)
    assert message.text() == "2 stills copied, 2 left out."
    assert "1 still that changed since the class" in message.informativeText()
    message.accept()


def test_by_keys_alone(classified: DrivenWindow, tmp_path: Path) -> None:
    classified.until(
        classified.button(classified.page.summary, "Sort into folders").isEnabled
    )
    classified.take_keyboard()
    classified.press(Key.Key_S, SHIFT_CONTROL)
    chooser = classified.take_dialog()
    assert isinstance(chooser, QFileDialog)
    assert chooser.directory().absolutePath() == tmp_path.as_posix()
    classified.ended(lambda: chooser.fileSelected.emit(str(tmp_path)))
    chooser.reject()
    dialog = classified.take_dialog()
    assert str(tmp_path / "clinic sorted") in classified.texts(dialog)
    classified.until(dialog.isActiveWindow)
    outcome = classified.ended(lambda: classified.press(Key.Key_Return))
    assert isinstance(outcome.result, SortStillsResult)
    assert not outcome.result.dry_run
    classified.application.window.activateWindow()
    classified.take_keyboard()
    classified.press(Key.Key_T, SHIFT_CONTROL)
    classified.until(classified.take_dialog().isActiveWindow)
    undone = classified.ended(lambda: classified.press(Key.Key_Return))
    assert isinstance(undone.result, UndoSortResult)
    assert not (tmp_path / "clinic sorted").exists()


def test_every_control_has_a_name(classified: DrivenWindow, tmp_path: Path) -> None:
    def nameless(dialog: QWidget) -> list[QWidget]:
        controls = (QAbstractButton, QTableWidget)
        inside = [w for w in dialog.findChildren(QWidget) if isinstance(w, controls)]
        return [w for w in inside if w.isVisible() and not w.accessibleName()]

    dialog = plan(classified, tmp_path / "sorted")
    assert nameless(dialog) == []
    dialog.reject()
    classified.application.sort_undoing.ask()
    undoing = classified.take_dialog()
    assert nameless(undoing) == []
    undoing.reject()


def test_the_folder_that_is_meant(tmp_path: Path) -> None:
    assert target_in(tmp_path, "clinic sorted") == tmp_path
    (tmp_path / "other.txt").touch()
    assert target_in(tmp_path, "clinic sorted") == tmp_path / "clinic sorted"
    (tmp_path / MANIFEST_FILE).touch()
    assert target_in(tmp_path, "clinic sorted") == tmp_path
    gone = tmp_path / "gone"
    assert target_in(gone, "clinic sorted") == gone
