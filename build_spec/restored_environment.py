"""Run by the built program before anything else: gives back the user's environment.

PyInstaller starts the program with ``LD_LIBRARY_PATH`` set to its own folder, and what
the program starts would inherit it: the desktop's browser, which opens a report, then
loads our libraries in the place of its own. The loader has read the path by now.

The worker, which is this program again, needs the path: it is told to begin afresh, or
it would take it that whoever started it has set it.
"""

import os


def _give_back(name: str) -> None:
    users = os.environ.pop(f"{name}_ORIG", None)
    os.environ.pop(name, None)
    if users is not None:
        os.environ[name] = users


_give_back("LD_LIBRARY_PATH")
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
