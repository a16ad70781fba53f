"""Archives made to harm: each is refused with a sentence, and nothing of it stays."""

import io
import json
import os
import shutil
import stat
import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import h5py
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from core.errors import LumenaryError
from core.library.archive import archived_card, import_model
from core.library.archive_members import ArchiveDamaged, ArchiveUnsafe
from core.library.checked_models import CheckedModels
from core.library.foreign_model import LARGEST_BESIDE, ModelUnsafe
from core.library.keras_file import check_weights_file
from core.library.model_folder import CARD_FILE, ModelDamaged
from core.library.refused_file import FileRefused
from core.library.store import ModelLibrary
from core.paths import SHIPPED_MODELS
from tests.core.library.crafted import (
    LAYER,
    crafted,
    plain_weights,
    write_keras,
    zipped,
)
from tests.small_model import write_network

SECRET = "what only this computer knows"


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    return ModelLibrary(tmp_path / "user" / "models", tmp_path / "none")


def refusal(archive: Path, library: ModelLibrary) -> str:
    """Import an archive that must be refused; return what was said, with the hint."""
    before = {path for path in archive.parent.rglob("*") if path.is_file()}
    with pytest.raises(LumenaryError) as told:
        import_model(archive, library)
    assert isinstance(told.value, ArchiveDamaged | ModelDamaged)
    assert told.value.hint
    assert library.entries() == ()
    assert {path for path in archive.parent.rglob("*") if path.is_file()} == before
    return str(told.value)


def test_one_that_means_well_comes_in(library: ModelLibrary, tmp_path: Path) -> None:
    assert import_model(crafted(tmp_path), library) == "crafted"
    assert library.open("crafted").card.name == "crafted"


@pytest.mark.parametrize("name", ["sample", "starter"])
def test_the_shipped_models_come_in(
    library: ModelLibrary, tmp_path: Path, name: str
) -> None:
    shutil.copytree(SHIPPED_MODELS / name, tmp_path / "copy")
    assert import_model(zipped(tmp_path / "copy"), library) == name


# the zip file


def add(archive: Path, *members: tuple[ZipInfo | str, bytes]) -> Path:
    with ZipFile(archive, "a") as target:
        for member, data in members:
            target.writestr(member, data)
    return archive


@pytest.mark.parametrize(
    "name",
    [
        *("../evil.txt", "crafted/../../evil.txt", "/etc/evil.txt", "//host/evil.txt"),
        *("..\\evil.txt", "C:\\evil.txt", "C:evil.txt", "crafted/a:stream", "./evil"),
    ],
)
def test_a_name_that_leads_elsewhere(
    library: ModelLibrary, tmp_path: Path, name: str
) -> None:
    archive = add(crafted(tmp_path), (name, b"x"))
    assert "outside of its folder" in refusal(archive, library)


def test_a_name_that_ends_early(library: ModelLibrary, tmp_path: Path) -> None:
    archive = add(crafted(tmp_path), ("evilXtxt", b"x"))
    archive.write_bytes(archive.read_bytes().replace(b"evilXtxt", b"evil\0txt"))
    assert "outside of its folder" in refusal(archive, library)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_a_link_or_a_device(library: ModelLibrary, tmp_path: Path, kind: int) -> None:
    link = ZipInfo("crafted/link")
    link.external_attr = (kind | 0o777) << 16
    archive = add(crafted(tmp_path), (link, b"/etc/passwd"))
    assert "a link or device" in refusal(archive, library)


def test_the_network_is_a_link(library: ModelLibrary, tmp_path: Path) -> None:
    archive = crafted(tmp_path, lambda model: (model / "model.onnx").unlink())
    link = ZipInfo("crafted/model.onnx")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "a link or device" in refusal(add(archive, (link, b"/etc/passwd")), library)


def test_one_name_twice(library: ModelLibrary, tmp_path: Path) -> None:
    archive = crafted(tmp_path)
    with pytest.warns(UserWarning, match="Duplicate"):
        add(archive, ("crafted/model.onnx", b"another"))
    assert "two files that would be one" in refusal(archive, library)


def test_two_names_that_are_one_to_some_systems(
    library: ModelLibrary, tmp_path: Path
) -> None:
    archive = add(crafted(tmp_path), ("crafted/MODEL.onnx", b"another"))
    assert "two files that would be one" in refusal(archive, library)


