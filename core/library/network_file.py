"""An ONNX file from outside, looked through before ONNX Runtime is handed it.

ONNX Runtime computes whatever graph it is given: one that reads its weights from
another file, runs an operator of someone's own, loops for ever, or asks for a tensor
that fills the memory. What training exports does none of this, so that a short list of
what may stand in the file is enough.
"""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.library.refused_file import FileRefused

if TYPE_CHECKING:
    import onnx

OPERATORS: Final = frozenset(
    (
        *("Add", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat"),
        *("Constant", "Conv", "Div", "Flatten", "Gemm", "GlobalAveragePool"),
        *("HardSigmoid", "HardSwish", "Identity", "MatMul", "Max", "MaxPool", "Min"),
        *("Mul", "Pad", "ReduceMean", "Relu", "Reshape", "Sigmoid", "Softmax"),
        *("Squeeze", "Sub", "Transpose", "Unsqueeze"),
    )
)
"""Plain arithmetic on tensors of known size. MobileNetV2 takes ten of them; the others
are what tf2onnx writes for heads and backbones of the same kind. None of them loops,
branches, draws random numbers or reads files."""
_OWN_DOMAINS: Final = frozenset({"", "ai.onnx"})
LARGEST_FILE: Final = 1 << 30
"""Bytes; the largest MobileNetV2 has 25 MB, and protobuf ends at 2 GB."""
MOST_NODES: Final = 20_000
LARGEST_TENSOR: Final = 1 << 27
"""Numbers in one tensor of one still (512 MB). A still of 1,024 pixels has 25 million
after MobileNetV2's second layer, its widest."""


def check_network(path: Path, *, size: int, classes: int) -> int:
    """Refuse an ONNX file that is not the network that its card describes.

    Some 0.2 s for 10 MB, half of it for importing onnx: once for each new model, not
    each time that it is used.

    Parameters
    ----------
    path
        The file.
    size
        Side of the stills that it must take, in pixels.
    classes
        How many classes it must tell apart.

    Returns
    -------
    int
        Length of its embedding.

    Raises
    ------
    FileRefused
        If it is damaged, does not fit, or holds anything but plain arithmetic.
    OSError
        If it cannot be read.
    """
    name = path.name
    if path.stat().st_size > LARGEST_FILE:
        raise FileRefused(name, "is far larger than any network of Lumenary")
    model = _parsed(path)
    _refuse_foreign_parts(name, model)
    for node in model.graph.node:
        _check_node(name, node)
    for tensor in _tensors(model.graph):
        _check_tensor(name, tensor)
    shapes = _shapes(name, model)
    _refuse_huge(name, shapes)
    return _check_ports(name, model.graph, shapes, size=size, classes=classes)


def _parsed(path: Path) -> "onnx.ModelProto":
    import onnx
    from google.protobuf.message import (  # type: ignore[import-untyped]
        DecodeError,
    )

    model = onnx.ModelProto()
    try:
        model.ParseFromString(path.read_bytes())
    except DecodeError as error:
        raise FileRefused(path.name, "is not a whole ONNX file", str(error)) from error
    return model


def _refuse_foreign_parts(name: str, model: "onnx.ModelProto") -> None:
    graph = model.graph
    if model.functions or model.training_info or graph.sparse_initializer:
        raise FileRefused(name, "holds more than a network: functions or training")
    if not graph.node or len(graph.node) > MOST_NODES:
        raise FileRefused(name, f"holds a network of {len(graph.node):,} steps")


def _check_node(name: str, node: "onnx.NodeProto") -> None:
    if node.domain not in _OWN_DOMAINS or node.op_type not in OPERATORS:
        operator = f"{node.domain}.{node.op_type}" if node.domain else node.op_type
        raise FileRefused(
            name,
            f"asks for an operator that no network of Lumenary has: “{operator}”",
            repr(node.name),
        )
    for attribute in node.attribute:
        if attribute.HasField("g") or attribute.graphs:
            raise FileRefused(name, "holds a network within a network", repr(node.name))


def _tensors(graph: "onnx.GraphProto") -> Iterator["onnx.TensorProto"]:
    yield from graph.initializer
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("t"):
                yield attribute.t
            yield from attribute.tensors


def _check_tensor(name: str, tensor: "onnx.TensorProto") -> None:
    """Refuse numbers that stand elsewhere, and a shape that they do not fill."""
    if tensor.external_data or tensor.data_location != 0:
        elsewhere = ", ".join(entry.value for entry in tensor.external_data)
        raise FileRefused(
            name, "wants to read its weights from another file", elsewhere
        )
    width = _widths().get(tensor.data_type)
    if width is None:
        raise FileRefused(name, "holds numbers of a kind that no network here has")
    wanted, found = math.prod(tensor.dims), _numbers_in(tensor, width)
    if any(length < 0 for length in tensor.dims) or wanted != found:
        raise FileRefused(
            name,
            "says of its weights that they are more, or fewer, than they are",
            f"{tensor.name}: shape {list(tensor.dims)}, {found} numbers",
        )


def _widths() -> dict[int, int]:
    """Return the bytes of a number by ONNX's code for its kind."""
    from onnx import TensorProto

    return {
        TensorProto.FLOAT: 4,
        TensorProto.INT32: 4,
        TensorProto.INT64: 8,
    }


def _numbers_in(tensor: "onnx.TensorProto", width: int) -> float:
    if tensor.HasField("raw_data"):
        return len(tensor.raw_data) / width
    return len(tensor.float_data) + len(tensor.int32_data) + len(tensor.int64_data)


def _shapes(name: str, model: "onnx.ModelProto") -> dict[str, tuple[int, ...]]:
    """Return the shape of everything computed for one still.

    What has no fixed size is refused: nobody could tell how much memory it takes.
    """
    from onnx import shape_inference

    _ask_for_one_still(model.graph)
    try:
        inferred = shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
    except (shape_inference.InferenceError, ValueError, RuntimeError) as error:
        raise FileRefused(
            name, "is a network whose parts do not fit together", str(error)
        ) from error
    graph = inferred.graph
    shapes = {
        value.name: tuple(
            d.dim_value if d.HasField("dim_value") else -1
            for d in value.type.tensor_type.shape.dim
        )
        for value in (*graph.value_info, *graph.input, *graph.output)
        if value.type.tensor_type.HasField("shape")
    }
    made = {output for node in graph.node for output in node.output if output}
    if unknown := made - shapes.keys():
        raise FileRefused(
            name, "computes something of unknown size", ", ".join(sorted(unknown)[:5])
        )
    return shapes


def _ask_for_one_still(graph: "onnx.GraphProto") -> None:
    """Forget what the file says of shapes between the input and the outputs."""
    del graph.value_info[:]
    for port in graph.output:
        port.type.tensor_type.ClearField("shape")
    for port in graph.input:
        dimensions = port.type.tensor_type.shape.dim
        if dimensions and not dimensions[0].dim_value:
            dimensions[0].dim_value = 1


def _refuse_huge(name: str, shapes: dict[str, tuple[int, ...]]) -> None:
    for tensor, shape in shapes.items():
        # the dimension of the stills may stay open: one is looked at here
        if any(length < 0 for length in shape[1:]):
            raise FileRefused(
                name, "computes something of unknown size", f"{tensor}: {shape}"
            )
        if math.prod(abs(length) for length in shape) > LARGEST_TENSOR:
            raise FileRefused(
                name,
                "would need more memory for one still than any network here",
                f"{tensor}: {shape}",
            )


def _check_ports(
    name: str,
    graph: "onnx.GraphProto",
    shapes: dict[str, tuple[int, ...]],
    *,
    size: int,
    classes: int,
) -> int:
    constants = {tensor.name for tensor in graph.initializer}
    inputs = [port.name for port in graph.input if port.name not in constants]
    outputs = _shapes_of(shapes, (port.name for port in graph.output))
    if len(inputs) != 1 or shapes.get(inputs[0], ())[1:] != (size, size, 3):
        raise _unlike_card(name, f"input {_shapes_of(shapes, inputs)}, {size} wanted")
    if outputs.get("logits", ())[1:] != (classes,):
        raise _unlike_card(name, f"outputs {outputs}, {classes} classes wanted")
    embedding, features = outputs.get("embedding", ()), outputs.get("feature_map", ())
    if len(embedding) != 2 or len(features) != 4:
        raise _unlike_card(name, f"outputs {outputs}")
    return embedding[1]


def _shapes_of(
    shapes: dict[str, tuple[int, ...]], names: Iterable[str]
) -> dict[str, tuple[int, ...]]:
    return {name: shapes.get(name, ()) for name in names}


def _unlike_card(name: str, details: str) -> FileRefused:
    return FileRefused(name, "is not the network that the model's card says", details)
