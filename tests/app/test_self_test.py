"""The program tests itself: the real window, a real worker, one line of JSON."""

import json
from pathlib import Path

import pytest

from app.exit_codes import ExitCode
from core.paths import UserFolders
from tests.app.conftest import Lumenary
from tests.app.driven_window import in_a_process, write_stills

CLASSIFY_AND_LIST_MODULES = """
    import sys
    from pathlib import Path
    from PySide6.QtCore import QTimer
    from app.application import Application, WindowOptions
    from app.running import qt_application
    from core.paths import UserFolders

    qt = qt_application()
    application = Application(qt, UserFolders.from_environment())
    page = application.page
    application.classification.ended.connect(lambda outcome: page.views.choose(0))

    def leave(row):
        page.desk.review.agree.emit()
        print(application.findings.finding(row).review.verdict)
        print(*{name.partition(".")[0] for name in sys.modules})
        application.window.close_anyway()

    page.desk.still_painted.connect(leave)
    application.open(
        WindowOptions(folder=Path(sys.argv[1]), model="small", start=True)
    )
    QTimer.singleShot(60_000, qt.quit)
    sys.exit(qt.exec())
"""

TEST_WITHOUT_MODELS = """
    import sys
    from pathlib import Path
    import core.paths

    core.paths.SHIPPED_MODELS = Path(sys.argv[1]) / "none"

    from app.self_test import self_test

    sys.exit(self_test())
"""


def test_one_line_says_how_it_went(lumenary: Lumenary) -> None:
    run = lumenary("--self-test")
    assert run.returncode == 0, run.stderr
    (line,) = run.stdout.splitlines()
    report = json.loads(line)
    assert report["rows"] > 20
    assert report["problem"] == ""
    for measured in "first_paint_ms", "first_row_ms", "longest_pause_ms":
        assert report[measured] > 0
    assert {"lumenary", "python", "qt"} <= set(report["versions"])
    assert not UserFolders.from_environment().home.exists(), "a home of its own"


def test_without_a_model_it_fails_at_once_and_says_why(tmp_path: Path) -> None:
    with in_a_process(TEST_WITHOUT_MODELS, tmp_path) as child:
        line, _ = child.communicate(timeout=60)
    assert child.returncode == 3
    report = json.loads(line)
    assert report["rows"] == 0
    assert "could not be started" in report["problem"]


def test_reviewing_a_folder_loads_nothing_of_training(
    folders: UserFolders, tmp_path: Path
) -> None:
    stills = write_stills(tmp_path / "clinic", ["blue", "red"])
    with in_a_process(CLASSIFY_AND_LIST_MODULES, stills) as child:
        said, _ = child.communicate(timeout=90)
    assert child.returncode == 0
    verdict, modules = said.splitlines()
    assert verdict == "agree"
    loaded = set(modules.split())
    assert {"app", "core", "PySide6", "numpy"} <= loaded
    heavy = {"tensorflow", "keras", "scipy", "sklearn", "onnx", "tf2onnx"}
    heavy |= {"albumentations", "matplotlib", "onnxruntime"}
    assert loaded & heavy == set()


@pytest.mark.parametrize(
    "goes_wrong",
    [
        "raise RuntimeError('a bug in a slot')",
        "self._application.presenter.present(Problem('a bug in a slot'))",
        "self._application.window.about_to_close.connect(broken)",
    ],
)
def test_whatever_goes_wrong_on_the_way_fails_it(goes_wrong: str) -> None:
    code = f"""
        import sys
        import app.self_test
        from app.problems.problem import Problem

        plainly = app.self_test._SelfTest._classify

        def broken():
            raise RuntimeError('a bug in a slot')

        def classify(self):
            plainly(self)
            {goes_wrong}

        app.self_test._SelfTest._classify = classify
        sys.exit(app.self_test.self_test())
    """
    with in_a_process(code) as child:
        told, _ = child.communicate(timeout=90)
    assert child.returncode == ExitCode.JOB_FAILED
    (line,) = told.splitlines()
    assert "a bug in a slot" in json.loads(line)["problem"]


def test_one_that_takes_too_long_says_so() -> None:
    code = """
        import sys
        import app.self_test

        app.self_test._PATIENCE_MS = 1
        sys.exit(app.self_test.self_test())
    """
    with in_a_process(code) as child:
        told, _ = child.communicate(timeout=60)
    assert child.returncode == ExitCode.JOB_FAILED
    assert "not done" in json.loads(told)["problem"]
