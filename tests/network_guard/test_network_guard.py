"""The guard of all tests: what it fails, what it lets pass, and what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.network_guard.on_python_path.network_watch import NOTES_FOLDER

ROOT = Path(__file__).resolve().parents[2]

REACHING_OUT = """
import contextlib, multiprocessing, os, socket, subprocess, sys, threading
import urllib.request
import pytest
from PySide6.QtCore import QProcess

OPENS = "import socket; socket.socket()"
SWALLOWS = f"try:\\n    {OPENS}\\nexcept OSError:\\n    print('no network today')"

def opens():
    socket.socket(socket.AF_INET6)

def test_opens():
    opens()

def test_swallows():
    with contextlib.suppress(Exception):
        opens()

def test_looks_up_a_name():
    with contextlib.suppress(OSError):
        socket.getaddrinfo("localhost", 80)

def test_downloads():
    with contextlib.suppress(OSError):
        urllib.request.urlopen("https://example.org")

def test_has_a_thread():
    thread = threading.Thread(target=test_swallows)
    thread.start()
    thread.join()

def test_has_a_child():
    run = subprocess.run([sys.executable, "-c", SWALLOWS], capture_output=True)
    assert run.stdout.split() == [b"no", b"network", b"today"]

def test_has_a_grandchild():
    again = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {OPENS!r}])"
    assert subprocess.run([sys.executable, "-c", again]).returncode == 0

def test_has_a_worker():
    worker = QProcess()
    worker.start(sys.executable, ["-c", OPENS])
    assert worker.waitForFinished(30_000)

def test_has_a_spawned_process():
    process = multiprocessing.get_context("spawn").Process(target=opens)
    process.start()
    process.join()

@pytest.fixture
def network():
    with contextlib.suppress(OSError):
        opens()

def test_is_given_it(network):
    pass

@pytest.fixture
def farewell():
    yield
    with contextlib.suppress(OSError):
        opens()

def test_says_farewell(farewell):
    pass

@pytest.mark.loopback("only this computer")
def test_leaves_this_computer():
    with contextlib.suppress(OSError), socket.socket() as other:
        other.connect(("192.0.2.1", 80))

def test_skips_when_there_is_none():
    with contextlib.suppress(OSError):
        opens()
    pytest.skip("there is no network")
"""

STAYING_IN = """
import socket, subprocess, sys
import pytest

def test_talks_to_this_computer(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as one:
        server.bind("here")
        server.listen()
        one.connect("here")
    one, other = socket.socketpair()
    one.close(), other.close()
    assert socket.gethostname()

@pytest.mark.loopback("a server of its own")
def test_talks_to_itself():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()

def test_has_a_child():
    quiet = "import asyncio; asyncio.run(asyncio.sleep(0))"
    subprocess.run([sys.executable, "-c", quiet], check=True)
"""

OUTCOME = re.compile(r"^(PASSED|FAILED|ERROR|SKIPPED) \S+::(\w+)", re.M)


def outcomes(tests: str, folder: Path, *options: str) -> tuple[dict[str, str], str]:
    """Run tests under the guard: how each ended, and all that was said."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_inner.py").write_text(tests)
    guard = "tests.network_guard.plugin"
    unwatched = {k: v for k, v in os.environ.items() if k != NOTES_FOLDER}
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-p", guard, *options, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**unwatched, "PYTHONPATH": str(ROOT), "PY_COLORS": "0"},
    )
    said = run.stdout + run.stderr
    return {name: how for how, name in OUTCOME.findall(said)}, said


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "with xdist"])
def test_whatever_reaches_out_fails(tmp_path: Path, options: tuple[str, ...]) -> None:
    ends, said = outcomes(REACHING_OUT, tmp_path, *options)
    errors = {"test_is_given_it", "test_says_farewell"}
    names = re.findall(r"^def (test_\w+)", REACHING_OUT, re.M)
    assert ends == {name: "ERROR" if name in errors else "FAILED" for name in names}
    for name in names:
        assert f"\n  in test_inner.py::{name} (" in said
    assert "socket.getaddrinfo(localhost, 80, " in said
    assert "socket.connect(('192.0.2.1', 80)) reached for the network" in said
    assert re.search(r"\n    at \S+test_inner\.py:\d+ in opens\n", said)


def test_what_stays_on_this_computer_passes(tmp_path: Path) -> None:
    ends, said = outcomes(STAYING_IN, tmp_path)
    assert set(ends.values()) == {"PASSED"}, said
    assert len(ends) == 3


def test_a_child_that_outlives_the_tests_ends_the_run_with_an_error(
    tmp_path: Path,
) -> None:
    late = "import socket, time; time.sleep(0.5); socket.socket()"
    tests = f"""
import subprocess, sys, pytest

@pytest.fixture(scope="session", autouse=True)
def lasting():
    child = subprocess.Popen([sys.executable, "-c", {late!r}])
    yield
    child.wait()

def test_is_done_before(): pass
"""
    ends, said = outcomes(tests, tmp_path)
    assert ends == {"test_is_done_before": "ERROR"}, said
    assert "socket.socket(2, 1, 0) reached for the network" in said


def test_this_very_process_is_watched(request: pytest.FixtureRequest) -> None:
    assert request.config.pluginmanager.has_plugin("network_guard")
    script = "import sys; print('network_watch' in sys.modules)"
    command = [sys.executable, "-c", script]
    assert subprocess.check_output(command, text=True) == "True\n"
