"""Pictures of every state of the window: light and dark, at 100 % and 200 %.

usage: python docs/screenshots.py [--out DIR] [--guide]    (make screenshots)

``--guide`` also renews the pictures of the user guide.

The window is the real one, drawn in memory, with a real worker on drawn stills; each
theme and scale has a process of its own, since Qt reads its scale when it starts.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
THEMES = ("light", "dark")
SCALES = (1, 2)
GUIDE = (
    "empty",
    "done",
    "resume-offer",
    "reviewing",
    "sort-dry-run",
    "preview-side",
    "preview-wipe",
    "dataset-copies",
    "dataset-split",
    "train-ready",
    "train-running",
    "train-done",
    "report-evaluation",
    "report-questioned",
    "compare-done",
    "models-own",
    "models-beside",
)
_PATIENCE_MS = 120_000
_LONG = "Patientenuntersuchung mit einem sehr langen Namen, Великий Новгород 🩺 " * 3


def main() -> None:
    """Make all pictures, or those of one theme and scale."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "screenshots")
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument("--scale", type=int, choices=SCALES, default=1)
    parser.add_argument("--guide", action="store_true")
    chosen = parser.parse_args()
    if chosen.theme is not None:
        Album(chosen.out, chosen.theme, chosen.scale).fill()
        return
    for theme in THEMES:
        for scale in SCALES:
            command = [sys.executable, __file__, "--out", str(chosen.out)]
            command += ["--theme", theme, "--scale", str(scale)]
            environment = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": str(scale),
                "PYTHONPATH": str(ROOT),
            }
            subprocess.run(command, check=True, env=environment)
    if chosen.guide:
        for state in GUIDE:
            picture = chosen.out / f"{state}-light-100.png"
            shutil.copy(picture, ROOT / "docs" / "pictures" / f"{state}.png")
    sys.stdout.write(f"Pictures are in {chosen.out}\n")


