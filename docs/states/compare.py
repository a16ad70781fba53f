"""The states of the Compare page."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from states.report import BY_EXAMINATION
from states.stage import Stage


def compare_states(stage: Stage) -> Iterator[str]:
    """Two models on the same stills, and the stills behind a cell."""
    application, page = stage.application, stage.others.compare
    _add_older_model(application.folders.models / "older")
    application.models.look()
    page.set_models(application.models.entries)
    application.window.show_page(page)
    yield "compare-empty"
    for combo, name in ((page.bar.first, "sample"), (page.bar.second, "older")):
        titles = [combo.itemText(i) for i in range(combo.count())]
        (place,) = [i for i, t in enumerate(titles) if t.endswith(f"({name})")]
        combo.setCurrentIndex(place)
    page.bar.choose_folder(stage.colonoscopies)
    page.bar.groups.kinds.setCurrentIndex(2)
    page.bar.groups.pattern.setText(BY_EXAMINATION)
    page.compare()
    stage.until_idle()
    yield "compare-done"
    page.view.scroll_to_end()
    yield "compare-below"
    page.view.first.matrix.cell_chosen.emit(2, 1)
    stage.until(lambda: page.cells.pane.desk.row is not None)
    yield "compare-cell"


def _add_older_model(folder: Path) -> None:
    """Make a model that leans towards one class from the sample model."""
    import numpy as np
    import onnx
    from onnx import numpy_helper

    from core.library.store import hash_files, read_card, write_card
    from core.paths import SHIPPED_MODELS

    shutil.copytree(SHIPPED_MODELS / "sample", folder)
    network = onnx.load(folder / "model.onnx")
    (last,) = [node for node in network.graph.node if "logits" in node.output]
    (bias,) = [i for i in network.graph.initializer if i.name in last.input]
    leaning = numpy_helper.to_array(bias) + np.array([0, 2, -2], np.float32)
    bias.CopyFrom(numpy_helper.from_array(leaning, bias.name))
    onnx.save(network, folder / "model.onnx")
    card = read_card(SHIPPED_MODELS / "sample")
    write_card(
        folder, card.model_copy(update={"name": "older", "files": hash_files(folder)})
    )
