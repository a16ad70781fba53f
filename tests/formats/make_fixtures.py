"""Makes fixtures of a past format with that time's own code; see README.md.

To be run with a worktree of the past commit first on ``PYTHONPATH``::

    git worktree add --detach WORKTREE COMMIT
    PYTHONPATH=WORKTREE:WORKTREE/tests python tests/formats/make_fixtures.py \
        WORKPLACE KIND OUT

``WORKPLACE`` is an empty folder whose path will stand in the fixtures; ``KIND`` is the
name of one of the functions below; what it makes is copied into ``OUT``. Nothing here
is imported by the program or its tests.
"""

import importlib
import json
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image

WHEN = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
DIGESTS = tuple(letter * 64 for letter in "abcd")
KEY = "e" * 64
COMMAND_OF_A_MODEL = ("--model", "small")
ONLY_SAME_BYTES = ("--hash-radius", "0")
"""Drawn stills of one colour are alike: all of a class would be one group."""


def review(out: Path) -> None:
    """Write one review, one that was changed, one withdrawn; then what came later."""
    from core.review.corrections import Review, Verdict
    from core.review.decisions_log import DecisionsLog

    path = out / "review.sqlite"
    with DecisionsLog(path) as log:
        for findings in (("red",), ("green", "blue")):
            said = Review(Verdict.CORRECT, findings, "Anna Ä.", WHEN)
            log.record(digest=DIGESTS[0], model=KEY, review=said)
        agreed = Review(Verdict.AGREE, ("red",), "Anna Ä.", WHEN)
        log.record(digest=DIGESTS[1], model=KEY, review=agreed)
        log.record(digest=DIGESTS[1], model=KEY, review=None)
    _question(path)
    _decide(path)


def _question(path: Path) -> None:
    try:
        module = importlib.import_module("core.review.label_questions")
    except ModuleNotFoundError:
        return
    with module.LabelQuestions(path) as questions:
        questions.ask(
            digest=DIGESTS[2],
            stated="red",
            proposed="green",
            reader="Anna Ä.",
            time=WHEN,
        )


def _decide(path: Path) -> None:
    try:
        module = importlib.import_module("core.review.dataset_decisions")
    except ModuleNotFoundError:
        return
    with module.DatasetDecisions(path) as decisions:
        decisions.not_a_copy(DIGESTS[0], DIGESTS[1], reader="Anna Ä.", time=WHEN)
        decisions.leave_out(DIGESTS[3], reader="Anna Ä.", why="blurred", time=WHEN)


def settings(out: Path) -> None:
    """Write settings and a session, all of whose fields differ from the defaults."""
    try:
        kept = importlib.import_module("app.settings.kept_settings")
    except ModuleNotFoundError:
        kept = importlib.import_module("app.settings")
    store = kept.SettingsStore(out)
    store.save_settings(
        kept.Settings(
            theme="dark",
            device="cpu",
            review_below=0.9,
            refusal_scale=1.25,
            reader="Anna Ä.",
            notice_accepted=True,
        )
    )
    store.save_session(
        kept.Session(
            folder=Path("stills"),
            stills=(Path("stills/red 1.png"),),
            model="small",
            geometry="AdnQ",
            splitters={"findings": "AAAA"},
            **({"window_state": "AAA="} if _has_window_state(kept) else {}),
        )
    )


def _has_window_state(kept: object) -> bool:
    return "window_state" in kept.Session.model_fields


def model(out: Path) -> None:
    """Write a model and its archive."""
    home = _home_with_a_model()
    _lumenary("models", "export", "small", str(out / "small.lumenary"))
    shutil.copytree(home / "models" / "small", out / "small")


def classified(out: Path) -> None:
    """Write the run of a classification."""
    home = _home_with_a_model()
    _lumenary("classify", str(_stills()), *COMMAND_OF_A_MODEL)
    _take_run(home, out)


def sorted_stills(out: Path) -> None:
    """Write the manifest of a sort, and the names of its copies."""
    home = _home_with_a_model()
    _lumenary("classify", str(_stills()), *COMMAND_OF_A_MODEL)
    run = next((home / "runs").iterdir())
    target = home.parent / "sorted"
    requests = importlib.import_module("core.jobs.requests")
    _do(requests.SortStillsRequest(run=run, out=target))
    shutil.copy(target / "manifest.jsonl", out)


def evaluated(out: Path) -> None:
    """Write the run of an evaluation."""
    home = _home_with_a_model()
    _lumenary("evaluate", str(_stills()), *COMMAND_OF_A_MODEL, *ONLY_SAME_BYTES)
    _take_run(home, out)


def compared(out: Path) -> None:
    """Write the run of a comparison of two models that answer alike."""
    home = _home_with_a_model()
    _write_another(home / "models" / "other")
    names = "--model", "small", "--model", "other"
    _lumenary("compare", str(_stills()), *names, *ONLY_SAME_BYTES)
    _take_run(home, out)


def checked(out: Path) -> None:
    """Write the run of a check of a labelled folder with two copies in it."""
    home = _home_with_a_model()
    _lumenary("dataset", "check", str(_stills()), "--without-embeddings")
    _take_run(home, out)