class Album:
    """The states of one theme at one scale, in the order in which a user meets them."""

    def __init__(self, out: Path, theme: str, scale: int) -> None:
        self._out = out
        self._ending = f"{theme}-{scale * 100}.png"
        self._theme = theme

    def fill(self) -> None:
        """Go through the states and take a picture of each."""
        from app.running import qt_application

        self._out.mkdir(parents=True, exist_ok=True)
        qt_application()
        with tempfile.TemporaryDirectory() as folder, self._window(folder) as window:
            self._application = window
            stills = self._stills(Path(folder))
            self._empty()
            self._running(stills)
            self._done()
            self._filtered()
            self._reviewing()
            self._sorting(Path(folder))
            self._error(Path(folder))
            self._resuming(Path(folder), stills)
            self._long_names(Path(folder), stills)
            self._dialogs()
            self._previewing(stills)
            self._dataset(Path(folder))
            self._training(Path(folder))
            self._reporting(Path(folder))
            self._comparing(Path(folder))
            self._models(Path(folder))

    @contextmanager
    def _window(self, folder: str) -> Iterator["Application"]:  # noqa: F821
        from app.application import Application, WindowOptions
        from app.running import qt_application
        from app.settings.kept_settings import Settings, SettingsStore, Theme
        from core.paths import UserFolders

        folders = UserFolders(Path(folder) / "home")
        SettingsStore(folders.home).save_settings(
            Settings(theme=Theme(self._theme), notice_accepted=True, reader="Dr Ada")
        )
        application = Application(qt_application(), folders)
        application.open(WindowOptions(model="sample"))
        application.window.resize(1440, 900)
        self._until(lambda: application.page.model_name is not None)
        yield application
        application.window.close_anyway()

    # the states

    def _empty(self) -> None:
        self._take("empty")

    def _running(self, stills: Path) -> None:
        self._classify(stills)
        self._until(lambda: self._application.findings.total >= 96)
        self._settle()
        self._take("running")

    def _done(self) -> None:
        self._until_idle()
        self._settle()
        self._take("done")
        self._application.page.views.sheet_action.trigger()
        self._settle()
        self._take("done-sheet")
        self._application.page.views.table_action.trigger()

    def _filtered(self) -> None:
        from app.item_models.findings_order import FindingsFilter

        page = self._application.page
        chosen = FindingsFilter(decision="review")
        page.filter_bar.set_filter(chosen)
        page.filter_bar.filter_changed.emit(chosen)
        self._settle()
        self._take("filtered")
        page.filter_bar.set_filter(FindingsFilter())
        page.filter_bar.filter_changed.emit(FindingsFilter())

    def _reviewing(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        views = self._application.page.views
        views.choose(0)
        for key in ("1", "\r", "\r", "2", "3", " ", "N", " "):
            self._until(lambda: self._application.page.desk.judged_row is not None)
            QTest.keyClick(
                views.table,
                Qt.Key.Key_Return if key == "\r" else key,
            )
            self._settle()
        self._until(lambda: self._application.page.desk.judged_row is not None)
        self._take("reviewing")
        desk = self._application.page.desk
        desk.still_view.outlines_action.setChecked(True)
        self._settle()
        self._take("reviewing-outlines")
        desk.still_view.network_action.setChecked(True)
        self._settle()
        self._take("reviewing-network")
        desk.still_view.network_action.setChecked(False)
        desk.still_view.outlines_action.setChecked(False)

    def _sorting(self, folder: Path) -> None:
        self._application.sorting.plan(folder / "Examinations 2026 sorted")
        self._until_idle()
        self._settle()
        self._take_dialogs("sort-dry-run")
        manifest = folder / "Examinations 2026 sorted" / "manifest.jsonl"
        self._application.sort_undoing.remember(manifest)
        self._application.sort_undoing.ask()
        self._settle()
        self._take_dialogs("sort-undo")

    def _resuming(self, folder: Path, stills: Path) -> None:
        # in a place of its own: findings that were finished would be shown again
        self._classify(shutil.copytree(stills, folder / "stopped" / stills.name))
        self._until(lambda: self._application.findings.total >= 96)
        self._application.line.current.cancel()
        self._until_idle()
        self._until(self._application.page.resume_banner.isVisible)
        self._settle()
        self._take("resume-offer")

    def _error(self, folder: Path) -> None:
        nothing = folder / "no stills here"
        nothing.mkdir()
        self._classify(nothing)
        self._until_idle()
        self._settle()
        self._take("error-page")
        self._take_dialogs("error")

    def _long_names(self, folder: Path, stills: Path) -> None:
        deep = folder / "long" / _LONG[:80] / _LONG[:60]
        deep.mkdir(parents=True)
        for number, still in enumerate(sorted(stills.rglob("*.jpg"))[:12]):
            shutil.copy(still, deep / f"={number} {_LONG[:80]}.jpg")
        self._classify(folder / "long")
        self._until_idle()
        self._application.page.views.choose(2)
        self._settle()
        self._take("long-names")

    def _privacy(self) -> None:
        from app.settings.settings_dialog import SettingsDialog

        window = self._application.window
        window.settings_wanted.emit()
        (dialog,) = (d for d in window.findChildren(SettingsDialog) if d.isVisible())
        dialog.tabs.setCurrentIndex(1)
        self._until(lambda: dialog.privacy.total.text().startswith("In all"))
        self._take_dialogs("settings-privacy")

    def _dialogs(self) -> None:
        application = self._application
        application.window.settings_wanted.emit()
        self._settle()
        self._take_dialogs("settings")
        self._privacy()
        application.window.about_wanted.emit()
        self._settle()
        self._take_dialogs("about")
        application.show_notice()
        self._settle()
        self._take_dialogs("notice")

    def _previewing(self, stills: Path) -> None:
        from app.source import Source

        page = self._application.others.preview.page
        self._application.window.show_page(page)
        self._settle()
        self._take("preview-empty")
        page.choose(Source(stills))
        looked = self._application.others.preview.previewing
        self._until(lambda: looked.looked is not None and looked.looked.is_complete)
        self._until_idle()
        strips = page.desk.strips
        strips.with_panel.setCurrentIndex(strips.with_panel.model().index(3, 0))
        self._settle()
        self._take("preview-side")
        page.desk.view.action["wipe"].trigger()
        page.desk.view.wipe.slider.setValue(270)  # across the panel
        self._settle()
        self._take("preview-wipe")
        page.desk.view.action["side"].trigger()
        page.desk.settings.sliders.margin.spin.setValue(8)
        strips.green_left.setCurrentIndex(strips.green_left.model().index(0, 0))
        self._settle()
        self._take("preview-strips")
        page.desk.settings.keep_button.click()
        self._settle()
        self._take_dialogs("preview-keep")

    def _dataset(self, folder: Path) -> None:
        from dataset_pictures import dataset_states  # beside this script

        for state in dataset_states(self._application, folder):
            self._until_idle()
            self._settle()
            self._take(state)

    def _training(self, folder: Path) -> None:
        from training_pictures import training_states  # beside this script

        for state in training_states(self._application, folder, self._until):
            self._settle()
            self._take(state)

    def _models(self, folder: Path) -> None:
        from models_pictures import models_states  # beside this script

        beside = self._application.others.models.beside
        for state in models_states(self._application, folder):
            self._until(lambda: not beside.busy)
            self._settle()
            if not self._take_dialogs(state):
                self._take(state)

    def _reporting(self, folder: Path) -> None:
        room = self._application.others.report
        page, reports = room.page, room.reports
        page.set_models((), None)
        self._application.window.show_page(page)
        self._settle()
        self._take("report-empty")
        page.set_models(self._application.models.entries, "sample")
        (starter,) = [s for s in reports.sources if s.title.endswith("(starter)")]
        reports.open(starter)
        self._settle()
        self._take("report-model")
        for number, state in ((1, "classes"), (2, "curves"), (3, "facts")):
            page.tabs.setCurrentIndex(number)
            self._settle()
            self._take(f"report-{state}")
        self._evaluate(folder)
        self._take("report-evaluation")
        page.matrix.first.matrix.setCurrentIndex(page.matrix.first.model.index(2, 1))
        page.matrix.first.matrix.cell_chosen.emit(2, 1)
        self._until(lambda: page.cell_pane.desk.row is not None)
        self._settle()
        self._take("report-cell")
        desk = page.cell_pane.desk
        for proposed in ("drawn-polyp", None):
            self._until(lambda: desk.row is not None)
            desk.asked.emit(desk.row, proposed)
            page.cell_pane.sheet.setCurrentIndex(page.cell_pane.findings.index(1, 0))
        self._settle()
        self._take("report-questioned")
        page.strip.measure_wanted.emit()
        self._until_idle()
        self._settle()
        self._take("report-revised")

    def _evaluate(self, folder: Path) -> None:
        """Measure the sample model on stills of which three stand in a wrong folder."""
        from core.control import Control
        from core.images.sample_sets import draw_samples

        samples = draw_samples(
            folder / "others",
            stills=200,
            seed=7,  # the model was trained on those of the usual seed
            control=Control(),
            progress=lambda done, total: None,
        )
        stills = folder / "Colonoscopies 2026"
        shutil.copytree(samples.labelled, stills)
        for still in sorted((stills / "drawn-polyp").iterdir())[:3]:
            still.rename(stills / "drawn-ulcer" / still.name)
        dialog = self._application.others.report.page.evaluate(stills)
        names = [dialog.models.itemText(row) for row in range(dialog.models.count())]
        (sample,) = [row for row, name in enumerate(names) if "(sample)" in name]
        dialog.models.setCurrentIndex(sample)
        dialog.groups.setCurrentIndex(2)
        dialog.pattern.setText(r"^(exam\d+)_")
        self._settle()
        dialog.grab().save(str(self._out / f"report-evaluate-{self._ending}"))
        dialog.start.click()
        self._until_idle()
        self._settle()

    def _comparing(self, folder: Path) -> None:
        application, page = self._application, self._application.others.compare
        _add_older_model(application.folders.models / "older")
        application.models.look()
        page.set_models(application.models.entries)
        application.window.show_page(page)
        self._settle()
        self._take("compare-empty")
        for combo, name in ((page.bar.first, "sample"), (page.bar.second, "older")):
            titles = [combo.itemText(i) for i in range(combo.count())]
            (place,) = [i for i, t in enumerate(titles) if t.endswith(f"({name})")]
            combo.setCurrentIndex(place)
        page.bar.choose_folder(folder / "Colonoscopies 2026")
        page.bar.groups.kinds.setCurrentIndex(2)
        page.bar.groups.pattern.setText(r"^(exam\d+)_")
        page.compare()
        self._until_idle()
        self._settle()
        self._take("compare-done")
        page.view.scroll_to_end()
        self._settle()
        self._take("compare-below")
        page.view.first.matrix.cell_chosen.emit(2, 1)
        self._until(lambda: page.cells.pane.desk.row is not None)
        self._settle()
        self._take("compare-cell")

    # how it is done

    def _stills(self, folder: Path) -> Path:
        from core.control import Control
        from core.images.sample_sets import draw_samples

        samples = draw_samples(
            folder / "samples",
            stills=400,
            control=Control(),
            progress=lambda done, total: None,
        )
        stills = folder / "Examinations 2026"
        shutil.copytree(samples.unsorted, stills)
        for still in sorted(samples.labelled.rglob("*.jpg"))[:240]:
            examination = stills / still.stem.partition("_")[0]
            examination.mkdir(exist_ok=True)
            shutil.copy(still, examination)
        return stills

    def _classify(self, folder: Path) -> None:
        from app.source import Source

        self._application.page.choose(Source(folder))
        self._application.page.start()

    def _take(self, state: str) -> None:
        self._application.window.grab().save(str(self._out / f"{state}-{self._ending}"))

    def _take_dialogs(self, state: str) -> bool:
        """Take pictures of the open dialogs and close them; tell if there were any."""
        from PySide6.QtWidgets import QDialog

        dialogs = self._application.window.findChildren(QDialog)
        shown = [dialog for dialog in dialogs if dialog.isVisible()]
        for dialog in shown:
            dialog.grab().save(str(self._out / f"{state}-{self._ending}"))
            dialog.done(QDialog.DialogCode.Accepted)
        self._settle()
        return bool(shown)

    def _until_idle(self) -> None:
        self._until(lambda: self._application.line.is_idle)

    def _settle(self) -> None:
        from PySide6.QtCore import QDeadlineTimer, QEventLoop
        from PySide6.QtWidgets import QApplication

        deadline = QDeadlineTimer(700)
        while not deadline.hasExpired():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)

    def _until(self, done: Callable[[], bool]) -> None:
        from PySide6.QtCore import QDeadlineTimer, QEventLoop
        from PySide6.QtWidgets import QApplication

        deadline = QDeadlineTimer(_PATIENCE_MS)
        while not done():
            if deadline.hasExpired():
                sys.exit("The window did not get there in two minutes.")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _add_older_model(folder: Path) -> None:
    """Make a model that leans towards one class from the sample model."""
    import numpy as np
    import onnx
    from onnx import numpy_helper

    from core.library.store import hash_files, read_card, write_card
    from core.paths import SHIPPED_MODELS

    shutil.copytree(SHIPPED_MODELS / "sample", folder)
    network = onnx.load(folder / "model.onnx")
    (last,) = [node for node in network.graph.node if "logits" in node.output]
    (bias,) = [i for i in network.graph.initializer if i.name in last.input]
    leaning = numpy_helper.to_array(bias) + np.array([0, 2, -2], np.float32)
    bias.CopyFrom(numpy_helper.from_array(leaning, bias.name))
    onnx.save(network, folder / "model.onnx")
    card = read_card(SHIPPED_MODELS / "sample")
    write_card(
        folder, card.model_copy(update={"name": "older", "files": hash_files(folder)})
    )


if __name__ == "__main__":
    main()
