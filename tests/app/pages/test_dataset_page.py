"""A labelled folder is checked by a real worker, looked through and decided on."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel

from app.curating.gathering import LEFT_OUT, Section
from app.curating.open_check import OpenCheck
from app.pages.dataset_page import DatasetPage
from app.widgets.dataset_invitation import INVITATION, NOTHING
from app.widgets.groups_field import PATTERN
from app.worker.job_outcome import OutcomeKind
from core.dataset.check_record import read_check_record
from core.jobs.requests import ClassifyRequest, GroupingRequest
from core.jobs.results import CheckDatasetResult
from core.paths import UserFolders
from core.review.dataset_decisions import recorded_dataset_decisions
from tests.app.curating.written_check import UNREADABLE
from tests.app.driven_window import DrivenWindow, OpenWindow, write_still
from tests.app.pages.checked_home import CheckedHome

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> CheckedHome:
    """A folder that was checked; read only."""
    return CheckedHome.made(tmp_path_factory.mktemp("checked"))


@pytest.fixture
def home(checked: CheckedHome, folders: UserFolders) -> UserFolders:
    """This test's own home, in which that folder was checked."""
    checked.lend(folders)
    return folders


@pytest.fixture
def window(home: UserFolders, open_window: OpenWindow) -> DrivenWindow:
    """The window with that check on its Dataset page."""
    opened = open_window()
    turn_to(opened)
    opened.until(lambda: page(opened).check is not None)
    return opened


def page(window: DrivenWindow) -> DatasetPage:
    others = window.application.others
    assert others is not None
    return others.dataset.page


def check(window: DrivenWindow) -> OpenCheck:
    found = page(window).check
    assert found is not None
    return found


def turn_to(window: DrivenWindow) -> None:
    """Turn to the Dataset page by the rail."""
    (button,) = [
        button
        for button in window.application.window.findChildren(QAbstractButton)
        if button.text() == "Dataset"
    ]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    window.until(page(window).isVisible)


def titles(window: DrivenWindow) -> list[str]:
    return [one.entry.title for one in page(window).view.gatherings]


def choose_still(window: DrivenWindow, name: str) -> None:
    """Choose a still in the sheet and wait until it is seen large."""
    browser = page(window).view.browser
    row = [still.name for still in browser.stills.stills].index(name)
    browser.sheet.setCurrentIndex(browser.stills.index(row))
    browser.take_keyboard()
    window.until(lambda: browser.desk.still_view.painted_row is not None)


def shown(window: DrivenWindow) -> list[str]:
    return [still.name for still in page(window).view.browser.stills.stills]


