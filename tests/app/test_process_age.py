"""The age of a process, held against the clock of who started it."""

import subprocess
import sys
import time

from app.process_age import process_age

_SAY = "from app.process_age import process_age; print(process_age())"


def test_a_process_is_as_old_as_its_parent_says() -> None:
    begin = time.monotonic()
    said = float(subprocess.check_output([sys.executable, "-c", _SAY]))
    # the kernel counts in hundredths of a second
    assert 0 <= said <= time.monotonic() - begin + 0.02


def test_it_grows_with_time() -> None:
    before = process_age()
    time.sleep(0.05)
    assert process_age() - before >= 0.05
