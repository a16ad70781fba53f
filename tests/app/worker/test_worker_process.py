"""A worker's process apart from what it says."""

import sys
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from app.worker.process_end import Ending
from app.worker.worker_process import Patience, WorkerProcess
from core.paths import RESOURCES

SLEEPS = "import time; print('here', flush=True); time.sleep(30)"


class Unkillable(WorkerProcess):
    """A process on a system that does not carry out what it is told.

    So it is with one that waits for a network drive which does not answer.
    """

    def _steps(self) -> list[tuple[Callable[[], None], float]]:
        return [(lambda: None, seconds) for _, seconds in super()._steps()[:-1]] + [
            super()._steps()[-1]
        ]


def test_a_process_that_cannot_be_killed_is_left_to_the_system(qtbot: QtBot) -> None:
    process = Unkillable(Patience(0.1, 0.1, 0.1))
    with qtbot.waitSignal(process.line, timeout=5_000):
        process.start([sys.executable, "-c", SLEEPS], RESOURCES.parent)
    child = process._process
    with qtbot.waitSignal(process.gone, timeout=5_000) as gone:
        process.end()
    assert gone.args[0].ending is Ending.ABANDONED
    assert child.state() is child.ProcessState.Running
    with qtbot.waitSignal(child.destroyed, timeout=5_000):
        child.kill()  # at last the drive answers


def test_waiting_for_one_that_cannot_be_killed_has_an_end(qtbot: QtBot) -> None:
    process = Unkillable(Patience(0.1, 0.1, 0.1))
    ends = []
    process.gone.connect(ends.append)
    process.start([sys.executable, "-c", SLEEPS], RESOURCES.parent)
    child = process._process
    process.wait_until_gone()
    assert [end.ending for end in ends] == [Ending.ABANDONED]
    with qtbot.waitSignal(child.destroyed, timeout=5_000):
        child.kill()


def test_a_stream_without_lines_does_not_fill_the_memory(qtbot: QtBot) -> None:
    process = WorkerProcess(Patience())
    lengths = []
    process.line.connect(lambda line: lengths.append(len(line)))
    script = "import sys; sys.stdout.write('x' * (80 << 20))"
    with qtbot.waitSignal(process.gone, timeout=20_000) as gone:
        process.start([sys.executable, "-c", script], RESOURCES.parent)
    assert gone.args[0].ending is Ending.EXITED
    assert len(lengths) == 1
    assert lengths[0] > 64 << 20


def test_only_the_last_of_stray_output_is_kept(qtbot: QtBot) -> None:
    process = WorkerProcess(Patience())
    script = "import sys; sys.stderr.write('first' + 'x' * 100_000 + 'last')"
    with qtbot.waitSignal(process.gone, timeout=5_000):
        process.start([sys.executable, "-c", script], RESOURCES.parent)
    assert process.stray_output.endswith("xlast")
    assert len(process.stray_output) == 1 << 14
