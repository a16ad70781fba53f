"""What Windows shows of each program."""

import ast
from pathlib import Path

import pytest

from build_spec.product import PROGRAMS, version
from build_spec.windows.version_info import version_info, write_version_info


def _strings(text: str) -> dict[str, str]:
    """Return what the resource says, as PyInstaller would evaluate it."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    structs = [c for c in calls if getattr(c.func, "id", "") == "StringStruct"]
    return {
        ast.literal_eval(call.args[0]): ast.literal_eval(call.args[1])
        for call in structs
    }


@pytest.mark.parametrize("program", PROGRAMS)
def test_each_program_names_itself(program: str, tmp_path: Path) -> None:
    written = write_version_info(tmp_path / "build" / "version.txt", program)
    said = _strings(written.read_text(encoding="utf-8"))
    assert said["OriginalFilename"] == f"{program}.exe"
    assert said["ProductVersion"] == version()
    assert said["ProductName"] == "Lumenary"


def test_a_pre_release_says_so_in_words_and_has_its_releases_numbers() -> None:
    text = version_info("lumenary", "1.2.0rc1")
    assert _strings(text)["FileVersion"] == "1.2.0rc1"
    assert "filevers=(1, 2, 0, 0)" in text
