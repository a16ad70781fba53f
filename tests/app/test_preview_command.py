"""``lumenary preview``: what was removed, in pictures and in numbers."""

import csv
import json
from pathlib import Path

import cv2
import numpy as np

from core.images.sample_sets import SampleSet
from core.images.settings import PreprocessingSettings, ScopeGuideSettings
from core.jobs.context import recipes_of
from core.paths import UserFolders
from core.recipes.own_recipe import save_own_recipe
from tests.app.conftest import Lumenary


def test_three_pictures_of_each_readable_still(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    run = lumenary("preview", samples.unsorted, "--out", tmp_path / "out", "--json")
    assert run.returncode == 1  # odd files are among them
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    for line in lines:
        name = Path(line["file"]).relative_to(samples.unsorted)
        pictures = [
            (tmp_path / "out" / name).with_name(f"{name.name}.{what}.png")
            for what in ("before", "mask", "after")
        ]
        assert all(p.is_file() for p in pictures) == (not line["error"])


def test_the_mask_is_the_box_and_the_still_loses_its_green(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    with samples.samples.open(encoding="utf-8", newline="") as stream:
        green = next(r["file"] for r in csv.DictReader(stream) if r["panel"] == "green")
    run = lumenary("preview", samples.folder / green, "--out", tmp_path, "--json")
    x0, y0, x1, y1 = json.loads(run.stdout)["box"]
    name = Path(green).name
    mask = cv2.imread(str(tmp_path / f"{name}.mask.png"), cv2.IMREAD_GRAYSCALE)
    before = cv2.imread(str(tmp_path / f"{name}.before.png"))
    after = cv2.imread(str(tmp_path / f"{name}.after.png"))
    assert mask is not None
    assert before is not None
    assert after is not None
    assert mask.shape == before.shape[:2]
    assert np.count_nonzero(mask) == (x1 - x0) * (y1 - y0)
    assert mask[y0:y1, x0:x1].all()
    assert teal_share(before) > 0.02
    assert teal_share(after) < 0.002


def teal_share(bgr: np.ndarray) -> float:
    hsv = cv2.cvtColor(bgr, cv2.COLOR_BGR2HSV)
    return float(np.mean(cv2.inRange(hsv, (75, 110, 80), (95, 255, 255)) > 0))


def test_stills_of_one_name_do_not_overwrite_each_other(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    one, two = sorted((samples.labelled / "drawn-polyp").iterdir())[:2]
    first, second = tmp_path / "a" / "still.jpg", tmp_path / "b" / "still.jpg"
    for source, target in (one, first), (two, second):
        target.parent.mkdir()
        target.write_bytes(source.read_bytes())
    run = lumenary("preview", first, second, "--out", tmp_path / "out")
    assert run.returncode == 0, run.stderr
    assert len(list((tmp_path / "out").glob("*.after.png"))) == 2


def test_a_folder_for_the_pictures_must_be_named(
    lumenary: Lumenary, samples: SampleSet
) -> None:
    run = lumenary("preview", samples.unsorted)
    assert run.returncode == 2
    assert "--out" in run.stderr


def test_a_recipe_of_ones_own_is_listed_and_decides_what_is_removed(
    lumenary: Lumenary, samples: SampleSet, tmp_path: Path
) -> None:
    with samples.samples.open(encoding="utf-8", newline="") as stream:
        green = next(r["file"] for r in csv.DictReader(stream) if r["panel"] == "green")
    folders = UserFolders(tmp_path / "home")
    blind = ScopeGuideSettings(saturation_min=255)
    save_own_recipe(
        folders.recipes,
        name="finds-nothing",
        title="Finds no green panel",
        base=recipes_of(folders).get("quick-tour"),
        preprocessing=PreprocessingSettings(scopeguide=blind),
        catalogue=recipes_of(folders),
    )
    home = {"LUMENARY_HOME": str(folders.home)}
    listed = lumenary("recipes", **home)
    assert "finds-nothing: Finds no green panel" in listed.stdout
    still, out = samples.folder / green, ("--out", tmp_path / "out", "--json")
    usual = json.loads(lumenary("preview", still, *out, **home).stdout)
    own = lumenary("preview", still, "--recipe", "finds-nothing", *out, **home)
    assert (usual["panel"], usual["green_left"]) == ("green", False)
    assert (json.loads(own.stdout)["panel"], own.stderr) == (None, "")
