"""The room's screen, seen from outside, and hands for it: Xvfb and xdotool."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from build_spec.proof.proving import Unproven
from build_spec.proof.sealed_room import SealedRoom
from build_spec.proof.xwd import Picture, read_xwd

if TYPE_CHECKING:
    import subprocess

_SIZE: Final = "1600x1000x24"
_FRAMEBUFFER: Final = "/tmp/screen"
_POLL: Final = 0.1
_DRAWN_AT_LEAST: Final = 0.02
"""Share of the screen unlike its commonest colour: text and lines alone make 5 %."""
_COLOURS_AT_LEAST: Final = 32
"""Smoothed text has more; an empty window, or an empty screen, one to three."""

Found = TypeVar("Found")


def until(what: str, probe: Callable[[], Found | None], seconds: float = 120) -> Found:
    """Return what ``probe`` finds as soon as it is something.

    Raises
    ------
    Unproven
        If it never is within the time.
    """
    end = time.monotonic() + seconds
    while not (found := probe()):
        if time.monotonic() > end:
            msg = f"{what}: not within {seconds:.0f} s"
            raise Unproven(msg)
        time.sleep(_POLL)
    return found


def until_or_ended(
    what: str,
    probe: Callable[[], Found | None],
    running: "subprocess.Popen[str]",
    seconds: float = 300,
) -> Found:
    """Return what ``probe`` finds while a program runs.

    Raises
    ------
    Unproven
        If the program ends before, with what it said; or if the time is over.
    """

    def found() -> Found | None:
        if (now := probe()) or running.poll() is None:
            return now
        said, _ = running.communicate()
        msg = f"{what}: the program left with {running.returncode} before\n{said}"
        raise Unproven(msg)

    return until(what, found, seconds)


class Screen:
    """A display in the room, from now until the room is left."""

    def __init__(self, room: SealedRoom) -> None:
        self._room = room
        room.as_user("mkdir", _FRAMEBUFFER).must_be()
        server = room.start(
            *("Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-noreset"),
            *("-screen", "0", _SIZE, "-fbdir", _FRAMEBUFFER),
        )
        assert server.stdout is not None
        number = _first_number(server)
        self._server = server
        room.display = f":{number}"

    def picture(self) -> Picture:
        """Return what is on it now."""
        dump = self._room.path(f"{_FRAMEBUFFER}/Xvfb_screen0")
        return read_xwd(dump.read_bytes())

    def keep(self, path: Path) -> Picture:
        """Write what is on it now as a PNG, and return it."""
        picture = self.picture()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture.png())
        return picture

    def seen(self, path: Path) -> Picture:
        """Keep a picture and return it, if something is drawn there.

        Raises
        ------
        Unproven
            If the screen is blank.
        """
        picture = self.keep(path)
        if is_blank(picture):
            msg = f"the screen is blank: {path}"
            raise Unproven(msg)
        return picture

    def settled(self, seconds: float = 60) -> None:
        """Wait until something is drawn and nothing has changed for a second."""
        last, since = b"", time.monotonic()
        end = since + seconds
        while time.monotonic() < end:
            now = self.picture()
            if now.rgb != last:
                last, since = now.rgb, time.monotonic()
            elif time.monotonic() - since > 1 and not is_blank(now):
                return
            time.sleep(_POLL)

    def window(self, name: str, seconds: float = 120) -> str:
        """Return the newest window of a name, a pattern, as soon as it is shown."""
        return until(f"a window {name}", lambda: self.windows(name), seconds)[-1]

    def windows(self, name: str) -> list[str]:
        """Return the windows of a name that are shown."""
        ran = self._do("search", "--onlyvisible", "--name", name)
        return ran.split()

    def focus(self, window: str) -> None:
        """Send the keyboard to a window."""

        def has_it() -> bool:
            self._do("windowfocus", window)
            return self._do("getwindowfocus", "-f").strip() == window

        until(f"keyboard to window {window}", has_it)

    def key(self, name: str) -> None:
        """Press and let go a key or a combination such as ``ctrl+s``."""
        self._do("key", "--clearmodifiers", name)

    def type(self, text: str) -> None:
        """Type plain ASCII."""
        self._do("type", "--delay", "20", text)

    def _do(self, *command: str) -> str:
        return self._room.as_user("xdotool", *command, seconds=60).out


def is_blank(picture: Picture) -> bool:
    """Return whether nothing worth the name is drawn."""
    return picture.colours < _COLOURS_AT_LEAST or picture.drawn_share < _DRAWN_AT_LEAST


def _first_number(server: "subprocess.Popen[str]") -> int:
    """Return the display's number, which stands among what the server complains of."""
    assert server.stdout is not None
    said = []
    for line in server.stdout:
        if line.strip().isdigit():
            return int(line)
        said.append(line)
    msg = f"Xvfb did not start:\n{''.join(said)}"
    raise Unproven(msg)
