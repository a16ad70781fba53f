"""A folder as it comes from a clinic: two examinations, and files of every kind."""

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from PIL import Image

from tests.app.driven_window import drawn, write_still

DEEP_NAME: Final = "/".join(["Untersuchung vom 3. März " + "x" * 40] * 4) + "/s.png"

READABLE: Final = {
    "first/0.png": "blue",
    "first/sixteen bits.png": "green",
    "first/cmyk.jpg": "red",
    "second/Пациент Иванов 🩺🔬.png": "red",
    "second/=SUM(A1).png": "blue",
    f"second/{DEEP_NAME}": "green",
}
UNREADABLE: Final = ("first/cut.jpg", "first/empty.png", "second/letter.jpg")


def write_odd_files(root: Path) -> Path:
    """Write readable and unreadable files, and what is no still at all."""
    for number, (name, colour) in enumerate(READABLE.items()):
        if "cmyk" in name:
            _write_cmyk(root / name, colour)
        elif "bits" in name:
            _write_deep(root / name, colour)
        else:
            write_still(root / name, colour, number=number)
    whole = write_still(root / "first/cut.jpg", "blue", side=200).read_bytes()
    (root / "first/cut.jpg").write_bytes(whole[: len(whole) // 2])
    (root / "first/empty.png").touch()
    (root / "second/letter.jpg").write_text("Dear colleague, …", encoding="utf-8")
    (root / "second/notes.txt").write_text("no still, and no row", encoding="utf-8")
    return root


def _write_cmyk(path: Path, colour: str) -> None:
    Image.fromarray(drawn(colour)).convert("CMYK").save(path)


def _write_deep(path: Path, colour: str) -> None:
    pixels = drawn(colour)[..., ::-1].astype(np.uint16) * 257
    path.write_bytes(cv2.imencode(".png", pixels)[1].tobytes())
