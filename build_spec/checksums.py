"""Digests of the files that are handed out, for whoever wants to check a download."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

CHECKSUMS: Final = "SHA256SUMS"
_CHUNK: Final = 1 << 20


def write_checksums(folder: Path, files: Iterable[Path]) -> Path:
    """Write ``SHA256SUMS`` in the form that ``sha256sum --check`` reads.

    Parameters
    ----------
    folder
        Where it is written, and where the files lie.
    files
        What is handed out; nothing else in the folder is named.
    """
    lines = [f"{_sha256(path)}  {path.name}\n" for path in sorted(files)]
    target = folder / CHECKSUMS
    target.write_text("".join(lines), encoding="utf-8", newline="\n")
    return target


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
