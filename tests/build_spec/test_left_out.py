"""What the built program goes without."""

import pytest

from build_spec.left_out import (
    FILES,
    MODULES,
    SYSTEM_LIBRARIES,
    is_left_out,
    without_left_out,
    without_tests,
)


@pytest.mark.parametrize("reasons", [MODULES, FILES, SYSTEM_LIBRARIES])
def test_each_has_a_reason(reasons: dict[str, str]) -> None:
    assert all(len(reason.split()) > 0 for reason in reasons.values())


@pytest.mark.parametrize(
    "place",
    [
        "tensorflow/include/Eigen/Core",
        "tensorflow\\include\\Eigen\\Core",
        "PySide6/Qt/plugins/platforms/libqvnc.so",
        "sklearn/tests/data/a.txt",
        "libstdc++.so.6",
        "libX11.so.6",
    ],
)
def test_a_place_that_stays_empty(place: str) -> None:
    assert is_left_out(place.replace("\\", "/"))


@pytest.mark.parametrize(
    "place",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "libxcb-cursor.so.0",
        "some_wheel.libs/libstdc++.so.6",
        "tensorflow/libtensorflow_cc.so.2",
        "resources/templates/report.html",
        "models/starter/model.onnx",
    ],
)
def test_a_place_that_is_filled(place: str) -> None:
    assert not is_left_out(place)


def test_a_link_goes_with_what_it_leads_to() -> None:
    gone = "PySide6/Qt/plugins/tls/libqopensslbackend.so"
    kept = "PySide6/Qt/lib/libQt6Core.so.6"
    entries = [
        (gone, "/venv/tls.so", "BINARY"),
        ("libtls.so", gone, "SYMLINK"),
        (kept, "/venv/core.so", "BINARY"),
        ("libQt6Core.so.6", kept, "SYMLINK"),
        ("PySide6/libQt6Core.so.6", "Qt/lib/libQt6Core.so.6", "SYMLINK"),
    ]
    assert without_left_out(entries) == entries[2:]


def test_modules_that_test_keras_are_left_out_and_no_others() -> None:
    wanted = ["keras.src.layers.layer", "app.self_test", "jinja2.tests"]
    wanted += ["scipy.stats._page_trend_test", "tensorflow.python.data.ops.test_mode"]
    names = ["keras.src.layers.layer_test", *wanted]
    modules = [(name, f"/{name}.py", "PYMODULE") for name in names]
    assert [entry[0] for entry in without_tests(modules)] == wanted
