"""What readers decided on stills is heeded by every job on a labelled folder."""

import csv
from pathlib import Path

import pytest

from core.control import Control
from core.dataset.check_record import CHECK_RECORD_FILE, CheckRecord, read_check_record
from core.dataset.scanning import Part
from core.files import sha256_of
from core.jobs.channel import Reporter
from core.jobs.context import JobContext, library_of, recipes_of
from core.jobs.curation import scan, split
from core.jobs.events import Event, Failed, Notice
from core.jobs.material import Material, gather_material
from core.jobs.requests import (
    CheckDatasetRequest,
    EvaluateRequest,
    ExportOneVsRestRequest,
    SplitDatasetRequest,
    TrainRequest,
    WeightsRequest,
)
from core.jobs.results import (
    CheckDatasetResult,
    EvaluateResult,
    ExportOneVsRestResult,
    SplitDatasetResult,
)
from core.jobs.run_record import data_fingerprint
from core.jobs.starting_weights import starting_weights
from core.paths import UserFolders
from core.review.dataset_decisions import DatasetDecisions
from tests.core.jobs.evaluated_folder import BY_LIKENESS, write_distinct
from tests.core.jobs.reviewed_folder import finished, home_with_a_model, outcome

EACH = 8
LEFT_OUT = "1 of 25 stills was left out, as a reader decided."
TOLD_APART = "1 pair of stills is not taken for copies, as a reader decided."


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return home_with_a_model(tmp_path / "home")


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Eight stills of each of three classes, no two alike, and a copy that is."""
    root = write_distinct(tmp_path / "labelled", each=EACH)
    first = sorted((root / "red").iterdir())[0]
    # the same picture in another file: what follows the image's end is not shown
    (root / "red" / "zz.png").write_bytes(first.read_bytes() + b"again")
    return root


@pytest.fixture
def decided(labelled: Path, home: Path) -> Path:
    """The folder after a reader told the copy apart and left a green still out."""
    red = sorted((labelled / "red").iterdir())
    with DatasetDecisions(UserFolders(home).review_log) as log:
        log.not_a_copy(sha256_of(red[-1]), sha256_of(red[0]), reader="Dr Ё")
        log.leave_out(sha256_of(left_out_of(labelled)), reader="Dr Ё", why="a hand")
    return labelled


def left_out_of(labelled: Path) -> Path:
    return sorted((labelled / "green").iterdir())[0]


def check(folder: Path, home: Path) -> tuple[CheckDatasetResult, CheckRecord]:
    request = CheckDatasetRequest(
        folder=folder, grouping=BY_LIKENESS, with_embeddings=False
    )
    result = finished(outcome(request, home), CheckDatasetResult)
    return result, read_check_record(result.record)


def test_the_check_counts_what_was_decided_and_shows_what_it_was(
    labelled: Path, home: Path, request: pytest.FixtureRequest
) -> None:
    before, record = check(labelled, home)
    (copies,) = record.copies
    assert (before.stills, before.groups) == (3 * EACH + 1, 3 * EACH)
    assert (copies.pairs[0].same_file, copies.pairs[0].hash_bits) == (False, 0)
    request.getfixturevalue("decided")
    after, record = check(labelled, home)
    assert (after.stills, after.groups) == (3 * EACH, 3 * EACH)
    assert (after.left_out, after.told_apart) == (1, 1)
    assert record.copies == ()
    (told,) = record.told_apart
    assert (told.names[0][:4], told.same_group) == ("red/", False)
    (dismissed,) = record.left_out
    assert (dismissed.why, dismissed.reader) == ("a hand", "Dr Ё")
    assert record.path_of(dismissed.name) == left_out_of(labelled)
    assert {LEFT_OUT, TOLD_APART} <= set(record.notices)
    assert "a hand" in after.report.read_text(encoding="utf-8")


def test_the_record_stands_in_the_run_and_beside_a_page_that_goes_elsewhere(
    labelled: Path, home: Path, tmp_path: Path
) -> None:
    page = tmp_path / "out" / "page.html"
    request = CheckDatasetRequest(folder=labelled, out=page, with_embeddings=False)
    result = finished(outcome(request, home), CheckDatasetResult)
    beside = read_check_record(page.with_name(CHECK_RECORD_FILE))
    assert result.record.parent.parent == home / "runs"
    assert read_check_record(result.record) == beside
    assert beside.folder == labelled
    assert not beside.with_embeddings
    (of_red,) = [one for one in beside.classes if one.name == "red"]
    assert f">{of_red.stills}<" in page.read_text(encoding="utf-8")
    assert result.advice == beside.advice != ()


def test_a_split_leaves_out_and_says_what_it_heeds(
    decided: Path, home: Path, tmp_path: Path
) -> None:
    request = SplitDatasetRequest(
        folder=decided, out=tmp_path / "out", grouping=BY_LIKENESS
    )
    result = finished(outcome(request, home), SplitDatasetResult)
    with (tmp_path / "out" / "split.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert sha256_of(left_out_of(decided)) not in {row["digest"] for row in rows}
    assert len(rows) == 3 * EACH
    assert LEFT_OUT in result.notices
    # the starter model finds a third still that is like both
    assert any(notice.startswith(TOLD_APART) for notice in result.notices)


def test_a_model_is_not_measured_on_what_was_left_out(
    decided: Path, home: Path
) -> None:
    request = EvaluateRequest(folder=decided, model="colours", grouping=BY_LIKENESS)
    result = finished(outcome(request, home), EvaluateResult)
    assert result.record.overall.accuracy.n == 3 * EACH
    assert {LEFT_OUT, TOLD_APART} <= set(result.record.notices)


def context_of(home: Path, heard: list[Event]) -> JobContext:
    folders = UserFolders(home)
    (home / "run").mkdir()
    return JobContext(
        folders=folders,
        run_folder=home / "run",
        library=library_of(folders),
        recipes=recipes_of(folders),
        report=Reporter(heard.append),
        control=Control(),
    )


def material_of(folder: Path, context: JobContext) -> Material:
    request = TrainRequest(
        folder=folder,
        name="new",
        grouping=BY_LIKENESS,
        weights=WeightsRequest(random=True),
    )
    recipe = context.recipes.get("quick-tour")
    scanned = scan(folder, request.grouping, context)
    weights = starting_weights(recipe, request.weights, context)
    return gather_material(scanned, request, recipe, weights, context)


def test_a_training_starts_without_it_says_so_and_has_another_fingerprint(
    labelled: Path, home: Path, request: pytest.FixtureRequest
) -> None:
    heard: list[Event] = []
    context = context_of(home, heard)
    before = material_of(labelled, context)
    request.getfixturevalue("decided")
    after = material_of(labelled, context)
    assert len(after.readable.stills) == len(before.readable.stills) - 1
    assert after.grouping.count == before.grouping.count
    assert {LEFT_OUT, TOLD_APART} <= set(after.notices)
    told = [event.message for event in heard if isinstance(event, Notice)]
    assert {LEFT_OUT, TOLD_APART} <= set(told)
    parts = split(before.readable, before.grouping, 42).parts
    assert data_fingerprint(before, parts) != data_fingerprint(after, parts[1:])


def test_groups_alone_change_the_fingerprint(labelled: Path, home: Path) -> None:
    context = context_of(home, [])
    joined = material_of(labelled, context)
    red = sorted((labelled / "red").iterdir())
    with DatasetDecisions(UserFolders(home).review_log) as log:
        log.not_a_copy(sha256_of(red[0]), sha256_of(red[-1]), reader="A")
    parted = material_of(labelled, context)
    parts = [Part.TRAIN] * len(parted.readable.stills)
    assert joined.readable.digests == parted.readable.digests
    assert data_fingerprint(joined, parts) != data_fingerprint(parted, parts)
    with DatasetDecisions(UserFolders(home).review_log) as log:
        log.undo(sha256_of(red[0]), sha256_of(red[-1]), reader="A")
    undone = material_of(labelled, context)
    assert data_fingerprint(joined, parts) == data_fingerprint(undone, parts)


def test_a_class_that_was_left_out_altogether_is_said(
    labelled: Path, home: Path
) -> None:
    with DatasetDecisions(UserFolders(home).review_log) as log:
        for path in (labelled / "blue").iterdir():
            log.leave_out(sha256_of(path), reader="A")
    ended = outcome(CheckDatasetRequest(folder=labelled, with_embeddings=False), home)
    assert isinstance(ended, Failed)
    assert "“blue” is left" in ended.user_message
    assert "Take some of them back" in ended.hint


def test_a_damaged_log_of_decisions_is_said_and_not_passed_over(
    decided: Path, home: Path
) -> None:
    log = UserFolders(home).review_log
    log.write_bytes(log.read_bytes()[:5000])
    ended = outcome(CheckDatasetRequest(folder=decided, with_embeddings=False), home)
    assert isinstance(ended, Failed)
    assert "damaged" in ended.user_message


def test_a_class_and_as_many_others_are_copied_whole_and_listed(
    decided: Path, home: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in decided.rglob("*.png")}
    request = ExportOneVsRestRequest(
        folder=decided, positive="green", out=tmp_path / "out", grouping=BY_LIKENESS
    )
    result = finished(outcome(request, home), ExportOneVsRestResult)
    assert result.counts == {"green": EACH - 1, "not green": EACH - 1}
    assert abs(result.by_class["red"] - result.by_class["blue"]) <= 1
    with result.manifest.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 2 * (EACH - 1)
    for row in rows:
        copy = result.folder / row["file"]
        assert sha256_of(copy) == row["digest"] == sha256_of(decided / row["source"])
        assert copy.parent.name == ("green" if row["class"] == "green" else "not green")
    listed = {result.folder / row["file"] for row in rows}
    assert listed == set(result.folder.rglob("*.png"))
    assert {path: path.read_bytes() for path in decided.rglob("*.png")} == before
    again = request.model_copy(update={"out": tmp_path / "again"})
    finished(outcome(again, home), ExportOneVsRestResult)
    manifests = [tmp_path / name / "one-vs-rest.csv" for name in ("out", "again")]
    assert manifests[0].read_bytes() == manifests[1].read_bytes()


def test_names_that_collide_are_kept_apart_and_disputed_copies_left_out(
    labelled: Path, home: Path, tmp_path: Path
) -> None:
    blue = sorted((labelled / "blue").iterdir())
    red = sorted((labelled / "red").iterdir())
    blue[0].rename(blue[0].with_name("Same.png"))
    red[1].rename(red[1].with_name("same.png"))
    green = sorted((labelled / "green").iterdir())
    (labelled / "red" / "disputed.png").write_bytes(green[0].read_bytes())
    for extra in green[4:]:  # four greens are left, one of them disputed
        extra.unlink()
    request = ExportOneVsRestRequest(
        folder=labelled, positive="green", out=tmp_path / "out", grouping=BY_LIKENESS
    )
    result = finished(outcome(request, home), ExportOneVsRestResult)
    assert result.counts == {"green": 3, "not green": 3}
    assert result.left_out == {"with a copy on the other side": 2}
    assert not any("as many as could be" in notice for notice in result.notices)
    everything = request.model_copy(update={"positive": "red", "out": tmp_path / "all"})
    result = finished(outcome(everything, home), ExportOneVsRestResult)
    names = [path.name.lower() for path in (tmp_path / "all/not red").iterdir()]
    assert len(names) == len(set(names)) == result.counts["not red"]


def test_too_few_others_are_said(labelled: Path, home: Path, tmp_path: Path) -> None:
    for label in ("green", "blue"):
        for extra in sorted((labelled / label).iterdir())[2:]:
            extra.unlink()
    request = ExportOneVsRestRequest(
        folder=labelled, positive="red", out=tmp_path / "out", grouping=BY_LIKENESS
    )
    result = finished(outcome(request, home), ExportOneVsRestResult)
    assert result.counts == {"red": 4, "not red": 4}
    (notice,) = result.notices
    reds = len(list((labelled / "red").iterdir()))
    assert notice.startswith(f"4 of {reds} stills of “red” were taken")


def test_given_parts_stay_parts(labelled: Path, home: Path, tmp_path: Path) -> None:
    divided = tmp_path / "divided"
    split_ = SplitDatasetRequest(folder=labelled, out=divided, grouping=BY_LIKENESS)
    finished(outcome(split_, home), SplitDatasetResult)
    request = ExportOneVsRestRequest(
        folder=divided, positive="red", out=tmp_path / "out", grouping=BY_LIKENESS
    )
    result = finished(outcome(request, home), ExportOneVsRestResult)
    for part in ("train", "val", "test"):
        sides = [result.folder / part / side for side in ("red", "not red")]
        one, other = (len(list(side.iterdir())) for side in sides)
        assert one == other > 0


@pytest.mark.parametrize(
    ("positive", "out", "said"),
    [
        ("purple", "out", "no class “purple”"),
        ("red", "labelled/out", "lies within"),
        ("red", "home", "exists already"),
    ],
)
def test_what_cannot_be_exported_is_said_and_nothing_is_left(
    labelled: Path, home: Path, tmp_path: Path, positive: str, out: str, said: str
) -> None:
    before = sorted(tmp_path.iterdir())
    request = ExportOneVsRestRequest(
        folder=labelled, positive=positive, out=tmp_path / out
    )
    ended = outcome(request, home)
    assert isinstance(ended, Failed)
    assert said in ended.user_message
    assert sorted(tmp_path.iterdir()) == before
