import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from build_spec.proof.network_calls import STRACE, network_calls

_LOCAL = """\
17 execve("/usr/bin/lumenary", ["lumenary", "socket(AF_INET)"], 0x7f /* 9 vars */) = 0
17 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3
17 connect(3, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X0"}, 20) = 0
18 socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [4, 5]) = 0
18 recvmsg(3, {msg_name=NULL, msg_iov=[{iov_base="socket(AF_INET, "}]}, 0) = 4
17 +++ exited with 0 +++
"""


def test_sockets_of_this_computer_are_no_network() -> None:
    calls = network_calls(_LOCAL.splitlines())

    assert calls.outward == ()
    assert calls.local == 2
    assert calls.calls == 4
    assert calls.programs == 1


@pytest.mark.parametrize(
    "line",
    [
        "9 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3",
        "socket(AF_INET6, SOCK_DGRAM|SOCK_CLOEXEC, IPPROTO_IP) = 4",
        "[pid    9] socket(AF_INET, SOCK_STREAM, 0) = -1 EACCES (Permission denied)",
        "9 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP <unfinished ...>",
        "9 socket(AF_PACKET, SOCK_RAW, htons(ETH_P_ALL)) = 3",
        "9 socket(0x1c /* AF_??? */, SOCK_STREAM, 0) = 3",
        '9 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("1")}',
        "9 <... accept4 resumed>{sa_family=AF_INET6, sin6_port=htons(1)}, [28]) = 5",
    ],
)
def test_every_attempt_to_reach_out_counts(line: str) -> None:
    assert network_calls([*_LOCAL.splitlines(), line]).outward == (line,)


def test_an_empty_trace_shows_that_nothing_was_watched() -> None:
    assert network_calls([]).programs == 0


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize(("family", "found"), [("AF_INET", True), ("AF_UNIX", False)])
def test_a_real_trace_is_understood(tmp_path: Path, family: str, found: bool) -> None:
    trace = tmp_path / "trace.txt"
    # a thread, so that the trace has the prefixes of several tasks
    script = (
        "import socket, threading\n"
        f"thread = threading.Thread(target=lambda: socket.socket(socket.{family}))\n"
        "thread.start(), thread.join()"
    )
    # the guard against networks in this process must not reach the one that is watched
    command = [*STRACE, "-o", str(trace), sys.executable, "-I", "-S", "-c", script]
    ran = subprocess.run(command, capture_output=True, text=True, env={}, check=False)
    if "ptrace" in ran.stderr:
        pytest.skip(f"nothing may be traced here: {ran.stderr}")

    calls = network_calls(trace.read_text().splitlines())

    assert ran.returncode == 0
    assert bool(calls.outward) == found
    assert calls.calls >= 1
    assert calls.programs == 1
