"""Fails every test that reaches for the network, even if the program swallows it.

The process of the tests is watched by an audit hook, and so is every Python that they
start: ``PYTHONPATH`` carries ``on_python_path/sitecustomize.py`` to them, worker
processes of a ``QProcess`` included. Two kinds escape and are named here, so that
nobody takes this for more than it is: what C or C++ opens by itself, and a Python that
was started without its parent's environment (``-E``, ``-I``, an ``env`` of its own).
"""

import json
import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.network_guard.on_python_path.network_watch import (
    NOTES_FOLDER,
    NetworkRefused,
    NetworkWatch,
)

_ON_PYTHON_PATH = Path(__file__).resolve().parent / "on_python_path"
_PLUGIN = "network_guard"
_MARKER = "loopback(reason): sockets of this computer to itself are what is tested"


def pytest_configure(config: pytest.Config) -> None:
    """Watch this process from before the first test file is imported."""
    config.addinivalue_line("markers", _MARKER)
    config.pluginmanager.register(NetworkGuard(), _PLUGIN)


class NetworkGuard:
    """Watches one process of pytest: the only one, or one of xdist's."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="network-notes-")
        self._watch = NetworkWatch(self._folder.name)
        self._watch.install()

    def pytest_collection_finish(self) -> None:
        """Ask for children to be watched; who only hands tests out has none."""
        inherited = filter(None, [str(_ON_PYTHON_PATH), os.environ.get("PYTHONPATH")])
        os.environ["PYTHONPATH"] = os.pathsep.join(inherited)
        os.environ[NOTES_FOLDER] = self._folder.name

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(
        self, item: pytest.Item
    ) -> Generator[None, object, object]:
        """Fail a test whose fixtures reach out."""
        self._watch.loopback_allowed = item.get_closest_marker("loopback") is not None
        return (yield from self._told())

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        """Fail a test that reaches out."""
        return (yield from self._told())

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        """Fail a test whose fixtures reach out as they are cleared away."""
        try:
            return (yield from self._told())
        finally:
            self._watch.loopback_allowed = False

    def pytest_sessionfinish(self) -> None:
        """Say what a process did that has outlived the last test.

        Raises
        ------
        NetworkRefused
            Which ends the run with an error.
        """
        if late := self._taken_notes():
            raise NetworkRefused("\n".join(late))

    def pytest_unconfigure(self) -> None:
        """Let the notes go."""
        self._folder.cleanup()

    def _told(self) -> Generator[None, object, object]:
        """Run one phase of a test, then fail it if anything was noted meanwhile."""
        try:
            return (yield)
        finally:
            if notes := self._taken_notes():
                pytest.fail("\n".join(notes), pytrace=False)

    def _taken_notes(self) -> list[str]:
        files = sorted(Path(self._folder.name).glob("*.json"))
        notes = [json.loads(file.read_text(encoding="utf-8")) for file in files]
        for file in files:
            file.unlink()
        return [_as_lines(**note) for note in notes]


def _as_lines(*, test: str, call: str, process: str, places: list[str]) -> str:
    where = "".join(f"\n    at {place}" for place in places)
    return f"{call} reached for the network\n  in {test}\n  by {process}{where}"
