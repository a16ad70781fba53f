"""No network: what the program asks of the system while it works, as strace saw it."""

from typing import Final

from build_spec.proof.network_calls import STRACE, NetworkCalls, network_calls
from build_spec.proof.proving import require
from build_spec.proof.sealed_room import HOME
from build_spec.proof.training import train_command
from build_spec.proof.walk import UNSORTED, Walk
from build_spec.proof.window import report_as_pdf

_TRACE: Final = f"{HOME}/trace.txt"


def self_test_without_network(walk: Walk) -> None:
    """Trace the self-test: no socket of a network."""
    _trace(walk, "the self-test", walk.program.window, "--self-test")


def classify_without_network(walk: Walk) -> None:
    """Trace a classification: no socket of a network."""
    command = (walk.program.command, "classify", UNSORTED)
    _trace(walk, "classify", *command)


def train_without_network(walk: Walk) -> None:
    """Trace a training: no socket of a network."""
    command = (walk.program.command, *train_command("traced"))
    _trace(walk, "train", *command)


def report_without_network(walk: Walk) -> None:
    """Trace the window while it saves a report: no socket of a network."""
    walk.room.as_user("rm", "-f", _TRACE).must_be()
    report_as_pdf(walk, around=_strace())
    _judge(walk, "the window and its report")


def _trace(walk: Walk, name: str, *command: str) -> None:
    walk.draw_stills()
    walk.room.as_user("rm", "-f", _TRACE).must_be()
    walk.room.as_user(*_strace(), *command).must_be(0, 1)
    _judge(walk, name)


def _strace() -> tuple[str, ...]:
    return (*STRACE, "-o", _TRACE)


def _judge(walk: Walk, name: str) -> None:
    kept = walk.keep(_TRACE, f"network-{name.replace(' ', '-')}.txt")
    with kept.open(errors="replace") as lines:
        calls = network_calls(lines)
    require(calls.programs, "the trace is empty: nothing was watched")
    require(not calls.outward, _told(calls))
    walk.proof.proved(
        f"no network in {name}: {calls.programs} starts of a program watched, "
        f"{calls.calls} calls of the network's kind, {calls.local} sockets of this "
        "computer alone, none of a network"
    )


def _told(calls: NetworkCalls) -> str:
    return "it reached for a network:\n" + "\n".join(calls.outward[:20])
