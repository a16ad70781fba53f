"""A Debian of its own, as bare as debootstrap makes it, kept for the next run.

Neither the mirror nor a proxy is written here: both are what the host's own apt uses.
"""

import os
import shutil
import subprocess
from pathlib import Path

SUITE = "bookworm"
"""The oldest Debian that the packages are for: glibc 2.36."""

WATCHERS = ("xvfb", "xdotool", "strace", "procps", "xz-utils")
"""A screen, keys, a witness of system calls: to watch the program, never for it."""

FORBIDDEN = (
    *("python", "python3", "python2", "pypy3"),
    *("gcc", "cc", "g++", "c++", "clang", "tcc", "ld", "as", "make"),
)
"""With none of these could the program have been helped by what is installed."""

_DONE = ".made-of"


class RootFailed(Exception):
    """The fresh root could not be made, or is not as bare as it has to be."""


def fresh_root(folder: Path, depends: tuple[str, ...]) -> Path:
    """Return a root with the watchers and what a package depends on.

    Parameters
    ----------
    folder
        Where it is kept; made anew whenever it is of other packages.
    depends
        Debian's names, as in the field ``Depends``: ``libc6 (>= 2.36)``, ``a | b``.

    Raises
    ------
    RootFailed
        If debootstrap or apt fail, or a Python or a compiler came along.
    """
    wanted = "\n".join((SUITE, *WATCHERS, *depends))
    done = folder / _DONE
    if not done.is_file() or done.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        _make(folder, depends)
        refuse_helpers(folder)
        done.write_text(wanted)
    refuse_helpers(folder)
    return folder


def refuse_helpers(root: Path) -> None:
    """Raise :class:`RootFailed` if a Python or a compiler can be found."""
    script = f"for name in {' '.join(FORBIDDEN)}; do command -v $name; done; true"
    found = _run(["chroot", str(root), "/bin/sh", "-c", script]).split()
    if found:
        msg = f"the root is not bare: it has {', '.join(found)}"
        raise RootFailed(msg)


def _make(folder: Path, depends: tuple[str, ...]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    site = next(site for site, suite, _ in _sources() if suite == SUITE)
    _run(["debootstrap", "--variant=minbase", SUITE, str(folder), site])
    _let_apt_work(folder)
    _apt(folder, "update")
    _apt(folder, "satisfy", ", ".join((*WATCHERS, *depends)))
    _apt(folder, "clean")
    shutil.rmtree(folder / "var/lib/apt/lists")


def _let_apt_work(root: Path) -> None:
    """Take over the host's sources, its proxies and its trust in them."""
    shutil.copyfile("/etc/resolv.conf", root / "etc/resolv.conf")
    lines = [f"deb {site} {suite} {part}\n" for site, suite, part in _sources()]
    (root / "etc/apt/sources.list").write_text("".join(lines))
    settings = [
        line
        for line in _run(["apt-config", "dump"]).splitlines(keepends=True)
        if line.startswith("Acquire::") and not line.startswith("Acquire::IndexTargets")
    ]
    (root / "etc/apt/apt.conf.d/90host").write_text("".join(settings))
    for trust in ("etc/apt/trusted.gpg.d", "etc/ssl/certs"):
        if Path("/", trust).is_dir():
            shutil.copytree(f"/{trust}", root / trust, dirs_exist_ok=True)


def _sources() -> list[tuple[str, str, str]]:
    """Return address, suite and component of what the host's apt reads."""
    told = _run(
        [
            *("apt-get", "indextargets", "--format"),
            *("$(REPO_URI) $(RELEASE) $(COMPONENT)", "Identifier: Packages"),
        ]
    )
    sources = [tuple(line.split()) for line in told.splitlines()]
    ours = [s for s in sources if len(s) == 3 and s[1].startswith(SUITE)]
    if not ours:
        msg = f"the host's apt has no source of Debian {SUITE}, whose mirror is needed"
        raise RootFailed(msg)
    return ours


def _apt(root: Path, verb: str, *rest: str) -> None:
    options = ["--yes", "--no-install-recommends"] if rest else []
    _run(["chroot", str(root), "apt-get", "--quiet", verb, *options, *rest])


def _run(command: list[str]) -> str:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"}
    ran = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if ran.returncode:
        msg = f"{' '.join(command)} failed ({ran.returncode}):\n{ran.stdout[-4000:]}"
        raise RootFailed(msg)
    return ran.stdout
