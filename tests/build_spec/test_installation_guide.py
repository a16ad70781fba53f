"""What docs/installation.md promises to a hospital's IT is what the installers do."""

import re

from build_spec.linux.shared_libraries import SYSTEM_PACKAGES
from build_spec.product import NAME, PROJECT
from build_spec.windows import installer
from core.paths import UserFolders, choice_file

GUIDE = (PROJECT / "docs" / "installation.md").read_text("utf-8")
SCRIPT = installer.SCRIPT.read_text("utf-8")


def test_every_package_that_the_system_may_have_to_bring_is_named() -> None:
    listed = GUIDE.split("shared_libraries.py -->", 1)[1].split("\n\n", 1)[0]
    assert set(re.findall(r"`([^`]+)`", listed)) == set(SYSTEM_PACKAGES.values())


def test_files_are_called_what_they_are_called() -> None:
    assert "lumenary_VERSION_amd64.deb" in GUIDE
    assert "lumenary-VERSION-linux-x86_64.tar.xz" in GUIDE
    assert "lumenary-VERSION-windows-x86_64-setup.exe" in GUIDE
    assert choice_file().name in GUIDE


def test_what_the_data_folder_holds_is_named() -> None:
    folders = UserFolders.from_environment()
    for place in (
        *(folders.models, folders.model_notes, folders.recipes),
        *(folders.runs, folders.review_log, folders.cache),
    ):
        assert f"`{place.name}`" in GUIDE


def test_the_switches_for_windows_are_allowed_by_the_script() -> None:
    assert "/ALLUSERS" in GUIDE
    assert "PrivilegesRequiredOverridesAllowed=commandline" in SCRIPT
    task = re.findall(r'/TASKS="(\w+)"', GUIDE)
    assert task == re.findall(r'^Name: "(\w+)"; Description', SCRIPT, re.MULTILINE)
    assert rf"Programs\{NAME}" in GUIDE


def test_the_oldest_windows_is_that_of_the_script() -> None:
    assert "MinVersion=10.0.17763" in SCRIPT  # which is version 1809
    assert "(1809)" in GUIDE


def test_what_was_never_run_says_so_where_it_is_told() -> None:
    headings = re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)
    unproven = [line for line in headings if re.match(r"Windows|macOS|GPU", line)]
    assert len(unproven) == 3
    assert all("written, never run" in line for line in unproven)