def test_a_bomb(library: ModelLibrary, tmp_path: Path) -> None:
    bomb = ZipInfo("crafted/zeros.csv")
    bomb.compress_type = ZIP_DEFLATED
    archive = add(crafted(tmp_path), (bomb, bytes(64 << 20)))
    assert archive.stat().st_size < 1 << 20
    assert "would swell" in refusal(archive, library)


def test_a_bomb_of_members_over_each_other(
    library: ModelLibrary, tmp_path: Path
) -> None:
    """Many names for one piece of the file: none of them swells by itself."""
    archive = add(
        crafted(tmp_path), *((f"crafted/{i:03}.csv", bytes(100)) for i in range(50))
    )
    data = bytearray(archive.read_bytes())
    with ZipFile(archive) as members:
        first = members.getinfo("crafted/000.csv").header_offset
    at = data.find(b"PK\1\2")
    while at >= 0:
        (length,) = struct.unpack_from("<H", data, at + 28)
        if data[at + 46 : at + 46 + length].endswith(b".csv"):
            struct.pack_into("<I", data, at + 42, first)
        at = data.find(b"PK\1\2", at + 1)
    archive.write_bytes(data)
    assert "into the same bytes" in refusal(archive, library)


def test_more_members_than_any_model_has(library: ModelLibrary, tmp_path: Path) -> None:
    archive = add(crafted(tmp_path), *((f"x/{i}", b"") for i in range(3_000)))
    assert "files" in refusal(archive, library)


def test_a_list_of_members_that_fills_the_memory(
    library: ModelLibrary, tmp_path: Path
) -> None:
    archive = add(crafted(tmp_path), *((f"{'x' * 250}/{i}", b"") for i in range(6_000)))
    assert "far too many files" in refusal(archive, library)


def test_a_method_that_lumenary_does_not_use(
    library: ModelLibrary, tmp_path: Path
) -> None:
    packed = ZipInfo("crafted/packed.csv")
    packed.compress_type = ZIP_BZIP2
    archive = add(crafted(tmp_path), (packed, b"x"))
    assert "packed in a way" in refusal(archive, library)


def test_a_password(library: ModelLibrary, tmp_path: Path) -> None:
    archive = crafted(tmp_path)
    data = bytearray(archive.read_bytes())
    at = data.find(b"PK\1\2")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\1\2", at + 1)
    archive.write_bytes(data)
    assert "password" in refusal(archive, library)


def test_a_card_that_unpacks_for_ever(library: ModelLibrary, tmp_path: Path) -> None:
    archive = crafted(tmp_path, None, description="x" * (5 << 20))
    assert "Nothing was imported" in refusal(archive, library)


# the card


@pytest.mark.parametrize(
    "file",
    [
        *("con.csv", "a/nul", "aux.json", "../evil.csv", "/evil.csv", "C:\\evil.csv"),
        *(
            "a/./b.csv",
            "a//b.csv",
            "a/b/c/d.csv",
            "",
            ".hidden.csv",
            "x" * 300 + ".csv",
        ),
    ],
)
def test_a_card_that_names_a_file_that_none_may_be_called(
    library: ModelLibrary, tmp_path: Path, file: str
) -> None:
    archive = crafted(tmp_path, None, **{f"files__{file}": "0" * 64})
    assert "card.json cannot be understood" in refusal(archive, library)


@pytest.mark.parametrize("file", ["setup.exe", "evil.lnk", "autorun.inf", "run.pkl"])
def test_a_card_that_names_a_program(
    library: ModelLibrary, tmp_path: Path, file: str
) -> None:
    archive = crafted(tmp_path, lambda model: (model / file).write_bytes(b"MZ") or None)
    assert f"a file that no model has: “{file}”" in refusal(archive, library)


@pytest.mark.parametrize("files", [("a.csv", "A.csv"), ("Card.json",)])
def test_a_card_with_two_files_that_would_be_one(
    library: ModelLibrary, tmp_path: Path, files: tuple[str, ...]
) -> None:
    archive = crafted(tmp_path, None, **{f"files__{f}": "0" * 64 for f in files})
    assert "two files that would be one" in refusal(archive, library)


