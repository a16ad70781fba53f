"""A small folder of the shape that PyInstaller makes, and the packages built of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from build_spec.linux.packages import make_packages
from tests.build_spec.linux.small_packages import SECONDS, Packages


@pytest.fixture(scope="session")
def packaging_tools() -> None:
    """Skip, and say why, where the tools that build packages are missing."""
    for tool in ("dpkg-deb", "objdump", "tar", "xz", "sleep"):
        if shutil.which(tool) is None:
            pytest.skip(f"no packages can be built here: {tool} is missing")


@pytest.fixture(scope="session")
def bundle(packaging_tools: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two real programs that can be run, a library, a link, a model and licences."""
    folder = tmp_path_factory.mktemp("built") / "lumenary"
    inside = folder / "_internal"
    program = Path(shutil.which("sleep") or "")
    for path in (folder / "lumenary", folder / "lumenary-cli", inside / "libone.so.1"):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(program, path)
    (inside / "libone.so").symlink_to("libone.so.1")
    _write(inside / "models" / "sample" / "card.json", "{}")
    _write(inside / "resources" / "снимок.txt", "a name that is not ASCII")
    _write(folder / "licences" / "INDEX", "one library")
    (inside / "models" / "sample" / "card.json").chmod(0o600)
    return folder


@pytest.fixture(scope="session")
def packages_of(
    bundle: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Packages]:
    """Build the packages of a version, anew at each call."""

    def build(stated: str) -> Packages:
        out = tmp_path_factory.mktemp("dist").resolve()
        made = make_packages(bundle, out, stated=stated, seconds=SECONDS, effort=0)
        return Packages(*made)

    return build


@pytest.fixture(scope="session")
def packages(packages_of: Callable[[str], Packages]) -> Packages:
    """The packages of one version, built once for all tests that only look at them."""
    return packages_of("0.2.0")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
