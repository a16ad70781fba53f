"""``python3 -m build_spec.proof``: proves what ``make installer`` has built.

Needs root, since it makes a file system and mounts it; debootstrap, and a Debian mirror
for the first run. Nothing of it is left mounted or running, however it ends.
"""

import argparse
import os
import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from build_spec.proof.fresh_root import RootFailed, fresh_root
from build_spec.proof.packages import find_packages
from build_spec.proof.proving import Proof, Unproven, say
from build_spec.proof.screen import Screen
from build_spec.proof.sealed_room import SealedRoom
from build_spec.proof.steps import steps_of
from build_spec.proof.walk import INSTALLED, Step, Walk, go

_PROJECT: Final = Path(__file__).resolve().parent.parent.parent
_TOOLS: Final = ("debootstrap", "unshare", "nsenter", "chroot", "mount", "dpkg-deb")
_UNPROVEN: Final = 1
_NOT_POSSIBLE: Final = 2


def main() -> int:
    """Walk, print the table, write ``proof.json``; return 0 if all was proven."""
    options = _options()
    if problem := _why_not():
        sys.stderr.write(f"{problem}\n")
        return _NOT_POSSIBLE
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    proof = Proof()
    try:
        _walk(proof, options)
    except (RootFailed, Unproven) as error:
        proof.failed("preparing the walk", str(error))
    except KeyboardInterrupt:
        proof.failed("the walk", "it was interrupted")
    proof.print_table()
    proof.write(options.dist / "proof.json")
    say(proof.summary())
    return 0 if proof.holds else _UNPROVEN


def _walk(proof: Proof, options: argparse.Namespace) -> None:
    built = find_packages(options.dist)
    root = fresh_root(options.build / "fresh-root", built.depends)
    with SealedRoom(root, options.build / "proof", options.dist) as room:
        walk = Walk(room, Screen(room), proof, INSTALLED, options.out)
        go(walk, _chosen(steps_of(built), options.only))


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="proof", description=__doc__)
    options.add_argument("--dist", type=Path, default=_PROJECT / "dist")
    options.add_argument("--build", type=Path, default=_PROJECT / "build")
    options.add_argument("--out", type=Path, default=_PROJECT / "out" / "installer")
    options.add_argument(
        "--only", nargs="*", metavar="STEP", help="names of steps, to try some of them"
    )
    return options.parse_args()


def _why_not() -> str:
    """Return why this cannot be done here, or an empty string."""
    if os.geteuid() != 0:
        return (
            "The proof makes a file system and mounts it, which takes root:\n"
            "  sudo make test-installer"
        )
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"
    missing = [tool for tool in _TOOLS if shutil.which(tool, path=path) is None]
    if missing:
        return f"The proof needs {', '.join(missing)}: apt-get install debootstrap"
    return ""


def _chosen(steps: Sequence[Step], names: Sequence[str] | None) -> list[Step]:
    if names is None:
        return list(steps)
    known = {step.__name__ for step in steps}
    if unknown := sorted(set(names) - known):
        msg = f"no step is called {', '.join(unknown)}; they are {sorted(known)}"
        raise Unproven(msg)
    return [step for step in steps if step.__name__ in names]


if __name__ == "__main__":
    sys.exit(main())