def test_a_card_with_a_file_that_is_a_folder(
    library: ModelLibrary, tmp_path: Path
) -> None:
    both = {"files__a.csv": "0" * 64, "files__a.csv/b.csv": "0" * 64}
    archive = crafted(tmp_path, None, **both)
    assert "both as a file and as a folder" in refusal(archive, library)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("classes", ["blue", "green"], "is not the network"),
        ("classes", ["blue", "green", "red", "grey"], "is not the network"),
        ("classes", ["blue", "green", "gre\u202een"], "signs that nobody sees"),
        ("classes", ["blue", "green", "a\nb"], "signs that nobody sees"),
        ("classes", ["blue", "green", "Green"], "look the same"),
        ("title", "\x1b[2J\x1b]0;evil\x07", "signs that nobody sees"),
        ("libraries", {"\x1b[2J": "1"}, "signs that nobody sees"),
        ("classes", ["blue", "green", " "], "no name"),
        ("classes", ["blue", "green", "x" * 1000], "endless"),
        ("classes", [str(i) for i in range(2_000)], "2,000 classes"),
        ("recipe__preprocessing__size", 64, "is not the network"),
        ("recipe__preprocessing__size", 10**9, "cannot be understood"),
        ("recipe__network__alpha", 1e9, "cannot be understood"),
        ("decisions__refuse_above", float("inf"), "cannot be understood"),
        ("decisions__refuse_above", float("nan"), "cannot be understood"),
        ("decisions__temperature", float("inf"), "cannot be understood"),
        ("decisions__review_below", -1, "cannot be understood"),
        ("name", "../../evil", "cannot be understood"),
        ("name", "con", "cannot be understood"),
        ("format_version", 99, "newer Lumenary"),
    ],
)
def test_a_card_that_lies(
    library: ModelLibrary, tmp_path: Path, key: str, value: object, said: str
) -> None:
    archive = crafted(tmp_path, None, **{key: value})
    with pytest.raises(LumenaryError, match=said):
        import_model(archive, library)
    assert library.entries() == ()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "9" * 10_000, ""])
def test_a_card_that_is_none(library: ModelLibrary, tmp_path: Path, text: str) -> None:
    archive = crafted(tmp_path)
    (tmp_path / "crafted" / CARD_FILE).write_text(text, encoding="utf-8")
    zipped(tmp_path / "crafted")
    assert "card.json cannot be understood" in refusal(archive, library)


def test_a_card_with_a_field_that_cannot_be_written_again(
    library: ModelLibrary, tmp_path: Path
) -> None:
    """Fields of later programs are kept as they are; these can't be."""
    archive = crafted(tmp_path)
    path = tmp_path / "crafted" / CARD_FILE
    text = path.read_text(encoding="utf-8")
    for more in ('"later": "\\ud800"', f'"later": {"9" * 5_000}'):
        path.write_text(text.replace("{", "{" + more + ", ", 1), encoding="utf-8")
        zipped(tmp_path / "crafted")
        refusal(archive, library)


# the network


def networks(change: Callable[[onnx.ModelProto], None]) -> Callable[[Path], None]:
    """Return what changes a model's network."""

    def changed(model: Path) -> None:
        network = onnx.load(model / "model.onnx")
        change(network)
        (model / "model.onnx").write_bytes(network.SerializeToString())

    return changed


def external(network: onnx.ModelProto) -> None:
    tensor = network.graph.initializer[-1]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", "/etc/passwd"), ("offset", "0"), ("length", "36")):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value


def external_in_a_step(network: onnx.ModelProto) -> None:
    tensor = TensorProto(name="c", data_type=TensorProto.FLOAT, dims=[1])
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", "../../secret"
    network.graph.node.append(helper.make_node("Constant", [], ["c"], value=tensor))


def own_domain(network: onnx.ModelProto) -> None:
    network.graph.node[0].domain = "com.evil"


def loop(network: onnx.ModelProto) -> None:
    network.graph.node.append(helper.make_node("Loop", ["a", "b"], ["c"]))


def nested(network: onnx.ModelProto) -> None:
    step = network.graph.node[0]
    step.attribute.append(
        helper.make_attribute("g", helper.make_graph([], "g", [], []))
    )


def function(network: onnx.ModelProto) -> None:
    network.functions.add().name = "evil"


def empty_weights(network: onnx.ModelProto) -> None:
    network.graph.initializer[-1].dims[0] = 1 << 40


def negative_weights(network: onnx.ModelProto) -> None:
    tensor = network.graph.initializer[-1]
    tensor.dims[:] = [-12, -3]


def text_weights(network: onnx.ModelProto) -> None:
    network.graph.initializer[-1].data_type = TensorProto.STRING


def huge_edges(network: onnx.ModelProto) -> None:
    pool = next(n for n in network.graph.node if n.op_type == "AveragePool")
    pads = helper.make_attribute("pads", [100_000, 100_000, 100_000, 100_000])
    pool.attribute.append(pads)


