"""Libraries of the build machine that nothing loads any more."""

import shutil
import sys
import sysconfig
from pathlib import Path

import pytest

from build_spec.needed_libraries import needed_by, without_unneeded

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("objdump"),
    reason="reads ELF files with objdump",
)


def extension(name: str) -> Path:
    import importlib.util

    found = importlib.util.find_spec(name)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin)


def test_what_a_file_asks_the_loader_for() -> None:
    numeric = extension("numpy.linalg._umath_linalg")
    assert any(name.startswith("libc.so") for name in needed_by(str(numeric)))


def test_a_library_stays_as_long_as_something_loads_it() -> None:
    user = extension("numpy.linalg._umath_linalg")
    asked = sorted(needed_by(str(user)))[0]
    entries = [
        ("numpy/user.so", str(user), "EXTENSION"),
        (asked, str(user), "BINARY"),
        ("libnobody.so.1", str(user), "BINARY"),
        ("libnobody-2.so.1", str(user), "BINARY"),
        (f"libpython{sysconfig.get_python_version()}.so", str(user), "BINARY"),
        ("PySide6/Qt/lib/libQt6Nothing.so.6", str(user), "BINARY"),
        ("PySide6/Qt/plugins/tls/libplugin.so", str(user), "BINARY"),
        ("numpy.libs/libinside.so", str(user), "BINARY"),
        ("libalias.so", asked, "SYMLINK"),
    ]
    gone = {"PySide6/Qt/lib/libQt6Nothing.so.6", "libnobody.so.1", "libnobody-2.so.1"}
    assert without_unneeded(entries) == [
        each for each in entries if each[0] not in gone
    ]


def test_what_only_an_unneeded_library_loads_goes_too() -> None:
    """NumPy's own: openblas loads libgfortran, which loads libquadmath."""
    folder = extension("numpy").parent.parent / "numpy.libs"
    chain = [(path.name, str(path), "BINARY") for path in folder.glob("lib*.so*")]
    assert len(chain) >= 2
    assert without_unneeded(chain) == []
    numeric = extension("numpy.linalg._umath_linalg")
    user = ("numpy/linalg/_umath_linalg.so", str(numeric), "EXTENSION")
    assert without_unneeded([*chain, user]) == [*chain, user]
