"""Features of the initial backbone: one row for each still, in their order."""

from pathlib import Path

import numpy as np
import pytest

from core.control import Cancelled, Control
from core.dataset.prepared import PreparedStills
from core.training.features import frozen_features
from core.training.networks import EMBEDDING, build_network, with_outputs
from tests.core.training import drawn


def features(
    backbone_file: Path,
    count: int,
    *,
    control: Control | None = None,
    progress: list[tuple[int, int]] | None = None,
) -> np.ndarray:
    seen = [] if progress is None else progress
    return frozen_features(
        drawn.recipe(),
        drawn.named(backbone_file),
        PreparedStills(drawn.SIZE, tuple(drawn.images(count))),
        device="cpu",
        control=control or Control(),
        progress=lambda done, total: seen.append((done, total)),
    )


def test_each_still_has_its_row(backbone_file: Path) -> None:
    progress: list[tuple[int, int]] = []
    rows = features(backbone_file, 35, progress=progress)
    network = build_network(drawn.network(), size=drawn.SIZE, classes=2)
    network.get_layer("backbone").load_weights(backbone_file)
    expected = with_outputs(network, [EMBEDDING]).predict_on_batch(drawn.images(35))
    np.testing.assert_allclose(rows, expected[EMBEDDING], atol=1e-4)
    assert rows.dtype == np.float32
    assert progress == [(18, 35), (35, 35)]


def test_no_stills_have_no_rows(backbone_file: Path) -> None:
    assert features(backbone_file, 0).shape == (0, 1280)


def test_cancel_is_heard(backbone_file: Path) -> None:
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        features(backbone_file, 3, control=control)