def doubled_again_and_again(network: onnx.ModelProto) -> None:
    name = "embedding"
    for i in range(40):
        network.graph.node.append(
            helper.make_node("Concat", [name, name], [f"d{i}"], axis=1)
        )
        name = f"d{i}"


def another_output(network: onnx.ModelProto) -> None:
    network.graph.output[0].name = "embedding"


def two_inputs(network: onnx.ModelProto) -> None:
    port = helper.make_tensor_value_info("more", TensorProto.FLOAT, [1])
    network.graph.input.append(port)


def lying_shapes(network: onnx.ModelProto) -> None:
    """What a file says of sizes between the steps must not be believed."""
    huge_edges(network)
    for name in ("pooled", "feature_map"):
        port = helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 2, 2, 3])
        network.graph.value_info.append(port)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (external, "wants to read its weights from another file"),
        (external_in_a_step, "wants to read its weights from another file"),
        (own_domain, "“com.evil.Div”"),
        (loop, "“Loop”"),
        (nested, "a network within a network"),
        (function, "more than a network"),
        (empty_weights, "more, or fewer, than they are"),
        (negative_weights, "more, or fewer, than they are"),
        (text_weights, "numbers of a kind"),
        (huge_edges, "memory"),
        (doubled_again_and_again, "memory"),
        (another_output, "model.onnx"),
        (two_inputs, "is not the network"),
        (lying_shapes, "model.onnx"),
    ],
)
def test_a_network_that_is_more_than_arithmetic(
    library: ModelLibrary,
    tmp_path: Path,
    change: Callable[[onnx.ModelProto], None],
    said: str,
) -> None:
    assert said in refusal(crafted(tmp_path, networks(change)), library)


@pytest.mark.parametrize("data", [b"", b"\0" * 99, b"<html>", b"\x3a\xff\xff\xff\x7f"])
def test_a_network_that_is_none(
    library: ModelLibrary, tmp_path: Path, data: bytes
) -> None:
    archive = crafted(tmp_path, lambda m: (m / "model.onnx").write_bytes(data) and None)
    assert "model.onnx" in refusal(archive, library)


# model.keras


def keras(**wanted: object) -> Callable[[Path], None]:
    """Return what puts another ``model.keras`` into a model."""
    return lambda model: write_keras(model / "model.keras", **wanted)  # type: ignore[arg-type]


LAMBDA = {
    "module": "keras.layers",
    "class_name": "Lambda",
    "config": {"function": {"class_name": "__lambda__", "config": {"code": "4wEA"}}},
    "registered_name": None,
}


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        (LAMBDA, "a Lambda layer, which is program code"),
        ({**LAYER, "config": {"deep": [[{"inner": LAMBDA}]]}}, "Lambda layer"),
        ({**LAYER, "module": "os"}, "a part that no network of Lumenary has"),
        ({**LAYER, "registered_name": "evil>Dense"}, "a part that no network"),
        ({**LAYER, "class_name": "TorchModuleWrapper"}, "“TorchModuleWrapper”"),
        ({**LAYER, "class_name": {"x": 1}}, "a part that no network"),
    ],
)
def test_a_description_that_holds_code(
    library: ModelLibrary, tmp_path: Path, layer: object, said: str
) -> None:
    assert said in refusal(crafted(tmp_path, keras(layer=layer)), library)


def test_a_pickle_beside_the_weights(library: ModelLibrary, tmp_path: Path) -> None:
    archive = crafted(tmp_path, keras(beside={"assets/data.pkl": b"cos\nsystem\n"}))
    assert "other files than Keras puts there" in refusal(archive, library)


def secret(tmp_path: Path) -> Path:
    """Return an HDF5 file of this computer's that is nobody else's business."""
    path = tmp_path / "secret.h5"
    if not path.exists():
        with h5py.File(path, "w") as file:
            file["x"] = np.frombuffer(SECRET.encode(), np.uint8)
    return path


def external_link(file: h5py.File, other: Path) -> None:
    file["layers"] = h5py.ExternalLink(str(other), "/")


def soft_link(file: h5py.File, other: Path) -> None:
    file["layers"] = h5py.SoftLink("/vars")


def external_storage(file: h5py.File, other: Path) -> None:
    outside = [(str(other), 0, 16)]
    file.create_dataset("layers/vars/0", (16,), np.uint8, external=outside)


