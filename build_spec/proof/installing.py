"""The package: an older version, the newer over it, and gone again, the user's kept."""

from typing import Final

from build_spec.proof import packages, window
from build_spec.proof.packages import LEFT_OVER, OLDER, OLDER_VERSION, Packages
from build_spec.proof.program_files import Listed, changes, listing
from build_spec.proof.proving import require
from build_spec.proof.sealed_room import HOME
from build_spec.proof.walk import DATA, Walk

KEPT_MODEL: Final = "kept-from-before"
_NOT_OURS: Final = ("dev", "proc", "sys", "tmp", "run", "mnt", HOME.strip("/"))
"""Places of the system and of the user; everything else is the program's or bare."""
_MENU: Final = (
    "/usr/share/applications/lumenary.desktop",
    "/usr/share/mime/packages/lumenary-model.xml",
)


def nothing_outside(walk: Walk) -> None:
    """Have neither a network nor Python nor a compiler in the room."""
    inside = walk.room.as_user("cat", "/proc/net/dev").must_be().out
    names = [line.split(":")[0].strip() for line in inside.splitlines()[2:]]
    require(names == ["lo"], f"the room has a network: {names}")
    knock = walk.room.as_user("bash", "-c", ": </dev/tcp/192.0.2.1/80")
    require(knock.status != 0, "something outside answers")
    helpers = walk.room.as_user("sh", "-c", "command -v python3 gcc cc").out
    require(not helpers, f"the room has {helpers}")
    who = walk.room.as_user("id", "--user").must_be().out.strip()
    require(who != "0", "the user is not an ordinary one")
    home = walk.room.as_user("ls", "--almost-all", HOME).must_be().out
    require(not home, f"the home is not empty: {home}")
    walk.proof.proved(
        "no Python, no compiler, no network but a loopback that is down, an ordinary "
        "user with an empty home"
    )


def older_version(walk: Walk, built: Packages) -> None:
    """Install an older version, and use it."""
    packages.repack_as_older(walk.room, built.deb)
    walk.room.as_root("dpkg", "--install", OLDER).must_be()
    require(_version(walk) == OLDER_VERSION, f"installed is {_version(walk)}")
    running = walk.room.start(walk.program.window)
    window.accept_notice(walk, running)
    main = walk.screen.window(window.WINDOW)
    walk.screen.focus(main)
    walk.screen.key("ctrl+q")
    require(running.wait(60) == 0, f"the window left with {running.returncode}")
    require(window.settings(walk)["notice_accepted"], "the notice was not kept")
    archive = f"{HOME}/sample.lumenary"
    walk.lumenary("models", "export", "sample", archive)
    walk.lumenary("models", "import", archive, "--name", KEPT_MODEL)
    walk.lumenary("models", "note", KEPT_MODEL, "Of the older version.")
    walk.proof.proved(
        f"installed {OLDER_VERSION}; its window was seen, its notice accepted, a model "
        "and a note kept"
    )


def refused_while_open(walk: Walk, built: Packages) -> None:
    """Refuse to be updated while a window is open."""
    with window.opened(walk):
        ran = walk.room.as_root("dpkg", "--install", _of(built))
    require(ran.status != 0, "it was updated below an open window")
    require("Lumenary is running" in ran.err, f"it does not say why:\n{ran.err}")
    require(_version(walk) == OLDER_VERSION, f"installed is {_version(walk)}")
    walk.proof.proved(
        "an update is refused while a window is open, and says whose it is"
    )


def upgrade(walk: Walk, built: Packages) -> None:
    """Install the new version over the older one."""
    before = listing(walk.room.path(HOME))
    walk.room.as_root("rm", "-f", OLDER).must_be()
    walk.room.as_root("dpkg", "--install", _of(built)).must_be()
    require(_version(walk) == built.version, f"installed is {_version(walk)}")
    left = walk.room.path(f"/{LEFT_OVER}")
    require(not left.exists(), f"{left} of the older version is still there")
    after = listing(walk.room.path(HOME))
    require(before == after, f"the update changed {changes(before, after)}")
    said = walk.lumenary("--version").out
    require(built.version.split("-")[0] in said, f"{said} of package {built.version}")
    require(KEPT_MODEL in walk.lumenary("models", "list").out, "the model is lost")
    note = walk.lumenary("models", "note", KEPT_MODEL).out
    require("Of the older version." in note, f"the note is lost: {note}")
    require(window.settings(walk)["notice_accepted"], "the settings are lost")
    for path in (*_MENU, "/usr/bin/lumenary", "/usr/bin/lumenary-cli"):
        require(_is_there(walk, path), f"{path} is missing")
    walk.proof.proved(
        f"{built.version} over {OLDER_VERSION}: no file of the older one is left, "
        "nothing of the user's was touched, model, note and settings open"
    )


def system(walk: Walk) -> dict[str, Listed]:
    """Return all files of the room but the user's and the running system's."""
    return listing(walk.room.path("/"), leave_out=_NOT_OURS)


def uninstall(walk: Walk) -> None:
    """Remove the package and keep the user's data."""
    before = listing(walk.room.path(HOME))
    walk.room.as_root("dpkg", "--remove", "lumenary").must_be()
    for path in (*_MENU, "/opt/lumenary", "/usr/bin/lumenary", "/usr/bin/lumenary-cli"):
        require(not _is_there(walk, path), f"{path} is still there")
    after = listing(walk.room.path(HOME))
    require(before == after, f"uninstalling changed {changes(before, after)}")
    models = sorted(
        path.name for path in walk.room.path(f"{DATA}/models").glob("[!.]*")
    )
    require(KEPT_MODEL in models, f"models are {models}")
    walk.proof.proved(
        f"dpkg --remove leaves nothing of the program and all of the user's "
        f"{len(after):,} files and folders, among them the models {', '.join(models)}"
    )


def _of(built: Packages) -> str:
    return f"/mnt/dist/{built.deb.name}"


def _version(walk: Walk) -> str:
    ran = walk.room.as_root(
        "dpkg-query", "--show", "--showformat=${Version}", "lumenary"
    )
    return ran.must_be().out.strip()


def _is_there(walk: Walk, path: str) -> bool:
    place = walk.room.path(path)
    return place.exists() or place.is_symlink()
