"""The workflow that builds and starts the program on three systems."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from build_spec.product import PROJECT, WINDOW_PROGRAM

WORKFLOW = (PROJECT / ".github" / "workflows" / "installers.yml").read_text("utf-8")


def _job(name: str) -> str:
    body = WORKFLOW.split(f"\n  {name}:\n", 1)[1]
    return re.split(r"^  \w+:$", body, maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize(
    ("job", "system"), [("linux", "ubuntu"), ("windows", "windows"), ("macos", "macos")]
)
def test_each_system_builds_and_tests_itself(job: str, system: str) -> None:
    steps = _job(job)
    assert f"runs-on: {system}-" in steps
    assert "--self-test" in steps
    assert "upload-artifact" in steps


def test_every_module_that_is_run_exists() -> None:
    modules = set(re.findall(r"-m (build_spec[.\w]+)", WORKFLOW))
    assert modules
    assert [name for name in sorted(modules) if find_spec(name) is None] == []


def test_it_names_no_address() -> None:
    assert "://" not in WORKFLOW
    assert not re.findall(r"(?i)(pypi|--index-url|--extra-index)", WORKFLOW)


def test_it_needs_no_rights_to_change_anything() -> None:
    assert "permissions:\n  contents: read\n" in WORKFLOW
    assert "secrets." not in WORKFLOW


def test_packages_are_called_what_the_builders_call_them() -> None:
    sources = (PROJECT / "build_spec" / "linux" / "packages.py").read_text("utf-8")
    assert "_amd64.deb" in sources
    assert "-linux-x86_64.tar.xz" in sources
    assert Path(WINDOW_PROGRAM).name in WORKFLOW