def virtual(file: h5py.File, other: Path) -> None:
    layout = h5py.VirtualLayout((4,), np.uint8)
    layout[:] = h5py.VirtualSource(str(other), "x", (4,))
    file.create_virtual_dataset("layers/vars/0", layout)


def shape_bomb(file: h5py.File, other: Path) -> None:
    file.create_dataset("layers/vars/0", (1 << 20, 1 << 20), np.float32)


def packed(file: h5py.File, other: Path) -> None:
    zeros = np.zeros((1000, 1000), np.float32)
    file.create_dataset("layers/vars/0", data=zeros, compression="gzip")


def references(file: h5py.File, other: Path) -> None:
    file.create_dataset("layers/vars/0", data=[b"x", b"y"], dtype=h5py.string_dtype())


def circle(file: h5py.File, other: Path) -> None:
    inner = file.create_group("layers")
    inner["again"] = file["/layers"]
    shape_bomb(file, other)


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (external_link, "from elsewhere"),
        (soft_link, "from elsewhere"),
        (external_storage, "from another file"),
        (virtual, "another file"),
        (shape_bomb, "more numbers than it has"),
        (packed, "in a way that Keras does not write"),
        (references, "in a way that Keras does not write"),
        (circle, "more numbers than it has"),
    ],
)
def test_weights_that_are_elsewhere_or_no_numbers(
    library: ModelLibrary,
    tmp_path: Path,
    weights: Callable[[h5py.File, Path], None],
    said: str,
) -> None:
    other = secret(tmp_path)
    archive = crafted(tmp_path, keras(weights=lambda file: weights(file, other)))
    assert said in refusal(archive, library)


@pytest.mark.parametrize("weights", [external_link, virtual, shape_bomb, packed])
def test_a_file_of_weights_alone(
    tmp_path: Path, weights: Callable[[h5py.File, Path], None]
) -> None:
    """As the user names one to begin a training with."""
    path = tmp_path / "a.weights.h5"
    with h5py.File(path, "w") as file:
        plain_weights(file)
    check_weights_file(path)
    with h5py.File(path, "w") as file:
        weights(file, secret(tmp_path))
    with pytest.raises(FileRefused, match=r"“a\.weights\.h5” "):
        check_weights_file(path)


def test_weights_that_are_no_hdf5(library: ModelLibrary, tmp_path: Path) -> None:
    def broken(model: Path) -> None:
        with ZipFile(model / "model.keras", "w") as target:
            target.writestr("config.json", "{}")
            target.writestr("model.weights.h5", b"\x89HDF\r\n\x1a\n" + bytes(50))

    assert "not a whole file of Keras" in refusal(crafted(tmp_path, broken), library)


# refusal.npz


def refusal_of(**arrays: object) -> Callable[[Path], None]:
    def changed(model: Path) -> None:
        with np.load(model / "refusal.npz") as found:
            kept = dict(found)
        np.savez(model / "refusal.npz", **{**kept, **arrays})  # type: ignore[arg-type]

    return changed


class Evil:
    """Would leave a file behind if anybody unpickled it."""

    def __init__(self, mark: Path) -> None:
        self._mark = str(mark)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self._mark,)


def test_a_pickle_in_the_numbers(library: ModelLibrary, tmp_path: Path) -> None:
    mark = tmp_path / "it ran"
    evil = np.array([Evil(mark)], dtype=object)
    archive = crafted(tmp_path, refusal_of(centroids=evil))
    assert "holds more than numbers" in refusal(archive, library)
    assert not mark.exists()


@pytest.mark.parametrize(
    "arrays",
    [
        {"centroids": np.zeros((3, 99), np.float32)},
        {"directions": np.zeros((2, 99), np.float32)},
        {"centroids": np.full((3, 12), np.nan, np.float32)},
        {"rest": np.float64(np.inf)},
        {"more": np.zeros(3)},
        {"centroids": np.zeros((9, 12), np.float32)},
    ],
)
def test_numbers_of_another_network(
    library: ModelLibrary, tmp_path: Path, arrays: dict[str, object]
) -> None:
    archive = crafted(tmp_path, refusal_of(**arrays))
    assert "belongs to another network" in refusal(archive, library)


def test_numbers_that_swell(library: ModelLibrary, tmp_path: Path) -> None:
    def changed(model: Path) -> None:
        zeros = np.zeros((3, 8_000_000), np.float32)
        np.savez_compressed(model / "refusal.npz", centroids=zeros)

    assert "holds more than numbers" in refusal(crafted(tmp_path, changed), library)


