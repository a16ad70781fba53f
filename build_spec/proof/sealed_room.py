"""A fresh root with a user in it and no network, gone without a trace when left.

Mounts, processes and network live in namespaces that the room's first process holds.
That one reads from a pipe of ours: when we end, however that happens, it ends, and the
kernel kills what else runs there and forgets the mounts.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from build_spec.proof.proving import Unproven

USER: Final = "reader"
HOME: Final = f"/home/{USER}"
_ID: Final = "1000"
_PATH: Final = "/usr/local/bin:/usr/bin:/bin"
_LONGEST: Final = 900.0
"""Seconds that any one command may take."""

_FURNISH: Final = """
set -e
mount -t overlay overlay -o "lowerdir=$LOWER,upperdir=$SCRATCH/upper,workdir=$SCRATCH/work" "$ROOT"
mount -t proc proc "$ROOT/proc"
mount -t sysfs -o ro sysfs "$ROOT/sys"
mount -t tmpfs -o mode=0755 dev "$ROOT/dev"
for device in "null 3" "zero 5" "full 7" "random 8" "urandom 9"; do
  set -- $device
  mknod -m 0666 "$ROOT/dev/$1" c 1 "$2"
done
ln -s /proc/self/fd "$ROOT/dev/fd"
mkdir -m 1777 "$ROOT/dev/shm"
mount -t tmpfs -o mode=1777 shm "$ROOT/dev/shm"
mount -t tmpfs -o mode=1777 tmp "$ROOT/tmp"
mkdir -m 1777 "$ROOT/tmp/.X11-unix"
mkdir -p "$ROOT/mnt/dist" "$ROOT/run/user/1000"
mount --bind "$DIST" "$ROOT/mnt/dist"
mount -o remount,bind,ro "$ROOT/mnt/dist"
chroot "$ROOT" useradd --create-home --skel /dev/null --uid 1000 --shell /bin/sh reader
chown 1000:1000 "$ROOT/run/user/1000"
exec chroot "$ROOT" /bin/sh -c 'echo furnished; exec cat'
"""  # noqa: E501


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command in the room ended."""

    command: tuple[str, ...]
    status: int
    out: str
    err: str
    seconds: float

    def must_be(self, *statuses: int) -> Self:
        """Return this, or raise :class:`Unproven` with all that was said."""
        if self.status not in (statuses or (0,)):
            msg = (
                f"{' '.join(self.command)} ended with {self.status} "
                f"after {self.seconds:.1f} s\n{self.out[-6000:]}\n{self.err[-6000:]}"
            )
            raise Unproven(msg)
        return self


class SealedRoom:
    """A place to run commands in; use it as a context.

    Parameters
    ----------
    lower
        The fresh root; nothing is written there.
    scratch
        Holds what is written instead; emptied on entry, removed on leaving.
    dist
        The built packages; seen in the room as ``/mnt/dist``, read only.
    """

    def __init__(self, lower: Path, scratch: Path, dist: Path) -> None:
        self._lower, self._scratch, self._dist = lower, scratch, dist
        self._holder: subprocess.Popen[str] | None = None
        self._first = 0
        self.display = ""

    def __enter__(self) -> Self:
        shutil.rmtree(self._scratch, ignore_errors=True)
        for name in ("upper", "work", "root"):
            (self._scratch / name).mkdir(parents=True)
        namespaces = ("--mount", "--net", "--pid", "--ipc", "--uts")
        self._holder = subprocess.Popen(
            ["unshare", *namespaces, "--fork", "--kill-child", "sh", "-c", _FURNISH],
            env={**os.environ, **self._places()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl+C is for us: we let go of the pipe
        )
        assert self._holder.stdout is not None
        if self._holder.stdout.readline() != "furnished\n":
            self._leave()
            msg = "the room could not be furnished; what failed stands above"
            raise Unproven(msg)
        self._first = _child_of(self._holder.pid)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def path(self, inside: str) -> Path:
        """Return where a path of the room is seen from outside."""
        return Path(f"/proc/{self._first}/root{inside}")

    def as_user(
        self,
        *command: str,
        seconds: float = _LONGEST,
        environment: Mapping[str, str] | None = None,
    ) -> Ran:
        """Run a command as the ordinary user, in their home."""
        return self._run(self._user_command(command, environment), seconds)

    def as_root(self, *command: str, seconds: float = _LONGEST) -> Ran:
        """Run a command as the one who installs."""
        return self._run(self._root_command(command), seconds)

    def start(
        self, *command: str, environment: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[str]":
        """Start a command as the user and come back; its words go to a pipe."""
        return subprocess.Popen(
            self._user_command(command, environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def processes(self, pattern: str) -> list[int]:
        """Return the room's processes whose command line has a pattern, by id there."""
        found = self.as_user("pgrep", "--full", pattern)
        return [int(number) for number in found.out.split()]

    def kill(self, process: int) -> None:
        """End a process as a power cut does."""
        self.as_user("/bin/sh", "-c", f"kill -9 {process}").must_be()

    def _places(self) -> dict[str, str]:
        return {
            "LOWER": str(self._lower.resolve()),
            "SCRATCH": str(self._scratch.resolve()),
            "ROOT": str((self._scratch / "root").resolve()),
            "DIST": str(self._dist.resolve()),
            "PATH": f"/usr/sbin:/sbin:{os.environ.get('PATH', _PATH)}",
        }

    def _enter(self, *options: str) -> list[str]:
        kinds = ("--mount", "--net", "--pid", "--ipc", "--uts", "--root")
        return ["nsenter", "--target", str(self._first), *kinds, *options, "--"]

    def _user_command(
        self, command: Sequence[str], environment: Mapping[str, str] | None
    ) -> list[str]:
        known = {
            **{"HOME": HOME, "USER": USER, "LOGNAME": USER, "PATH": _PATH},
            **{"LANG": "C.UTF-8", "XDG_RUNTIME_DIR": f"/run/user/{_ID}"},
            **({"DISPLAY": self.display} if self.display else {}),
            **(environment or {}),
        }
        said = [f"{name}={value}" for name, value in known.items()]
        who = ("--setuid", _ID, "--setgid", _ID, f"--wdns={HOME}")
        return [*self._enter(*who), "env", "--ignore-environment", *said, *command]

    def _root_command(self, command: Sequence[str]) -> list[str]:
        said = [f"PATH=/usr/sbin:/sbin:{_PATH}", "HOME=/root", "LANG=C.UTF-8"]
        enter = self._enter("--wdns=/")
        return [*enter, "env", "--ignore-environment", *said, *command]

    def _run(self, command: list[str], seconds: float) -> Ran:
        begun = time.monotonic()
        told = tuple(command[command.index("--ignore-environment") + 1 :])
        try:
            ran = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            msg = f"{' '.join(told)} was not done after {seconds:.0f} s"
            raise Unproven(msg) from error
        took = time.monotonic() - begun
        return Ran(told, ran.returncode, ran.stdout, ran.stderr, took)

    def _leave(self) -> None:
        holder = self._holder
        if holder is None:
            return
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdin.close()
        try:
            holder.wait(10)
        except subprocess.TimeoutExpired:
            holder.kill()  # and with it, by --kill-child, all that runs in the room
            holder.wait()
        holder.stdout.close()


def _child_of(process: int) -> int:
    """Return the first process of the new namespace: the only child of ``unshare``."""
    return int(Path(f"/proc/{process}/task/{process}/children").read_text().split()[0])
