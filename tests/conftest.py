"""What every test shares: isolated user folders and the way to real images."""

import os
import signal
from pathlib import Path

import pytest

pytest_plugins = ["tests.network_guard.plugin"]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # read when Qt starts

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True, scope="session")
def _signals_as_in_a_terminal() -> None:
    """Children get Ctrl+C even where a shell started the tests in the background."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


@pytest.fixture(autouse=True)
def _own_user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the real user's folders."""
    monkeypatch.setenv("LUMENARY_HOME", str(tmp_path / "lumenary-home"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real images, or a skip that says so."""
    folder = Path(os.environ.get("LUMENARY_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "gi").is_dir():
        pytest.skip(f"real images are not at {folder}; LUMENARY_DATA may name them")
    return folder


@pytest.fixture(scope="session")
def imagenet_weights(real_data: Path) -> Path:
    """MobileNetV2's ImageNet weights beside the real images, or a skip that says so."""
    path = real_data.parent / "weights/mobilenet_v2_1.0_224_imagenet_notop.weights.h5"
    if not path.is_file():
        pytest.skip(f"no ImageNet weights at {path}")
    return path