def files_below(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def near_copies(window: DrivenWindow) -> tuple[str, str]:
    """Turn to the pair that was saved anew, and return both names."""
    view = page(window).view
    view.choose(Section.COPIES)
    for row, one in enumerate(view.gatherings):
        names = [check(window).still(place).name for place in one.places]
        if any(name.endswith("smaller.jpg") for name in names):
            view.choose(Section.COPIES, row)
            pair = next(
                at
                for at, pair in enumerate(one.pairs)
                if not pair.same_file and pair.hash_bits <= 6
            )
            view.browser.pairs.choose(pair)
            chosen = one.pairs[pair]
            still = check(window).still
            return still(chosen.first).name, still(chosen.second).name
    pytest.fail("no copy was found")


# looking


def test_an_empty_page_says_what_to_do(open_window: OpenWindow) -> None:
    window = open_window()
    turn_to(window)
    assert page(window).empty.words == f"{NOTHING}\n{INVITATION}"
    assert not page(window).bar.check.isEnabled()
    window.click(page(window).empty, "Choose folder")
    dialog = window.take_dialog()
    assert isinstance(dialog, QFileDialog)
    dialog.reject()


def test_the_last_check_comes_back(window: DrivenWindow, checked: CheckedHome) -> None:
    dataset = page(window)
    assert check(window).folder == checked.folder
    assert dataset.bar.folder == checked.folder
    record = check(window).record
    assert (
        f"{len(record.stills)} stills in {record.groups} groups" in dataset.line.text()
    )
    words = "\n".join(
        label.text() for label in dataset.view.overview.findChildren(QLabel)
    )
    for sentence in (*record.advice, *record.notices, record.split):
        assert sentence in words


def test_a_folder_chosen_while_the_last_check_is_read_stays(
    home: UserFolders, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    turn_to(window)
    others = window.application.others
    assert others is not None
    with window.qtbot.waitSignal(
        others.dataset.checking.found, timeout=1_500, raising=False
    ) as found:
        page(window).choose(tmp_path)
    assert not found.signal_triggered, "it was of another folder"
    assert page(window).check is None
    assert page(window).bar.folder == tmp_path


def test_in_another_folder_nothing_unseen_is_undone(
    window: DrivenWindow, tmp_path: Path
) -> None:
    digest = check(window).still(0).digest
    page(window).view.browser.left_out.emit(digest)
    page(window).choose(tmp_path)
    window.press(Key.Key_Z, CONTROL)
    log = window.application.folders.review_log
    assert digest in recorded_dataset_decisions(log).left_out


def test_every_section_shows_what_its_count_promises(window: DrivenWindow) -> None:
    view, record = page(window).view, check(window).record
    names = {still.name for still in record.stills}
    view.choose(Section.CLASSES)
    for row, one in enumerate(record.classes):
        view.choose(Section.CLASSES, row)
        assert shown(window) == [still.name for still in record.of_class(one.name)]
        assert set(shown(window)) <= names
    view.choose(Section.CONFLICTS)
    assert len(view.gatherings) == len(record.conflicts) > 0
    assert any(name.endswith("elsewhere.jpg") for name in shown(window))
    view.choose(Section.UNREADABLE)
    assert UNREADABLE in shown(window)
    for section, count in zip(Section, view.sections.rows.entries, strict=True):
        assert count.title == section


def test_a_still_opens_large(window: DrivenWindow) -> None:
    page(window).view.choose(Section.CLASSES)
    name = shown(window)[2]
    choose_still(window, name)
    assert name in page(window).view.browser.desk.words.text()


def test_the_split_is_a_table_and_a_picture(window: DrivenWindow) -> None:
    view, record = page(window).view, check(window).record
    view.choose(Section.SPLIT)
    assert view.split.isVisible()
    said = view.split.picture.accessibleDescription()
    for one in record.classes:
        assert f"{one.name}: Training" in said
    model = view.split.table.rates
    total = model.rowCount() - 1
    assert model.index(total, 4).data() == str(len(record.stills))


def test_everything_is_reached_by_keys_alone(window: DrivenWindow) -> None:
    view = page(window).view
    view.take_keyboard()
    window.press(Key.Key_Home)
    window.press(Key.Key_Down)
    assert view.section is Section.CLASSES
    window.press(Key.Key_Tab)
    assert view.entries.hasFocus()
    window.press(Key.Key_Down)
    assert view.browser.heading.text().startswith(titles(window)[1])
    for _ in range(12):  # over the handle of no splitter and every button of the desk
        if view.browser.sheet.hasFocus():
            break
        window.press(Key.Key_Tab)
    window.press(Key.Key_Right)
    assert view.browser.sheet.currentIndex().row() == 1


# deciding


def test_not_a_copy_is_kept_said_honoured_and_undone(
    window: DrivenWindow, checked: CheckedHome
) -> None:
    before = files_below(checked.folder)
    log = window.application.folders.review_log
    names = near_copies(window)
    page(window).view.browser.take_keyboard()
    window.press(Key.Key_N)
    still = {one.name: one for one in check(window).record.stills}
    digests = tuple(sorted(still[name].digest for name in names))
    assert recorded_dataset_decisions(log).not_copies == {digests}
    assert "1 decision since the check" in page(window).strip.words
    outcome = window.ended(lambda: window.click(page(window).strip, "Check again"))
    assert outcome.kind is OutcomeKind.FINISHED
    window.until(lambda: not page(window).strip.isVisible())
    pairs = {
        frozenset(
            (check(window).still(p.first).name, check(window).still(p.second).name)
        )
        for one in check(window).record.copies
        for p in one.pairs
    }
    assert frozenset(names) not in pairs
    page(window).view.choose(Section.DECISIONS)
    assert len(titles(window)) == 1
    page(window).view.browser.take_keyboard()
    window.press(Key.Key_U)
    assert recorded_dataset_decisions(log).not_copies == frozenset()
    assert titles(window) == []
    assert "1 decision since the check" in page(window).strip.words
    assert files_below(checked.folder) == before


def test_a_key_does_nothing_that_no_button_in_view_offers(window: DrivenWindow) -> None:
    near_copies(window)
    browser = page(window).view.browser
    browser.take_keyboard()
    window.press(Key.Key_N)
    page(window).view.choose(Section.DECISIONS)
    choose_still(window, shown(window)[0])
    assert not browser.desk.button.isVisible()
    window.press(Key.Key_L)
    log = window.application.folders.review_log
    assert recorded_dataset_decisions(log).left_out == {}
    assert [a.shortcut() for a in browser.actions() if a.autoRepeat()] == []


def test_a_still_is_left_out_and_ctrl_z_takes_it_back(window: DrivenWindow) -> None:
    log = window.application.folders.review_log
    page(window).view.choose(Section.CLASSES)
    name = shown(window)[3]
    choose_still(window, name)
    window.press(Key.Key_L)
    digest = next(s.digest for s in check(window).record.stills if s.name == name)
    assert list(recorded_dataset_decisions(log).left_out) == [digest]
    stills = page(window).view.browser.stills.stills
    assert [still.name for still in stills if still.tag == LEFT_OUT] == [name]
    assert page(window).view.browser.sheet.currentIndex().row() == 3, "stays chosen"
    assert page(window).strip.isVisible()
    window.press(Key.Key_Z, CONTROL)
    assert not recorded_dataset_decisions(log).left_out
    assert not page(window).strip.isVisible()


def test_only_a_still_that_is_seen_and_unchanged_can_be_left_out(
    open_window: OpenWindow, home: UserFolders, checked: CheckedHome
) -> None:
    window = open_window()
    turn_to(window)
    window.until(lambda: page(window).check is not None)
    page(window).view.choose(Section.CLASSES)
    browser = page(window).view.browser
    name = shown(window)[4]
    browser.sheet.setCurrentIndex(browser.stills.index(4))
    browser.take_keyboard()
    window.press(Key.Key_L)  # before its own pixels were painted
    assert not recorded_dataset_decisions(home.review_log).left_out
    file, before = checked.folder / name, (checked.folder / name).read_bytes()
    other = checked.folder / shown(window)[5]
    try:
        file.write_bytes(other.read_bytes())
        choose_still(window, shown(window)[0])
        window.application.others.dataset.loader.forget()  # type: ignore[union-attr]
        choose_still(window, name)
        window.until(lambda: "has changed since the check" in browser.desk.words.text())
        window.press(Key.Key_L)
        assert not recorded_dataset_decisions(home.review_log).left_out
    finally:
        file.write_bytes(before)


def test_the_same_file_cannot_be_told_apart(window: DrivenWindow) -> None:
    view = page(window).view
    view.choose(Section.CONFLICTS)
    same = next(
        row
        for row, one in enumerate(view.gatherings)
        if len(one.pairs) == 1 and one.pairs[0].same_file
    )
    view.choose(Section.CONFLICTS, same)
    assert not view.browser.apart_button.isEnabled()
    assert "always copies" in view.browser.apart_button.toolTip()
    view.browser.take_keyboard()
    window.press(Key.Key_N)
    assert not page(window).strip.isVisible()


# groups


def test_a_pattern_is_tried_while_it_is_typed(window: DrivenWindow) -> None:
    bar = page(window).bar
    bar.groups.kinds.setCurrentIndex(PATTERN)
    bar.groups.pattern.setFocus()
    QTest.keyClicks(bar.groups.pattern, "^(exam")
    assert "cannot be understood" in bar.examples.words
    assert not bar.train.isEnabled()
    QTest.keyClicks(bar.groups.pattern, r"\d+)_")
    window.until(lambda: "exam0000" in bar.examples.words)
    assert "likeness alone" in bar.examples.words
    assert "Other groups are chosen" in page(window).strip.words
    bar.groups.kinds.setCurrentIndex(0)
    assert not bar.examples.isVisible()
    assert not page(window).strip.isVisible()


def test_train_on_this_folder_tells_folder_and_groups(
    window: DrivenWindow, checked: CheckedHome
) -> None:
    bar = page(window).bar
    bar.groups.kinds.setCurrentIndex(PATTERN)
    bar.groups.pattern.setText(r"^(exam\d+)_")
    with window.qtbot.waitSignal(page(window).train_wanted) as told:
        window.click(bar, "Train on this folder")
    wanted = GroupingRequest(group_pattern=r"^(exam\d+)_")
    assert told.args == [checked.folder, wanted]


# checking


def drop(window: DrivenWindow, path: Path) -> None:
    """Drop a file or folder on the page, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    middle = page(window).rect().center()
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(
        page(window), QDragEnterEvent(middle, copy, data, buttons, none)
    )
    event = QDropEvent(QPointF(middle), copy, data, buttons, none)
    QApplication.sendEvent(page(window), event)


def test_a_dropped_folder_is_checked_by_a_real_worker(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "clinic"
    for number in range(12):
        label = ("blue", "green", "red")[number % 3]
        write_still(
            folder / label / f"p{number // 3}_{number}.png", label, number=number
        )
    window = open_window()
    turn_to(window)
    drop(window, folder)
    assert "“clinic” is chosen" in page(window).empty.words
    page(window).bar.groups.kinds.setCurrentIndex(PATTERN)
    page(window).bar.groups.pattern.setText(r"^(p\d+)_")
    page(window).setFocus()

    def start() -> None:
        window.press(Key.Key_Return, CONTROL)
        assert "is being checked" in page(window).empty.words or (
            "waits" in page(window).empty.words
        )
        assert not page(window).bar.check.isEnabled()

    outcome = window.ended(start)
    window.until(lambda: page(window).check is not None)
    assert isinstance(outcome.result, CheckDatasetResult)
    assert check(window).record == read_check_record(outcome.result.record)
    assert check(window).record.groups_known
    assert page(window).bar.check.isEnabled()
    assert page(window).bar.groups.pattern.text() == r"^(p\d+)_"
    assert not page(window).strip.isVisible()


def test_a_folder_without_classes_says_what_to_do(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "loose"
    write_still(folder / "1.png", "red")
    window = open_window()
    turn_to(window)
    page(window).choose(folder)
    outcome = window.ended(page(window).start)
    assert outcome.kind is OutcomeKind.FAILED
    assert "no class folders" in window.take_problem().user_message
    assert "This folder could not be checked" in page(window).empty.words
    assert "Give every class a folder of its own" in page(window).empty.words


def test_another_folder_takes_the_place_of_the_check(
    window: DrivenWindow, tmp_path: Path
) -> None:
    write_still(tmp_path / "d" / "red" / "1.png", "red")
    page(window).choose(tmp_path / "d")
    assert page(window).check is None
    assert "“d” is chosen" in page(window).empty.words


def test_a_check_waits_in_line_and_leaves_it(
    window: DrivenWindow, long_folder: Path, tmp_path: Path
) -> None:
    line, bar = window.application.line, page(window).bar
    before = check(window)
    request = ClassifyRequest(folder=long_folder, model="small")
    first = line.submit(request, title="Classifying")
    window.until(lambda: line.current is first)
    page(window).start()
    assert bar.check.toolTip() == "The check waits for the work before it"
    line.take_out(line.waiting[0])
    window.until(bar.check.isEnabled)
    assert page(window).check is before, "what was found before still stands"
    page(window).start()
    page(window).choose(tmp_path)
    assert line.waiting == (), "nobody waits for that folder any more"
    assert bar.check.isEnabled()
    first.cancel()
    window.until(lambda: line.is_idle)


# exporting


def test_balanced_folders_of_a_class_are_copies(
    window: DrivenWindow, checked: CheckedHome, tmp_path: Path
) -> None:
    before = files_below(checked.folder)
    page(window).view.choose(Section.CLASSES)
    name = titles(window)[0]
    page(window).view.browser.take_keyboard()
    window.press(Key.Key_E)
    dialog = window.take_dialog()
    assert isinstance(dialog, QFileDialog)
    assert name in dialog.windowTitle()
    (tmp_path / "out").mkdir()

    def take() -> None:
        dialog.fileSelected.emit(str(tmp_path / "out"))
        dialog.reject()

    outcome = window.ended(take)
    assert outcome.kind is OutcomeKind.FINISHED, outcome.problem
    made = tmp_path / "out" / f"{name} and others"
    counts = [
        sum(1 for path in side.rglob("*.jpg"))
        for side in made.iterdir()
        if side.is_dir()
    ]
    assert len(counts) == 2
    assert min(counts) > 0
    assert files_below(checked.folder) == before
