"""What a process said to the network, as strace wrote it down."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

STRACE: Final = ("strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=network,execve")
"""``-o FILE`` and the command come after it. Started programs are traced as well, since
work that never speaks to a socket would otherwise leave nothing to believe."""

_LOCAL: Final = frozenset({"AF_UNIX", "AF_LOCAL"})
_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_SOCKET: Final = re.compile(r"\bsocket(?:pair)?\(\s*(?P<family>[A-Za-z_0-9]+)")
_ADDRESS: Final = re.compile(r"\bsa_family=(?P<family>AF_[A-Z0-9]+)")
_CALL: Final = re.compile(r"^(?:\[pid\s+)?(?:\d+\]?\s+)?(?P<name>[a-z_0-9]+)\(")
_RESUMED: Final = re.compile(r"<\.\.\. [a-z_0-9]+ resumed>")


@dataclass(frozen=True, slots=True)
class NetworkCalls:
    """What was counted.

    Attributes
    ----------
    programs
        Programs that were started; with none, nothing was watched.
    calls
        System calls of the network's family, of any kind.
    local
        Sockets of this computer alone: of the display and between own processes.
    outward
        The lines that made, or named the address of, any other socket: also a call
        that failed, and also a family that can only ask the kernel (AF_NETLINK).
    """

    programs: int
    calls: int
    local: int
    outward: tuple[str, ...]


def network_calls(lines: Iterable[str]) -> NetworkCalls:
    """Count what a trace holds; each attempt counts, whatever came of it."""
    programs = calls = local = 0
    outward: list[str] = []
    for written in lines:
        line = _TEXT.sub('""', written)  # what is sent may look like a call
        call = _CALL.match(line)
        if call and call["name"].startswith("execve"):
            programs += 1
            continue
        calls += call is not None
        families = _families(line)
        if families - _LOCAL:
            outward.append(written.strip())
        elif _SOCKET.search(line):
            local += 1
    return NetworkCalls(programs, calls, local, tuple(outward))


def _families(line: str) -> set[str]:
    """Return the families that a call, or the end of an interrupted one, names."""
    if _CALL.match(line) is None and _RESUMED.search(line) is None:
        return set()
    found = {match["family"] for match in _ADDRESS.finditer(line)}
    if socket := _SOCKET.search(line):
        found.add(socket["family"])
    return found - {"AF_UNSPEC"}
