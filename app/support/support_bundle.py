"""A support bundle on the disk: one zip, packed of texts that were looked at before."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.support.bundle_parts import BundlePart
from core.errors import BadRequest
from core.files import atomic_write

SUGGESTED_NAME: Final = "lumenary-support.zip"
_ENDING: Final = ".zip"
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""When each member says that it was made; the bundle itself says when."""


def bundle_path(target: Path) -> Path:
    """Return the path with an ending that says what it is."""
    if target.suffix.lower() == _ENDING:
        return target
    return target.with_name(target.name + _ENDING)


def write_bundle(parts: Sequence[BundlePart], target: Path, *, replace: bool) -> int:
    """Write the parts, and nothing else, into one file; return its bytes.

    Parameters
    ----------
    parts
        What was shown.
    target
        The file, as :func:`bundle_path` gives it.
    replace
        Whether a file of that name may be replaced.

    Raises
    ------
    BadRequest
        If there is such a file, and it may not be.
    core.files.WriteFailed
        If it cannot be written; nothing of it is left then.
    """
    if target.exists() and not replace:
        raise BadRequest(
            f"There is a file “{target}” already.",
            hint="Nothing was written. Choose another name, or remove it first.",
        )
    with atomic_write(target, "wb") as stream, ZipFile(stream, "w") as bundle:
        for part in parts:
            member = ZipInfo(part.name, _NO_TIME)
            member.compress_type = ZIP_DEFLATED
            bundle.writestr(member, part.text.encode("utf-8", "replace"))
    return target.stat().st_size
