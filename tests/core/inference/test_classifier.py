"""Files in, findings out: in order, whatever is among them, and without TensorFlow."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from core.control import Cancelled, Control
from core.images.preprocessing import prepare_file
from core.inference.classifier import Classifier, Finding
from core.inference.decisions import Decision
from core.inference.network import NetworkUnusable
from core.inference.refusal import RefusalUnusable
from core.library.checked_models import CheckedModels
from core.library.model_folder import OpenedModel, open_folder, read_card
from tests.small_model import CLASSES, SIZE, coloured_stills, write_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> OpenedModel:
    folder = tmp_path_factory.mktemp("модель 🩺")
    write_model(folder, name="colours")
    return open_folder(folder)


@pytest.fixture(scope="module")
def classifier(model: OpenedModel) -> Classifier:
    return Classifier(model)


@pytest.fixture(scope="module")
def stills(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Twenty-one stills whose names begin with their class."""
    folder = tmp_path_factory.mktemp("снимки 🩺")
    images, labels = coloured_stills(np.random.default_rng(3), each=7)
    paths = []
    for number, (image, label) in enumerate(zip(images, labels, strict=True)):
        path = folder / f"{CLASSES[label]}-{number}-желудок.png"
        encoded = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1]
        path.write_bytes(encoded.tobytes())
        paths.append(path)
    return paths


def classify(
    classifier: Classifier, paths: list[Path], *, threads: int = 2
) -> list[Finding]:
    return list(classifier.classify_files(paths, threads=threads, control=Control()))


def test_every_file_is_answered_in_its_place(
    classifier: Classifier, stills: list[Path]
) -> None:
    findings = classify(classifier, stills)
    assert [finding.file for finding in findings] == stills
    for finding in findings:
        assert finding.predicted_class == finding.file.name.split("-")[0]
        assert finding.confidence == max(finding.probabilities)
        assert sum(finding.probabilities) == pytest.approx(1)
        assert finding.error == ""


@pytest.mark.parametrize("threads", [1, 3, 8])
def test_answers_do_not_depend_on_the_threads(
    classifier: Classifier, stills: list[Path], threads: int
) -> None:
    assert classify(classifier, stills, threads=threads) == classify(classifier, stills)


def test_unreadable_files_are_findings_with_a_reason(
    classifier: Classifier, stills: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "notes.jpg").write_text("not an image")
    (tmp_path / "cut.png").write_bytes(stills[0].read_bytes()[:200])
    bad = [*sorted(tmp_path.glob("*.*")), tmp_path / "gone.png"]
    findings = classify(classifier, [bad[0], *stills[:9], *bad[1:], stills[9]])
    failed = [finding for finding in findings if finding.error]
    assert [finding.file for finding in failed] == bad
    assert len(bad) == 4
    assert all(
        (f.predicted_class, f.confidence, f.decision, f.probabilities)
        == (None, None, None, ())
        for f in failed
    )
    good = [finding for finding in findings if not finding.error]
    alone = classify(classifier, stills[:10])
    assert [f.file for f in good] == [f.file for f in alone]
    np.testing.assert_allclose(
        [f.probabilities for f in good], [f.probabilities for f in alone], rtol=1e-5
    )


def test_a_finding_names_the_bytes_that_were_looked_at(
    classifier: Classifier, stills: list[Path], tmp_path: Path
) -> None:
    notes = tmp_path / "notes.jpg"
    notes.write_text("not an image")
    empty, gone = tmp_path / "empty.png", tmp_path / "gone.png"
    empty.touch()
    findings = classify(classifier, [stills[0], notes, empty, gone, tmp_path])
    assert [finding.digest for finding in findings] == [
        *(
            hashlib.sha256(f.read_bytes()).hexdigest()
            for f in (stills[0], notes, empty)
        ),
        "",
        "",
    ]
    assert [bool(finding.error) for finding in findings] == [False, *[True] * 4]


def test_each_batch_is_handed_over_once_it_is_done(
    classifier: Classifier, stills: list[Path]
) -> None:
    found = list(classifier.classify_in_batches(stills, threads=2, control=Control()))
    assert [len(batch) for batch in found] == [8, 8, 5]
    assert [f for batch in found for f in batch] == classify(classifier, stills)


