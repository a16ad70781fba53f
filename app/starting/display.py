"""Whether a window can be shown here: asked before Qt, which would simply abort.

Imports no Qt itself, so that a computer without a display, or without the libraries
that Qt needs for one, hears a sentence.
"""

import ctypes
import os
import re
import socket
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_NEED_A_DISPLAY: Final = frozenset({"xcb", "wayland", "wayland-egl"})
_PATIENCE: Final = 2.0
"""Seconds for a display at the other end of a network to answer."""
_FIRST_X_PORT: Final = 6000
_DISPLAY_NAME: Final = re.compile(r"(?P<host>.*):(?P<number>\d+)(\.\d+)?")

SYSTEM_LIBRARIES: Final = (
    *("libdbus-1-3", "libegl1", "libfontconfig1", "libfreetype6", "libgl1"),
    *("libglib2.0-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0"),
    *("libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0"),
    *("libxcb-sync1", "libxcb-xfixes0", "libxcb-xkb1", "libxkbcommon-x11-0"),
    "libxkbcommon0",
)
"""Debian's and Ubuntu's packages that Qt needs; those of ``.ci/apt-packages``."""


def display_problem(environment: Mapping[str, str] = os.environ) -> str:
    """Return why no window can be shown and what to do, or an empty string.

    Parameters
    ----------
    environment
        Its ``DISPLAY``, ``WAYLAND_DISPLAY`` and ``QT_QPA_PLATFORM`` count.
    """
    if sys.platform in {"win32", "darwin"}:
        return ""
    asked = _platforms_asked_for(environment)
    if asked - _NEED_A_DISPLAY:
        return ""
    if (not asked or asked - {"xcb"}) and _wayland_answers(environment):
        return ""
    name = environment.get("DISPLAY", "")
    if name:
        return _unanswered(name) or _library_problem() or _refused(name)
    if environment.get("WAYLAND_DISPLAY"):
        return f"The display “{environment['WAYLAND_DISPLAY']}” does not answer."
    return "There is no display to show a window on."


def missing_library(library: Path) -> str:
    """Return which system library keeps ``library`` from loading; empty if none."""
    try:
        ctypes.CDLL(str(library))
    except OSError as error:
        return str(error).partition(":")[0]
    return ""


def _platforms_asked_for(environment: Mapping[str, str]) -> frozenset[str]:
    """Return Qt's names for them: ``xcb;wayland`` and ``vnc:size=800x600`` are both."""
    asked = environment.get("QT_QPA_PLATFORM", "").split(";")
    return frozenset(name.partition(":")[0] for name in asked) - {""}


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY")
    if not name:
        return False
    folder = environment.get("XDG_RUNTIME_DIR", "")
    return _unix_socket_answers(str(Path(folder) / name))


def _unanswered(name: str) -> str:
    """Return that nothing listens where ``DISPLAY`` points, or an empty string."""
    display = _DISPLAY_NAME.fullmatch(name)
    if display is None:
        return f"DISPLAY is “{name}”, which names no display."
    number = int(display["number"])
    if _x_answers(display["host"], number):
        return ""
    return f"The display “{name}” does not answer."


def _x_answers(host: str, number: int) -> bool:
    if host in {"", "unix"}:
        path = f"/tmp/.X11-unix/X{number}"  # where X.Org's servers listen
        return _unix_socket_answers(path) or _unix_socket_answers(f"\0{path}")
    address = host.strip("[]"), _FIRST_X_PORT + number
    try:
        with socket.create_connection(address, timeout=_PATIENCE):
            return True
    except (OSError, OverflowError, UnicodeError):
        return False


def _unix_socket_answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(_PATIENCE)
        try:
            client.connect(path)
        except (OSError, ValueError):
            return False
    return True


def _library_problem() -> str:
    """Return which system library Qt's X11 plug-in lacks, or an empty string."""
    plugin = _x11_plugin()
    missing = missing_library(plugin) if plugin else ""
    if not missing:
        return ""
    return (
        f"The window needs the system library {missing}, which is missing. On Debian "
        f"and Ubuntu, install all it needs with: sudo apt-get install "
        + " ".join(SYSTEM_LIBRARIES)
    )


def _x11_plugin() -> Path | None:
    found = find_spec("PySide6")
    for folder in (found.submodule_search_locations or ()) if found else ():
        plugin = Path(folder) / "Qt" / "plugins" / "platforms" / "libqxcb.so"
        if plugin.is_file():
            return plugin
    return None


def _refused(name: str) -> str:
    """Return that the display lets nobody in, as for another user's, or nothing."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:  # asked for only where Qt's own plug-in has loaded
        return ""
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(os.fsencode(name), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if not refused:
        return ""
    return f"The display “{name}” refuses a connection."
