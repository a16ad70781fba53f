import os
import subprocess
import sys
from pathlib import Path

import pytest

_NO_FONT = '<?xml version="1.0"?><fontconfig></fontconfig>'
_TWO_LETTERS = """
from PySide6.QtGui import QFontDatabase, QFontMetrics
from app.running import qt_application

qt = qt_application()
widths = QFontMetrics(qt.font())
print(widths.horizontalAdvance("iiii") < widths.horizontalAdvance("WWWW"))
print("DejaVu Sans Condensed" in QFontDatabase.families())
"""


def _asked(script: str, **environment: str) -> list[str]:
    known = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment}
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, env=known, capture_output=True, text=True, check=True)
    return ran.stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="only fontconfig can be empty")
def test_letters_are_letters_where_no_font_is_installed(tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text(_NO_FONT)

    # boxes, which Qt draws without a font, are all of one width
    assert _asked(_TWO_LETTERS, FONTCONFIG_FILE=str(empty)) == ["True", "True"]


@pytest.mark.skipif(sys.platform != "linux", reason="only fontconfig can be empty")
def test_the_systems_own_fonts_are_taken_where_there_are_some(tmp_path: Path) -> None:
    other = tmp_path / "fonts.conf"
    fonts = Path(__file__).parents[3] / "resources" / "fonts"
    other.write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>")
    script = (
        "from PySide6.QtGui import QFontDatabase\n"
        "QFontDatabase.addApplicationFont = lambda name: print('loaded', name)\n"
        "from app.running import qt_application\n"
        "qt_application()\n"
        "print('done')\n"
    )

    assert _asked(script, FONTCONFIG_FILE=str(other)) == ["done"]
