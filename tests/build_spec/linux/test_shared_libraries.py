"""What the system has to bring, read off real programs."""

import platform
import shutil
from pathlib import Path

import pytest
from packaging.version import Version

from build_spec.linux.shared_libraries import UnknownLibrary, system_needs

pytestmark = pytest.mark.skipif(
    not shutil.which("objdump"), reason="objdump (binutils) reads what files need"
)


def test_a_program_of_c_needs_the_c_library_only(bundle: Path) -> None:
    needs = system_needs(bundle)
    assert needs.packages == ()
    assert Version("2.2") <= Version(needs.glibc) <= Version(platform.libc_ver()[1])
    assert needs.depends == f"libc6 (>= {needs.glibc})"


def test_what_is_neither_carried_nor_the_systems_is_named(tmp_path: Path) -> None:
    library = _library_of_numpy()
    shutil.copy(library, tmp_path)
    with pytest.raises(UnknownLibrary, match="openblas"):
        system_needs(tmp_path)


def test_what_is_carried_is_not_asked_for(tmp_path: Path) -> None:
    library = _library_of_numpy()
    shutil.copytree(library.parent, tmp_path / "core")
    shutil.copytree(library.parents[2] / "numpy.libs", tmp_path / "libs")
    asked = {"libgcc-s1", "libstdc++6", "zlib1g"}
    assert set(system_needs(tmp_path).packages) <= asked


def _library_of_numpy() -> Path:
    import numpy as np

    folder = Path(np.__file__).parent / "_core"
    found = [*folder.glob("_multiarray_umath*.so")]
    if not found or not (folder.parents[1] / "numpy.libs").is_dir():
        pytest.skip("this numpy is not the wheel that carries OpenBLAS")
    return found[0]