# pages and tables


def page(content: str) -> Callable[[Path], None]:
    return lambda model: (
        (model / "report.html").write_text(content, encoding="utf-8") and None
    )


def enormous_picture() -> str:
    """Return a PNG of a few bytes that says it has 10,000 million pixels."""
    import base64
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"")
    return base64.b64encode(png).decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<script>alert(1)</script>", "holds a “script”"),
        ("<iframe src='http://evil'></iframe>", "holds a “iframe”"),
        ("<p onclick='x()'>", "holds a script"),
        ("<svg><circle onload=x /></svg>", "holds a script"),
        ("<img src='http://evil/x.png'>", "outside of itself"),
        ("<a href='javascript:x()'>x</a>", "outside of itself"),
        ("<a href='file:///etc/passwd'>x</a>", "outside of itself"),
        ("<meta http-equiv='refresh' content='0;url=http://evil'>", "another page"),
        ("<style>p{background:url(http://evil)}</style>", "fetches something"),
        ("<p style='background:URL(//evil)'>x</p>", "fetches something"),
        (
            "<img src='data:image/svg+xml,%3Cscript%3Ex%3C/script%3E'>",
            "holds a “script”",
        ),
        (f"<img src='data:image/png;base64,{enormous_picture()}'>", "enormous size"),
    ],
)
def test_a_report_that_is_more_than_a_page(
    library: ModelLibrary, tmp_path: Path, content: str, said: str
) -> None:
    assert said in refusal(crafted(tmp_path, page(content)), library)


def test_a_table_that_fills_the_memory(library: ModelLibrary, tmp_path: Path) -> None:
    def changed(model: Path) -> None:
        with (model / "metrics.csv").open("wb") as table:
            table.truncate(LARGEST_BESIDE + 1)

    assert "would swell" in refusal(crafted(tmp_path, changed), library)
    with pytest.raises(ModelUnsafe, match="far larger"):
        library.open(str(tmp_path / "crafted"))


# other ways in


def test_a_card_is_not_shown_of_an_archive_that_would_be_refused(
    tmp_path: Path,
) -> None:
    archive = add(crafted(tmp_path), ("../evil.txt", b"x"))
    with pytest.raises(ArchiveUnsafe):
        archived_card(archive)


def test_a_folder_put_into_the_library_by_hand_is_gone_through_once(
    tmp_path: Path,
) -> None:
    notes = tmp_path / "checked"
    library = ModelLibrary(
        tmp_path / "models", tmp_path / "none", checked=CheckedModels(notes)
    )
    crafted(tmp_path / "good").unlink()
    crafted(tmp_path / "bad", networks(loop)).unlink()
    shutil.move(tmp_path / "good" / "crafted", tmp_path / "models" / "good")
    shutil.move(tmp_path / "bad" / "crafted", tmp_path / "models" / "bad")
    for _ in range(2):
        library.open("good")
        with pytest.raises(ModelUnsafe, match="“Loop”"):
            library.open("bad")
        with pytest.raises(ModelUnsafe, match="“Loop”"):
            library.open(str(tmp_path / "models" / "bad"))
    assert len(list(notes.iterdir())) == 1


def test_who_is_known_under_another_card_is_gone_through_again(tmp_path: Path) -> None:
    library = ModelLibrary(
        tmp_path / "models", tmp_path / "none", checked=CheckedModels(tmp_path / "c")
    )
    archive = crafted(tmp_path)
    assert import_model(archive, library) == "crafted"
    path = tmp_path / "models" / "crafted" / CARD_FILE
    content = json.loads(path.read_text(encoding="utf-8"))
    content["recipe"]["preprocessing"]["size"] = 64
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ModelUnsafe, match="is not the network"):
        library.open("crafted")


def test_a_network_of_another_size_is_told_before_it_is_used(
    library: ModelLibrary, tmp_path: Path
) -> None:
    def larger(model: Path) -> None:
        write_network(model / "model.onnx", size=64)

    assert "is not the network" in refusal(crafted(tmp_path, larger), library)


def test_nothing_but_a_zip_file_is_one(library: ModelLibrary, tmp_path: Path) -> None:
    inside = io.BytesIO()
    with ZipFile(inside, "w") as target:
        target.writestr("x", b"x")
    for data in (b"", b"PK", inside.getvalue()[:-5], b"\0" * 100_000):
        archive = tmp_path / "x.lumenary"
        archive.write_bytes(data)
        assert "not a whole archive" in refusal(archive, library)
