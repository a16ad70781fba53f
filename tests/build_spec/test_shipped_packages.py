"""Which packages a bundle holds, read off what was collected."""

from importlib.metadata import PathDistribution, version
from pathlib import Path

from build_spec.shipped_packages import metadata_entries, shipped_packages

COLLECTED = (
    *("numpy", "numpy.linalg", "keras.src.layers", "json", "app.self_test"),
    *("cv2/cv2.abi3.so", "PIL/_imaging.so", "libz.so.1", "yaml/_yaml.so"),
)


def test_packages_are_known_by_their_modules_and_files() -> None:
    names = {package.name.lower() for package in shipped_packages(COLLECTED)}
    assert {"numpy", "keras", "opencv-python-headless", "pillow", "pyyaml"} == names


def test_what_they_say_of_themselves_is_found_in_the_bundle(tmp_path: Path) -> None:
    """As the About dialog looks for it: name, version, licence, what is required."""
    for place, source, kind in metadata_entries(shipped_packages(["keras"])):
        assert kind == "DATA"
        target = tmp_path / place
        target.parent.mkdir()
        target.write_bytes(Path(source).read_bytes())
    (folder,) = tmp_path.iterdir()
    package = PathDistribution(folder)
    assert package.version == version("keras")
    assert any(line.startswith("numpy") for line in package.requires or ())
