"""What Windows shows of a program on the Details page of its properties.

PyInstaller reads it from a file; :func:`write_version_info` writes that file.
"""

from pathlib import Path
from typing import Final

from build_spec.product import (
    COPYRIGHT,
    NAME,
    PUBLISHER,
    SUMMARY,
    version,
    windows_version,
)

_ENGLISH_IN_UNICODE: Final = "040904B0"
_TEXT: Final = """\
VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, OS=0x40004),
  kids=[
    StringFileInfo([StringTable({table!r}, [
{strings}
    ])]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])]),
  ],
)
"""


def write_version_info(target: Path, program: str) -> Path:
    """Write the version resource of one program, such as ``lumenary-cli``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(version_info(program), encoding="utf-8")
    return target


def version_info(program: str, stated: str | None = None) -> str:
    """Return the version resource in the form that PyInstaller evaluates.

    Parameters
    ----------
    program
        The program's name without ``.exe``.
    stated
        A version; the program's own by default.
    """
    stated = stated or version()
    said = {
        "CompanyName": PUBLISHER,
        "FileDescription": f"{NAME}: {SUMMARY}",
        "FileVersion": stated,
        "InternalName": program,
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": f"{program}.exe",
        "ProductName": NAME,
        "ProductVersion": stated,
    }
    strings = "\n".join(
        f"      StringStruct({name!r}, {text!r})," for name, text in said.items()
    )
    return _TEXT.format(
        numbers=windows_version(stated), table=_ENGLISH_IN_UNICODE, strings=strings
    )
