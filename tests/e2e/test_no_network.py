"""The real program, watched by the kernel: it opens no socket of a network.

The guard of every test sees Python only; strace sees Qt, TensorFlow, ONNX Runtime and
every process that the program starts as well.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.control import Control
from core.images.sample_sets import SampleSet, draw_samples
from core.paths import SHIPPED_MODELS

ROOT = Path(__file__).resolve().parents[2]
LOCAL = {"AF_UNIX", "AF_NETLINK"}
"""Other processes of this computer, such as a display; and its kernel."""
OF_A_SOCKET = re.compile(r"\bsocket(?:pair)?\((\w+)")
OF_AN_ADDRESS = re.compile(r"\bsa_family=(\w+)")
AS_PDF = """
import sys
from pathlib import Path
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QApplication
from app.reporting.printing import ReportPrinter
from core.library.evaluation_record import EvaluationRecord
from core.library.store import read_card
model, pdf = map(Path, sys.argv[1:])
application = QApplication([])
record = EvaluationRecord.model_validate_json((model / "evaluation.json").read_text())
printer = ReportPrinter(QPageSize.PageSizeId.A4)
printer.to_pdf(pdf, record, read_card(model), with_images=False)
"""

Watched = Callable[..., "set[str]"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("strace") is None, reason="strace is not installed (Linux only)"
    ),
]


@pytest.fixture
def families(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Run Python under strace; the families of all sockets that were asked for.

    Without the guard, which would refuse some of them before the kernel is asked.
    """
    monkeypatch.delenv("PYTHONPATH", raising=False)

    def run(*arguments: object, ends_with: int = 0) -> set[str]:
        calls = tmp_path / "calls.txt"
        watch = ["strace", "-f", "-q", "--seccomp-bpf", "-e", "trace=network"]
        ended = subprocess.run(
            [*watch, "-o", calls, sys.executable, *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=280,
            cwd=ROOT,
        )
        if "PTRACE" in ended.stderr and not calls.stat().st_size:
            pytest.skip(f"strace may watch nothing here: {ended.stderr.strip()}")
        assert ended.returncode == ends_with, ended.stdout + ended.stderr
        told = calls.read_text(encoding="utf-8", errors="replace")
        return {*OF_A_SOCKET.findall(told), *OF_AN_ADDRESS.findall(told)}

    return run


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> SampleSet:
    """Few drawn stills."""
    return draw_samples(
        tmp_path_factory.mktemp("drawn") / "samples",
        stills=60,
        control=Control(),
        progress=lambda done, total: None,
    )


def test_what_reaches_out_is_seen(families: Watched) -> None:
    reaches = "import socket; socket.socket(socket.{}).close()"
    child = f"import os, sys; os.spawnl(0, sys.executable, 'p', '-c', {reaches!r})"
    assert families("-c", reaches.format("AF_INET")) == {"AF_INET"}
    assert families("-c", child.format("AF_INET6")) == {"AF_INET6"}
    assert families("-c", reaches.format("AF_UNIX")) == {"AF_UNIX"}
    assert families("-c", "") == set()


def test_the_window_and_its_worker_use_none(families: Watched) -> None:
    assert families("-m", "app", "--self-test") <= LOCAL


def test_classifying_uses_none(families: Watched, samples: SampleSet) -> None:
    command = ("-m", "app", "classify", samples.unsorted, "--model", "sample")
    assert families(*command, ends_with=1) <= LOCAL  # some drawn files are no stills


def test_training_and_its_report_use_none(
    families: Watched, samples: SampleSet, tmp_path: Path
) -> None:
    begin = ("--recipe", "quick-tour", "--initial-model", "sample", "--epochs", 1, 1)
    groups = ("--groups", samples.groups)
    command = ("-m", "app", "train", samples.labelled, "--name", "quiet")
    assert families(*command, *begin, *groups, ends_with=1) <= LOCAL
    home = Path(os.environ["LUMENARY_HOME"])
    assert list(home.glob("runs/*-train-*/report.html"))
    assert (home / "models" / "quiet" / "model.onnx").is_file()


def test_a_report_on_paper_uses_none(families: Watched, tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    assert families("-c", AS_PDF, SHIPPED_MODELS / "sample", pdf) <= LOCAL
    assert pdf.read_bytes().startswith(b"%PDF")
