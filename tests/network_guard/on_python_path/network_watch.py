"""Refuses the network to one Python process, and leaves a note of each attempt.

Every child process of a test loads this before anything else, hence so few imports.
What reaches out from C or C++ raises no audit event and is not seen here; that is what
``tests/e2e/test_no_network.py`` is for.
"""

import os
import sys
from typing import Any

NOTES_FOLDER = "LUMENARY_TEST_NETWORK_NOTES"
"""Environment: where attempts are noted; without it, children are not watched."""
_TEST_AT_WORK = "PYTEST_CURRENT_TEST"
_CREATING = "socket.__new__"
_NAMING = frozenset(
    f"socket.{call}"
    for call in ("getaddrinfo", "gethostbyname", "gethostbyaddr", "getnameinfo")
)
_TALKING = frozenset(
    f"socket.{call}" for call in ("connect", "bind", "sendto", "sendmsg")
)
_LOCAL_FAMILIES = ("AF_UNIX", "AF_NETLINK", "AF_ALG")
"""Other processes of this computer, and its kernel; some systems lack some of them."""
_OF_AN_OPEN_FILE = -1
"""The family of a socket that exists already and is only wrapped."""
_PLACES = 4
"""Lines of code that an attempt is told with, the innermost first."""


class NetworkRefused(OSError):
    """A test, or what it runs, reached for the network."""


class NetworkWatch:
    """The audit hook of one process, which stays until the process ends.

    Parameters
    ----------
    notes
        Folder for one file about each attempt. Raising alone would not do: programs
        swallow exceptions.
    """

    def __init__(self, notes: str) -> None:
        self.notes = notes
        self.loopback_allowed = False

    def install(self) -> None:
        """Refuse from now on; there is no way back in the same process."""
        sys.addaudithook(self._on_event)

    def _on_event(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith("socket.") and self._is_forbidden(event, arguments):
            call = _as_written(event, arguments)
            self._note(call)
            raise NetworkRefused(f"No test may use the network: {call}")

    def _is_forbidden(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event == _CREATING:
            return not self.loopback_allowed and not _is_local(arguments[1])
        if event in _NAMING:
            return not (self.loopback_allowed and _is_loopback(arguments[0]))
        if event in _TALKING and not _is_local(arguments[0].family):
            return not (self.loopback_allowed and _is_loopback(arguments[1]))
        return False

    def _note(self, call: str) -> None:
        import json
        import uuid

        note = {
            "test": os.environ.get(_TEST_AT_WORK, "no test"),
            "call": call,
            "process": " ".join(sys.orig_argv),
            "places": _places(),
        }
        unfinished = os.path.join(self.notes, uuid.uuid4().hex)  # noqa: PTH118
        try:
            with open(unfinished, "w", encoding="utf-8") as stream:  # noqa: PTH123
                json.dump(note, stream)
            os.rename(unfinished, f"{unfinished}.json")  # noqa: PTH104
        except OSError:  # the tests are over and their folder is gone
            sys.stderr.write(f"{note}\n")


def watch_where_asked() -> None:
    """Watch this process if the tests that started it have asked for it."""
    if notes := os.environ.get(NOTES_FOLDER):
        NetworkWatch(notes).install()


def _is_local(family: int) -> bool:
    # whatever raised the event has loaded it
    known = sys.modules["_socket"]
    names = (name for name in _LOCAL_FAMILIES if hasattr(known, name))
    return family in {_OF_AN_OPEN_FILE, *(getattr(known, name) for name in names)}


def _is_loopback(address: Any) -> bool:
    import ipaddress

    host = address[0] if isinstance(address, tuple) else address
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _as_written(event: str, arguments: tuple[Any, ...]) -> str:
    about_a_socket = event == _CREATING or event in _TALKING
    told = arguments[1:] if about_a_socket else arguments
    name = "socket.socket" if event == _CREATING else event
    return f"{name}({', '.join(map(str, told))})"


def _places() -> list[str]:
    places: list[str] = []
    frame = sys._getframe().f_back
    while frame is not None and len(places) < _PLACES:
        code = frame.f_code
        if code.co_filename != __file__:
            places.append(f"{code.co_filename}:{frame.f_lineno} in {code.co_name}")
        frame = frame.f_back
    return places
