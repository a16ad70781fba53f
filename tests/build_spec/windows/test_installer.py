"""The script for Inno Setup: read here, compiled and run on Windows only."""

import re
from pathlib import Path

import pytest

from build_spec import product
from build_spec.windows import installer

SCRIPT = installer.SCRIPT.read_text(encoding="utf-8")
DEFINED = installer.definitions(
    Path("bundle"), Path("out"), Path("lumenary.ico"), product.version()
)


def _section(name: str) -> list[str]:
    """Return a section's lines, filled as the compiler fills them, without remarks."""
    body = SCRIPT.split(f"\n[{name}]\n", 1)[1]
    body = re.split(r"^\[\w+\]$", body, maxsplit=1, flags=re.MULTILINE)[0]
    filled = re.sub(r"\{#(\w+)\}", lambda found: DEFINED[found[1]], body)
    lines = (line.strip() for line in filled.splitlines())
    return [line for line in lines if line and not line.startswith(";")]


@pytest.fixture(scope="module")
def setup() -> dict[str, str]:
    return dict(line.split("=", 1) for line in _section("Setup"))


def test_everything_named_is_handed_over_and_nothing_else() -> None:
    assert set(re.findall(r"\{#(\w+)\}", SCRIPT)) == DEFINED.keys()


def test_name_and_version_are_stated_in_one_place(setup: dict[str, str]) -> None:
    assert setup["AppId"] == "{{" + product.WINDOWS_APP_ID + "}"
    assert setup["AppVersion"] == product.version()
    assert product.WINDOWS_APP_ID not in SCRIPT
    assert product.version() not in SCRIPT


def test_nobody_is_asked_for_administrators_rights(setup: dict[str, str]) -> None:
    assert setup["PrivilegesRequired"] == "lowest"
    assert setup["DefaultDirName"] == r"{autopf}\Lumenary"
    assert not [line for line in _section("Registry") if "Root: HKA" not in line]


def test_the_menu_and_the_file_type_start_the_window() -> None:
    menu = _section("Icons")[0]
    assert r'Name: "{autoprograms}\Lumenary"' in menu
    assert r'Filename: "{app}\lumenary.exe"' in menu
    opened = _section("Registry")[-1]
    assert r'"""{app}\lumenary.exe"" ""%1"""' in opened


def test_both_programs_are_looked_at_before_files_are_changed() -> None:
    code = "\n".join(_section("Code"))
    assert r"{app}\lumenary.exe" in code
    assert r"{app}\lumenary-cli.exe" in code
    for event in ("function PrepareToInstall", "function InitializeUninstall"):
        assert "IsRunning" in code.split(event, 1)[1].split("end;", 1)[0]


def test_data_is_deleted_only_where_somebody_said_so() -> None:
    code = "\n".join(_section("Code"))
    assert code.count("DelTree(") == 2
    assert "DelTree(Folder + Found.Name" in code  # below {app}
    assert re.search(r"if WantsDataDeleted then\s+DelTree\(DataFolder", code)
    asked = code.split("function WantsDataDeleted", 1)[1].split("\nend;", 1)[0]
    assert "not UninstallSilent" in asked
    assert "MB_DEFBUTTON2) = IDYES" in asked
    assert "[UninstallDelete]" not in SCRIPT


def test_an_update_leaves_models_that_were_put_beside_the_shipped_ones() -> None:
    deleted = [line.split('"')[1] for line in _section("InstallDelete")]
    shipped = [path.name for path in (product.PROJECT / "models").iterdir()]
    models = [rf"{{app}}\_internal\models\{name}" for name in sorted(shipped)]
    assert deleted == [r"{app}\licences", *models]
    assert "Found.Name <> 'models'" in "\n".join(_section("Code"))


def test_each_block_that_begins_ends() -> None:
    code = re.sub(r"\{[^}]*\}|'[^']*'", "", "\n".join(_section("Code")))
    begun = len(re.findall(r"\b(?:begin|try)\b", code))
    assert begun == len(re.findall(r"\bend\b", code))


def test_the_compiler_is_missed_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for folder in ("PATH", "ProgramFiles", "ProgramFiles(x86)"):
        monkeypatch.setenv(folder, str(tmp_path))
    with pytest.raises(installer.NoCompiler, match="install Inno Setup"):
        installer.make_installer(tmp_path, tmp_path)
