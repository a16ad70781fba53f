"""The exported network gives named outputs, and says so when it is not one."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from core.inference.network import Network, NetworkUnusable
from tests.small_model import SIZE, write_network


@pytest.fixture
def network(tmp_path: Path) -> Network:
    path = tmp_path / "сеть 🩺.onnx"
    write_network(path)
    return Network(path)


def test_only_the_wanted_outputs_come(network: Network) -> None:
    images = np.full((2, SIZE, SIZE, 3), 51, np.uint8)
    answers = network.run(images, ("embedding",))
    assert list(answers) == ["embedding"]
    assert answers["embedding"].dtype == np.float32
    np.testing.assert_allclose(answers["embedding"], np.full((2, 12), 0.2), rtol=1e-5)


def test_outputs_have_the_shapes_that_are_promised(network: Network) -> None:
    images = np.zeros((3, SIZE, SIZE, 3), np.uint8)
    answers = network.run(images, ("feature_map", "logits", "embedding"))
    shapes = {name: answer.shape for name, answer in answers.items()}
    assert shapes == {
        "feature_map": (3, 2, 2, 3), "logits": (3, 3), "embedding": (3, 12)
    }  # fmt: skip
    assert (network.size, network.classes) == (SIZE, 3)


@pytest.mark.parametrize("content", [b"", b"not a network", None])
def test_a_file_that_is_no_network(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "model.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NetworkUnusable, match="not a network"):
        Network(path)


def test_a_network_without_the_three_outputs(tmp_path: Path) -> None:
    def port(name: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, 8, 8, 3])

    node = helper.make_node("Identity", ["image"], ["logits"])
    graph = helper.make_graph([node], "other", [port("image")], [port("logits")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.save(model, tmp_path / "model.onnx")
    with pytest.raises(NetworkUnusable) as caught:
        Network(tmp_path / "model.onnx")
    assert "embedding" in caught.value.details


def test_nothing_is_written_down_for_the_makers_of_the_runtime(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "network.onnx"
    home.mkdir()
    write_network(path)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ORT_")}
    places = ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    code = (
        "import sys; from core.inference.network import Network; Network(sys.argv[1])"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env={**environment, **dict.fromkeys(places, str(home))},
        cwd=Path(__file__).parents[3],
        check=True,
    )
    assert list(home.rglob("*")) == []
