"""Licences of what is shipped."""

import shutil
from importlib.metadata import distribution
from pathlib import Path

import pytest

from build_spec.licences import (
    ADDED_TEXTS,
    INDEX,
    TEXTS,
    NoLicence,
    Shipped,
    debian_copyright,
    licence_texts,
    write_licences,
)

needs_dpkg = pytest.mark.skipif(not shutil.which("dpkg-query"), reason="asks dpkg")


@pytest.mark.parametrize("name", ["numpy", "keras", "jinja2", "onnxruntime", "scipy"])
def test_a_package_brings_its_text(name: str) -> None:
    texts = licence_texts(distribution(name))
    assert texts
    assert all(text.stat().st_size > 100 for text in texts)


def test_qt_goes_with_the_lesser_licence_and_where_its_sources_are() -> None:
    names = {text.name for text in licence_texts(distribution("pyside6-essentials"))}
    assert {"LGPL-3.txt", "GPL-3.txt", "Qt.txt"} <= names


def test_every_added_text_lies_beside_the_build() -> None:
    assert all(
        (TEXTS / one).is_file() for names in ADDED_TEXTS.values() for one in names
    )


@needs_dpkg
def test_a_library_of_the_system_is_its_packages() -> None:
    shipped = debian_copyright("libc.so.6")
    assert shipped.name == "libc6"
    assert "GNU C Library" in shipped.texts[0].read_text("utf-8", "replace")


@needs_dpkg
def test_a_library_that_is_nobodys_is_named() -> None:
    with pytest.raises(NoLicence, match=r"libnobody\.so\.9"):
        debian_copyright("libnobody.so.9")


def test_each_thing_gets_a_folder_and_a_line(tmp_path: Path) -> None:
    folder = tmp_path / "licences"
    texts = licence_texts(distribution("numpy"))
    things = [
        Shipped("Zlib", "1.2", "Zlib", (TEXTS / "GPL-3.txt",)),
        Shipped("numpy", "2.4", "BSD-3-Clause", texts),
    ]
    for _again in range(2):
        write_licences(folder, things)
    index = (folder / INDEX).read_text("utf-8").splitlines()
    assert index[-2:] == ["numpy-2.4: BSD-3-Clause", "Zlib-1.2: Zlib"]
    assert len(list((folder / "numpy-2.4").iterdir())) == len(texts)


def test_things_without_a_text_end_the_build_with_their_names(tmp_path: Path) -> None:
    things = [Shipped(name, "1", "MIT", ()) for name in ("one", "two")]
    with pytest.raises(NoLicence, match="one, two"):
        write_licences(tmp_path / "licences", things)
    assert not (tmp_path / "licences").exists()


@needs_dpkg
def test_texts_that_debian_only_points_to_come_along(tmp_path: Path) -> None:
    write_licences(tmp_path / "licences", [debian_copyright("libc.so.6")])
    assert (tmp_path / "licences" / "common-licenses" / "LGPL-2.1").is_file()