def checkpoint(out: Path) -> None:
    """Write two checkpoints of a network of few numbers."""
    from core.training.checkpoints import Checkpoint, Checkpoints
    from core.training.history import EpochResult
    from core.training.network_state import NetworkState

    first = EpochResult(1, 1, 4, 0.9, 0.5, 0.8, 0.6, 1e-3, 1.5, 3.0, best=True)
    second = EpochResult(1, 2, 4, 0.7, 0.6, 0.9, 0.5, 1e-3, 1.5, 3.0, best=False)
    kept = Checkpoints(out / "checkpoints")
    for history in (first,), (first, second):
        done = len(history)
        network = NetworkState(
            weights=[np.full((3, 2), done, np.float32)],
            seeds=[np.array([7, done], np.uint32)],
            optimizer=[np.int64(done), np.full(12, done / 4, np.float32)],
        )
        kept.save(
            Checkpoint(
                history=history,
                epochs_begun=done + 1,
                batch=8,
                precision="float32",
                stopped=False,
                network=network,
                best=[np.full(5, 1, np.float32)],
            )
        )

    _write_what_it_began_with(out)


def _write_what_it_began_with(run: Path) -> None:
    import small_model

    from core.jobs.begun_training import BegunTraining
    from core.jobs.dataset_changes import PlacedStill

    stills = tuple(
        PlacedStill(name=f"red/{digest[0]}.png", digest=digest, label="red", part=part)
        for digest, part in zip(DIGESTS, ("train", "train", "val", "test"), strict=True)
    )
    BegunTraining(
        recipe=small_model.recipe(),
        weights=KEY,
        seed=7,
        device="cpu",
        folds=None,
        fingerprint="f" * 64,
        stills=stills,
    ).write(run)


def notes(out: Path) -> None:
    """Write what a user notes on a model."""
    from core.library.notes import ModelNotes

    ModelNotes(out / "model-notes").write(KEY, "Better on Fridays.\nÄnne 🙂\n")


def recipe(out: Path) -> None:
    """Write a recipe of one's own, from preprocessing that was tried out."""
    from core.jobs.context import recipes_of
    from core.paths import UserFolders
    from core.recipes import own_recipe

    folders = UserFolders.from_environment()
    catalogue = recipes_of(folders)
    base = catalogue.get("endoscopy-mobilenetv2")
    settings = base.preprocessing.model_copy(update={"size": 160})
    own_recipe.save_own_recipe(
        folders.recipes,
        catalogue=catalogue,
        name="mine",
        title="My own",
        base=base,
        preprocessing=settings,
    )
    shutil.copytree(folders.recipes, out / "recipes")


def _home_with_a_model() -> Path:
    import small_model

    home = Path(os.environ["LUMENARY_HOME"])
    folder = home / "models" / "small"
    folder.mkdir(parents=True)
    small_model.write_model(folder, name="small")
    return home


def _write_another(folder: Path) -> None:
    """Write a model whose network has other bytes."""
    import onnx
    import small_model

    from core.files import sha256_of

    folder.mkdir(parents=True)
    small_model.write_model(folder, name="other")
    network = onnx.load(folder / "model.onnx")
    network.doc_string = "another"
    onnx.save(network, folder / "model.onnx")
    card = json.loads((folder / "card.json").read_bytes())
    card["files"]["model.onnx"] = sha256_of(folder / "model.onnx")
    (folder / "card.json").write_text(json.dumps(card))


def _stills() -> Path:
    """Draw four stills of each colour, of which one is there twice."""
    import small_model

    folder = Path(os.environ["LUMENARY_HOME"]).parent / "stills"
    drawn, labels = small_model.coloured_stills(np.random.default_rng(7), each=4)
    for number, (pixels, label) in enumerate(zip(drawn, labels, strict=True)):
        own = folder / small_model.CLASSES[label] / f"still {number}.png"
        own.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).resize((96, 96), Image.Resampling.NEAREST).save(own)
    shutil.copy(folder / "red" / "still 2.png", folder / "red" / "still 2 again.png")
    return folder


def _lumenary(*arguments: str) -> None:
    from typer.testing import CliRunner

    from app.cli import app

    result = CliRunner().invoke(app, [*arguments])
    sys.stderr.write(result.output)
    if result.exit_code:
        raise SystemExit(f"exit status {result.exit_code}: {result.exception!r}")


def _do(request: object) -> None:
    from core.control import Control
    from core.jobs.run import new_job, run_job, save_job
    from core.paths import UserFolders

    job = new_job(request, UserFolders.from_environment())
    folder = save_job(job).parent
    sys.stderr.write(f"{run_job(job, folder, lambda _: None, Control())!r}\n")


def _take_run(home: Path, out: Path) -> None:
    """Copy a run without its pages, whose stills would be most of it."""
    run = next((home / "runs").iterdir())
    shutil.copytree(run, out / run.name, ignore=shutil.ignore_patterns("*.html"))


def main() -> None:
    """Make what was asked for in a home of its own."""
    workplace, kind, out = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
    shutil.rmtree(workplace, ignore_errors=True)
    os.environ["LUMENARY_HOME"] = str(workplace / "home")
    out.mkdir(parents=True)
    globals()[kind](out.absolute())
    made = sorted(path for path in out.rglob("*") if path.is_file())
    sys.stderr.write(json.dumps({str(p): p.stat().st_size for p in made}, indent=1))


if __name__ == "__main__":
    main()
