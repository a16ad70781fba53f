"""Preview, training and classification see the very same pixels."""

import cv2
import numpy as np
import pytest

from core.control import Control
from core.dataset.prepared import PreparedCache
from core.files import sha256_of
from core.images.sample_sets import draw_samples
from core.inference.calibration import probabilities
from core.inference.classifier import Classifier
from core.inference.network import Network
from core.jobs.context import library_of, recipes_of
from core.jobs.requests import PreviewRequest
from core.jobs.run import new_job, run_job, save_job
from core.paths import UserFolders


def test_preview_training_and_classifying_share_their_pixels(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folders = UserFolders(tmp_path_factory.mktemp("home"))
    drawn = draw_samples(
        tmp_path_factory.mktemp("drawn") / "samples",
        stills=12,
        control=Control(),
        progress=lambda done, total: None,
    )
    stills = sorted(drawn.labelled.rglob("*.jpg"))
    model = library_of(folders).open("sample")
    settings = model.card.recipe.preprocessing
    assert recipes_of(folders).get(model.card.recipe.name).preprocessing == settings

    out = tmp_path_factory.mktemp("preview")
    request = PreviewRequest(
        paths=tuple(stills), out=out, recipe=model.card.recipe.name
    )
    job = new_job(request, folders)
    run_job(job, save_job(job).parent, lambda event: None, Control())
    previewed = [cv2.imread(str(out / f"{s.name}.after.png")) for s in stills]

    cached = PreparedCache(folders.cache, settings).prepare(
        stills,
        [sha256_of(still) for still in stills],
        threads=2,
        control=Control(),
        progress=lambda done, total: None,
    )
    for index, picture in enumerate(previewed):
        assert picture is not None
        assert np.array_equal(cached[index], picture[:, :, ::-1])

    logits = Network(model.onnx_path).run(cached.batch(range(len(stills))), ["logits"])
    expected = probabilities(logits["logits"], model.card.decisions.temperature)
    findings = Classifier(model).classify_files(stills, threads=2, control=Control())
    actual = np.array([finding.probabilities for finding in findings])
    assert np.allclose(actual, expected, atol=1e-5)
