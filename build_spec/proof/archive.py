"""The archive: unpacked in a home, started there and from a read-only place."""

from typing import Final

from build_spec.proof import classifying, window
from build_spec.proof.installing import KEPT_MODEL
from build_spec.proof.measuring import self_test
from build_spec.proof.packages import Packages
from build_spec.proof.program_files import changes, listing
from build_spec.proof.proving import require
from build_spec.proof.sealed_room import HOME
from build_spec.proof.training import train_command
from build_spec.proof.walk import UNSORTED, Program, Walk

_FOLDER: Final = f"{HOME}/programs/lumenary"
_READ_ONLY: Final = "/mnt/read-only"
UNPACKED: Final = Program(f"{_FOLDER}/lumenary", f"{_FOLDER}/lumenary-cli", _FOLDER)
MOUNTED: Final = Program(
    f"{_READ_ONLY}/lumenary", f"{_READ_ONLY}/lumenary-cli", _READ_ONLY
)


def unpack(walk: Walk, built: Packages) -> None:
    """Unpack the archive in a home."""
    archive = f"/mnt/dist/{built.archive.name}"
    walk.room.as_user("mkdir", "-p", f"{HOME}/programs").must_be()
    unpacked = walk.room.as_user(
        "tar", "--extract", f"--file={archive}", f"--directory={HOME}/programs"
    ).must_be()
    walk.proof.measured("unpack the archive", unpacked.seconds, "s")
    walk.proof.proved(f"unpacked {built.archive.name} in {unpacked.seconds:.0f} s")


def reads_what_is_kept(walk: Walk) -> None:
    """Read with the archive's program what the uninstalled one left."""
    listed = walk.lumenary("models", "list").out
    require(KEPT_MODEL in listed, f"the model is not in the library:\n{listed}")
    walk.lumenary("classify", UNSORTED, "--model", KEPT_MODEL, statuses=(0, 1))
    note = walk.lumenary("models", "note", KEPT_MODEL).out
    require("Of the older version." in note, f"the note is lost: {note}")
    walk.proof.proved("the archive's program opens the user's models, notes and runs")


def basics(walk: Walk) -> None:
    """Test itself, open, classify and train; write nothing beside the program."""
    before = listing(walk.room.path(walk.program.folder))
    self_test(walk)
    window.window_is_seen(walk)
    classifying.classify_under_any_name(walk)
    name = f"trained-{walk.program.folder.rpartition('/')[2]}"
    walk.lumenary(*train_command(name), statuses=(0, 1))
    after = listing(walk.room.path(walk.program.folder))
    require(before == after, f"beside the program: {changes(before, after)[:20]}")
    walk.proof.proved(
        f"{walk.program.folder}: self-test, window, classify and train leave its "
        f"{len(after):,} files as they were (sizes, times, hashes)"
    )


def mount_read_only(walk: Walk) -> None:
    """Mount the program where nothing can be written."""
    script = f"""
set -e
mkdir -p {_READ_ONLY}
mount --bind {_FOLDER} {_READ_ONLY}
mount -o remount,bind,ro {_READ_ONLY}
"""
    walk.room.as_root("/bin/sh", "-c", script).must_be()
    tried = walk.room.as_user("touch", f"{_READ_ONLY}/tried")
    require(tried.status != 0, "the place can be written")


def menu_entry(walk: Walk) -> None:
    """Put the archive's program into the user's menu and out again."""
    script = f"{_FOLDER}/install-menu-entry.sh"
    entry = walk.room.path(f"{HOME}/.local/share/applications/lumenary.desktop")
    walk.room.as_user(script).must_be()
    require(
        f'Exec="{_FOLDER}/lumenary"' in entry.read_text(), "the entry names another"
    )
    walk.room.as_user(script, "--remove").must_be()
    require(not entry.exists(), "the entry is still there")
    walk.proof.proved("install-menu-entry.sh adds a menu entry, --remove takes it away")
