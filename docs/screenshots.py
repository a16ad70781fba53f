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
from pathlib import Path

from states.classify import classify_states
from states.compare import compare_states
from states.dataset import dataset_states
from states.dialogs import dialog_states
from states.models import models_states
from states.preview import preview_states
from states.report import report_states
from states.stage import Stage, opened_stage
from states.train import train_states

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
PAGES = {
    "classify": classify_states,
    "dialogs": dialog_states,
    "preview": preview_states,
    "dataset": dataset_states,
    "train": train_states,
    "report": report_states,
    "compare": compare_states,
    "models": models_states,
}
"""In the order in which a user meets them."""


def main() -> None:
    """Make all pictures, or those of one theme and scale."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "screenshots")
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument("--scale", type=int, choices=SCALES, default=1)
    parser.add_argument("--guide", action="store_true")
    parser.add_argument("--pages", nargs="*", choices=PAGES, default=list(PAGES))
    chosen = parser.parse_args()
    if chosen.theme is not None:
        Album(chosen.out, chosen.theme, chosen.scale).fill(chosen.pages)
        return
    for theme in THEMES:
        for scale in SCALES:
            command = [sys.executable, __file__, "--out", str(chosen.out)]
            command += ["--theme", theme, "--scale", str(scale)]
            command += ["--pages", *chosen.pages]
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
    """The states of one theme at one scale."""

    def __init__(self, out: Path, theme: str, scale: int) -> None:
        self._out = out
        self._theme = theme
        self._ending = f"{theme}-{scale * 100}.png"

    def fill(self, pages: list[str]) -> None:
        """Go through the states of these pages and take a picture of each."""
        from app.running import qt_application

        self._out.mkdir(parents=True, exist_ok=True)
        _application = qt_application()  # lives as long as anything is painted
        with (
            tempfile.TemporaryDirectory() as folder,
            opened_stage(Path(folder), self._theme) as stage,
        ):
            for page in pages:
                for state in PAGES[page](stage):
                    stage.settle()
                    self._take(stage, state)

    def _take(self, stage: Stage, state: str) -> None:
        from PySide6.QtWidgets import QDialog

        window, picture = (
            stage.application.window,
            self._out / f"{state}-{self._ending}",
        )
        dialogs = [d for d in window.findChildren(QDialog) if d.isVisible()]
        for shown in dialogs or [window]:
            shown.grab().save(str(picture))
        for dialog in dialogs:
            dialog.done(QDialog.DialogCode.Accepted)
        stage.settle()


if __name__ == "__main__":
    main()
