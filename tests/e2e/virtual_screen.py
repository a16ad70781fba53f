"""A screen that nobody sees, and hands for it: Xvfb and xdotool.

There is no window manager on it: windows stay where they are put, and the keyboard
goes where it is sent.
"""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import pytest

WIDTH, HEIGHT = 1600, 1000

PATIENCE = 90.0
"""Seconds for anything to happen; a busy machine takes some."""

_POLL = 0.1
_OF_A_SESSION = re.compile(r"XDG_|WAYLAND_|DBUS_|QT_|DESKTOP_|GTK_|KDE_|GNOME_")

Found = TypeVar("Found")


def until(
    what: str, probe: Callable[[], Found | None], seconds: float = PATIENCE
) -> Found:
    """Return what ``probe`` finds as soon as it is something; fail if it never is."""
    end = time.monotonic() + seconds
    while not (found := probe()):
        if time.monotonic() > end:
            pytest.fail(f"{what}: not within {seconds:.0f} s")
        time.sleep(_POLL)
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of the screen in pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        """Return its middle."""
        return self.x + self.width // 2, self.y + self.height // 2


class Screen:
    """Windows, keys and mouse of one display."""

    def __init__(self, display: str, framebuffer: Path) -> None:
        self._display = display
        self._framebuffer = framebuffer

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs to show itself here, and nothing of another session."""
        kept = {k: v for k, v in os.environ.items() if not _OF_A_SESSION.match(k)}
        return {**kept, "DISPLAY": self._display, "QT_QPA_PLATFORM": "xcb"}

    def windows(self, process: int, name: str) -> list[str]:
        """Return the windows of a process that are shown; ``name`` is a pattern."""
        wanted = ("--all", "--onlyvisible", "--pid", str(process), "--name", name)
        return self._do("search", *wanted, check=False).split()

    def window(self, process: int, name: str) -> str:
        """Return a window as soon as it is shown."""
        return until(f"window {name}", lambda: self.windows(process, name))[0]

    def place(self, window: str) -> Place:
        """Return where a window is."""
        told = self._do("getwindowgeometry", "--shell", window)
        facts = dict(line.split("=", 1) for line in told.splitlines())
        return Place(*(int(facts[k]) for k in ("X", "Y", "WIDTH", "HEIGHT")))

    def put(self, window: str, x: int, y: int) -> None:
        """Move a window and bring it to the front."""

        def is_there() -> bool:
            self._do("windowmove", window, str(x), str(y))
            self._do("windowraise", window)
            place = self.place(window)
            return (place.x, place.y) == (x, y)

        until(f"window {window} at {x}, {y}", is_there)

    def focus(self, window: str) -> None:
        """Send the keyboard to a window; in vain before it is quite shown."""

        def has_it() -> bool:
            self._do("windowfocus", window, check=False)
            return self._do("getwindowfocus", "-f", check=False).strip() == window

        until(f"keyboard to window {window}", has_it)

    def key(self, name: str) -> None:
        """Press and let go a key or a combination such as ``ctrl+e``."""
        self._do("key", "--clearmodifiers", name)

    def type(self, text: str) -> None:
        """Type plain ASCII."""
        self._do("type", "--delay", "20", text)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Take something with the mouse, carry it in small steps, and let it go."""
        self._move(*start)
        self._do("mousedown", "1")
        steps = 8
        for step in range(1, steps + 1):
            time.sleep(0.15)  # each step is answered before the next one is asked
            x, y = (
                a + (b - a) * step // steps for a, b in zip(start, end, strict=True)
            )
            self._move(x, y)
        for nudge in (1, 2, 3):
            time.sleep(0.15)
            self._move(end[0] + nudge, end[1])
        time.sleep(0.3)
        self._do("mouseup", "1")

    def picture(self, path: Path) -> Path:
        """Write what is on the screen now as a PNG."""
        data = (self._framebuffer / "Xvfb_screen0").read_bytes()
        header = np.frombuffer(data, ">u4", 25)  # XWDFile.h
        width, height, line, colours = (int(header[i]) for i in (4, 5, 12, 19))
        start = int(header[0]) + colours * 12
        rows = np.frombuffer(data, np.uint8, line * height, start)
        pixels = rows.reshape(height, line)[:, : width * 4].reshape(height, width, 4)
        path.write_bytes(cv2.imencode(".png", pixels[..., :3])[1].tobytes())
        return path

    @contextmanager
    def pictured_on_failure(self, path: Path) -> Iterator[None]:
        """Keep a picture of the screen, and say where, if something fails meanwhile."""
        try:
            yield
        except BaseException:
            print(f"The screen is kept as {self.picture(path)}")  # noqa: T201
            raise

    def _move(self, x: int, y: int) -> None:
        self._do("mousemove", str(x), str(y))

    def _do(self, *command: str, check: bool = True) -> str:
        return subprocess.run(
            ["xdotool", *command],
            env={**os.environ, "DISPLAY": self._display},
            stdout=subprocess.PIPE,
            text=True,
            check=check,
            timeout=PATIENCE,
        ).stdout


@contextmanager
def virtual_screen(folder: Path) -> Iterator[Screen]:
    """Run an X server in memory."""
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed; .ci/apt-packages names it")
    framebuffer = folder / "framebuffer"
    framebuffer.mkdir()
    command = [
        *("Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-noreset"),
        *("-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(framebuffer)),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield Screen(f":{server.stdout.readline().strip()}", framebuffer)
        finally:
            server.terminate()