def test_what_is_unlike_the_training_stills_is_refused(classifier: Classifier) -> None:
    known, _ = coloured_stills(np.random.default_rng(9), each=20)
    strange = np.full((4, SIZE, SIZE, 3), 255, np.uint8)
    refused = [a.decision is Decision.REFUSE for a in classifier.classify(known)]
    assert np.mean(refused) <= 0.15
    assert {a.decision for a in classifier.classify(strange)} == {Decision.REFUSE}


def test_files_and_prepared_stills_get_the_same_answer(
    model: OpenedModel, classifier: Classifier, stills: list[Path]
) -> None:
    settings = model.card.recipe.preprocessing
    images = np.stack([prepare_file(path, settings).image for path in stills[:8]])
    assert [a.probabilities for a in classifier.classify(images)] == [
        f.probabilities for f in classify(classifier, stills[:8])
    ]


def test_no_files_no_findings(classifier: Classifier) -> None:
    assert classify(classifier, []) == []


def test_endless_files_are_read_only_a_window_ahead(
    classifier: Classifier, stills: list[Path]
) -> None:
    read = 0

    def endless() -> Iterator[Path]:
        nonlocal read
        for path in cycle(stills):
            read += 1
            yield path

    findings = classifier.classify_files(endless(), threads=2, control=Control())
    for taken, finding in enumerate(islice(findings, 1000)):
        assert finding.file == stills[taken % len(stills)]
        assert read <= taken + 2 * 2 * 8
    findings.close()


def test_cancel_ends_between_batches(
    classifier: Classifier, stills: list[Path]
) -> None:
    control = Control()
    findings = classifier.classify_files(cycle(stills), threads=2, control=control)
    before = [next(findings) for _ in range(20)]
    assert all(finding.predicted_class for finding in before)
    control.cancel()
    with pytest.raises(Cancelled):
        list(islice(findings, 8))


def test_a_network_that_does_not_fit_its_card(tmp_path: Path) -> None:
    write_model(tmp_path, name="colours")
    card = open_folder(tmp_path).card
    other = card.model_copy(update={"classes": ("a", "b")})
    with pytest.raises(NetworkUnusable, match="does not fit its card"):
        Classifier(OpenedModel(tmp_path, other))


def test_numbers_for_refusing_that_belong_to_another_network(tmp_path: Path) -> None:
    write_model(tmp_path, name="colours")
    with np.load(tmp_path / "refusal.npz") as arrays:
        narrow = {key: arrays[key][..., :5] for key in ("centroids", "directions")}
        np.savez(tmp_path / "refusal.npz", **{**arrays, **narrow})
    card = read_card(tmp_path)
    with pytest.raises(NetworkUnusable, match="does not fit its card"):
        Classifier(OpenedModel(tmp_path, card))


def test_a_model_that_cannot_refuse_is_not_used(tmp_path: Path) -> None:
    write_model(tmp_path, name="colours")
    model = open_folder(tmp_path)
    model.refusal_path.unlink()
    with pytest.raises(RefusalUnusable):
        Classifier(model)


_SCRIPT = """
import sys
from pathlib import Path
from core.control import Control
from core.inference.classifier import Classifier
from core.library.checked_models import CheckedModels
from core.library.store import ModelLibrary

checked = CheckedModels(Path(sys.argv[2]))
model = ModelLibrary(Path("none"), Path("none"), checked=checked).open(sys.argv[1])
paths = map(Path, sys.argv[3:])
found = list(Classifier(model).classify_files(paths, threads=2, control=Control()))
heavy = {"tensorflow", "keras", "sklearn", "scipy", "matplotlib", "PySide6", "onnx"}
print(len(found), sorted(heavy & set(sys.modules)))
"""


def test_classifying_loads_nothing_heavy(
    model: OpenedModel, stills: list[Path], tmp_path: Path
) -> None:
    """A model from outside was gone through when it was imported."""
    CheckedModels(tmp_path / "checked").check(model)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            _SCRIPT,
            str(model.folder),
            str(tmp_path / "checked"),
            *map(str, stills[:3]),
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[3],
    )
    assert done.stdout.strip() == "3 []"
