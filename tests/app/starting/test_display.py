"""A computer that cannot show a window hears why before Qt aborts."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import PySide6
import pytest

from app.diagnosis import diagnose
from app.starting.display import SYSTEM_LIBRARIES, display_problem, missing_library
from core.paths import UserFolders

ROOT = Path(__file__).resolve().parents[3]
PLATFORMS = Path(PySide6.__path__[0]) / "Qt" / "plugins" / "platforms"

pytestmark = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="there is always a display"
)


@contextmanager
def x_server(*options: str) -> Iterator[str]:
    """Run an X server without a screen and return its display's name."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


def test_without_a_display_it_is_said() -> None:
    assert display_problem({}) == "There is no display to show a window on."
    assert display_problem({"DISPLAY": "", "QT_QPA_PLATFORM": ""}) == display_problem(
        {}
    )
    assert display_problem({"QT_QPA_PLATFORM": "xcb"}) == display_problem({})


@pytest.mark.parametrize(
    "platform", ["offscreen", "minimal", "vnc:size=800x600", "xcb;offscreen"]
)
def test_some_platforms_need_none(platform: str) -> None:
    assert display_problem({"QT_QPA_PLATFORM": platform}) == ""


@pytest.mark.loopback("a display may lie behind a port, as through ssh -X")
@pytest.mark.parametrize(
    "name",
    [":47114", "unix:47114.0", "localhost:59000", "localhost:99999", "[::1]:5900"],
)
def test_a_display_that_does_not_answer_is_said(name: str) -> None:
    assert (
        display_problem({"DISPLAY": name}) == f"The display “{name}” does not answer."
    )


@pytest.mark.parametrize("name", ["screen", ":", ":a", "host:1.x"])
def test_a_name_that_is_none_is_said(name: str) -> None:
    assert "names no display" in display_problem({"DISPLAY": name})


def test_a_display_that_answers_is_fine() -> None:
    with x_server() as name:
        assert display_problem({"DISPLAY": name}) == ""


def test_a_display_that_lets_nobody_in_is_said(tmp_path: Path) -> None:
    with x_server("-auth", str(one_cookie(tmp_path))) as name:
        told = display_problem({"DISPLAY": name})
        assert told == f"The display “{name}” refuses a connection."


def test_wayland_counts_where_it_answers(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        folder = os.path.relpath(tmp_path)  # a socket's path has 107 bytes at most
        server.bind(str(Path(folder) / "wayland-0"))
        server.listen()
        environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": folder}
        assert display_problem(environment) == ""
        xcb = {**environment, "QT_QPA_PLATFORM": "xcb"}
        assert "does not answer" in display_problem(xcb)
    assert "“wayland-0” does not answer" in display_problem(environment)


def test_a_missing_library_is_named(tmp_path: Path) -> None:
    away_from_its_libraries = shutil.copy(PLATFORMS / "libqxcb.so", tmp_path)
    script = (
        "import sys; from pathlib import Path;"
        "from app.starting.display import missing_library;"
        "print(missing_library(Path(sys.argv[1])))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, away_from_its_libraries],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "libQt6XcbQpa.so.6\n"


def test_qts_own_plug_in_finds_its_libraries_here() -> None:
    assert missing_library(PLATFORMS / "libqxcb.so") == ""


def test_the_packages_named_are_those_that_the_project_installs() -> None:
    listed = (ROOT / ".ci" / "apt-packages").read_text().split()
    assert set(SYSTEM_LIBRARIES) == {name for name in listed if name.startswith("lib")}


def test_asking_loads_no_qt() -> None:
    script = (
        "import sys; from app.starting.display import display_problem;"
        "display_problem({});"
        "print([name for name in sys.modules if name.startswith('PySide6')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert run.stdout == "[]\n"


def test_doctor_tells_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert doctors_display(tmp_path) == (
        False,
        "There is no display to show a window on. "
        "The command line does everything without one.",
    )
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert doctors_display(tmp_path) == (True, "offscreen")


def doctors_display(home: Path) -> tuple[bool, str]:
    found = diagnose(UserFolders(home))
    display = next(one for one in found if one.subject == "display")
    return display.works, display.message


def one_cookie(folder: Path) -> Path:
    """Write an X authority file (Xau(3)) with a cookie that nobody else knows."""
    name, cookie = b"MIT-MAGIC-COOKIE-1", secrets.token_bytes(16)
    fields = (b"", b"", name, cookie)  # address and number: of any display
    any_family = (0xFFFF).to_bytes(2, "big")
    parts = (len(field).to_bytes(2, "big") + field for field in fields)
    path = folder / "authority"
    path.write_bytes(any_family + b"".join(parts))
    return path
