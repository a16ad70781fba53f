"""A recipe of the user's own: what was saved is what is read, and nothing is lost."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from core.files import WriteFailed
from core.images.settings import (
    ClaheSettings,
    PreprocessingSettings,
    ScopeGuideSettings,
)
from core.jobs.context import recipes_of
from core.paths import UserFolders
from core.recipes.catalogue import RecipeCatalogue, RecipeError
from core.recipes.own_recipe import (
    RecipeExists,
    problem_with_recipe_name,
    save_own_recipe,
)
from core.recipes.recipe import Recipe

TRIED = PreprocessingSettings(
    size=256,
    scopeguide=ScopeGuideSettings(hue_low=60, margin=0.05),
    clahe=ClaheSettings(clip_limit=3),
)


@pytest.fixture
def folders(tmp_path: Path) -> UserFolders:
    return UserFolders(tmp_path / "home")


@pytest.fixture
def catalogue(folders: UserFolders) -> RecipeCatalogue:
    return recipes_of(folders)


@pytest.fixture
def base(catalogue: RecipeCatalogue) -> Recipe:
    return catalogue.get("endoscopy-mobilenetv2")


def saved(
    folders: UserFolders,
    name: str = "ours",
    *,
    title: str = "Ours",
    preprocessing: PreprocessingSettings = TRIED,
    base: str = "endoscopy-mobilenetv2",
    replace: bool = False,
) -> Path:
    catalogue = recipes_of(folders)
    return save_own_recipe(
        folders.recipes,
        name=name,
        title=title,
        base=catalogue.get(base),
        preprocessing=preprocessing,
        catalogue=catalogue,
        replace=replace,
    )


def test_only_preprocessing_and_what_names_it_differ_from_the_base(
    folders: UserFolders, catalogue: RecipeCatalogue, base: Recipe
) -> None:
    path = saved(folders, title="  Our tower  ")
    assert path == folders.recipes / "ours.toml"
    ours = catalogue.get("ours")
    assert ours.preprocessing == TRIED
    assert ours.title == "Our tower"
    assert "endoscopy-mobilenetv2" in ours.source
    assert base.source in ours.source
    for part in ("description", "augmentation", "network", "training", "decisions"):
        assert getattr(ours, part) == getattr(base, part)
    assert not catalogue.problems()
    assert {e.recipe.name for e in catalogue.entries()} >= {"ours", base.name}


def test_the_file_can_be_read_and_edited_by_a_person(folders: UserFolders) -> None:
    text = saved(folders).read_text(encoding="utf-8")
    assert text.startswith("# Made by Lumenary")
    assert "[preprocessing.scopeguide]" in text
    assert "[[training.phases]]" in text
    edited = saved(folders, "second")
    edited.write_text(text.replace("hue_low = 60", "hue_low = 190"), encoding="utf-8")
    with pytest.raises(RecipeError, match=r"line \d+: “hue_low” is 190, expected at"):
        recipes_of(folders).get(str(edited))


def test_hues_the_wrong_way_round_are_said_with_their_line(
    folders: UserFolders,
) -> None:
    path = saved(folders)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("hue_low = 60", "hue_low = 120"), encoding="utf-8")
    with pytest.raises(
        RecipeError, match=r"line \d+: “hue_high” is 98, expected hue_low or more, 120"
    ):
        recipes_of(folders).get("ours")


def test_usual_settings_are_written_for_older_programs(folders: UserFolders) -> None:
    path = saved(folders, preprocessing=PreprocessingSettings(size=256))
    written = tomllib.loads(path.read_text(encoding="utf-8"))["preprocessing"]
    assert written["version"] == 1
    assert "scopeguide" not in written


def test_a_shipped_recipe_is_never_replaced(folders: UserFolders) -> None:
    for replace in (False, True):
        with pytest.raises(RecipeError, match="is shipped with the program"):
            saved(folders, "quick-tour", replace=replace)
    assert not folders.recipes.exists()


def test_ones_own_is_replaced_only_if_asked_for(
    folders: UserFolders, catalogue: RecipeCatalogue
) -> None:
    first = saved(folders)
    moved = first.rename(first.with_name("called otherwise.toml"))
    before = moved.read_bytes()
    other = PreprocessingSettings(size=128)
    with pytest.raises(RecipeExists, match="You have a recipe “ours” already"):
        saved(folders, preprocessing=other)
    assert moved.read_bytes() == before
    assert saved(folders, preprocessing=other, replace=True) == moved
    assert catalogue.get("ours").preprocessing == other
    assert list(folders.recipes.iterdir()) == [moved]


@pytest.mark.parametrize("replace", [False, True])
def test_a_file_that_holds_something_else_stays(
    folders: UserFolders, replace: bool
) -> None:
    folders.recipes.mkdir(parents=True)
    broken = folders.recipes / "ours.toml"
    broken.write_text('name = "ours"\n# half written by hand', encoding="utf-8")
    with pytest.raises(RecipeError, match="holds something else"):
        saved(folders, replace=replace)
    assert "half written" in broken.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Ours",
        "our tower",
        "-ours",
        "../ours",
        "ours.toml",
        "ünser",
        "ours\n",
        "con",
        "lpt1",
        "a" * 61,
    ],
)
def test_names_that_no_recipe_can_have(folders: UserFolders, name: str) -> None:
    assert problem_with_recipe_name(name)
    with pytest.raises(RecipeError, match="name"):
        saved(folders, name)
    assert not folders.home.exists()


@pytest.mark.parametrize("title", ["", "  ", "two\nlines", "x" * 101])
def test_titles_that_no_recipe_can_have(folders: UserFolders, title: str) -> None:
    with pytest.raises(RecipeError, match="title"):
        saved(folders, title=title)
    assert not folders.home.exists()


def test_a_folder_that_cannot_be_written_is_said(folders: UserFolders) -> None:
    folders.home.mkdir(parents=True)
    folders.recipes.write_text("a file where the folder should be")
    with pytest.raises(WriteFailed):
        saved(folders)


@examples(max_examples=40, deadline=None)
@given(
    title=st.text(max_size=100).filter(lambda t: t.strip() and t.strip().isprintable()),
    margin=st.floats(0, 0.5),
    sigma=st.floats(0, 10),
    hues=st.tuples(st.integers(0, 179), st.integers(0, 179)),
    base=st.sampled_from(["endoscopy-mobilenetv2", "quick-tour"]),
)
def test_whatever_was_tried_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    title: str,
    margin: float,
    sigma: float,
    hues: tuple[int, int],
    base: str,
) -> None:
    folders = UserFolders(tmp_path_factory.mktemp("home"))
    tried = PreprocessingSettings(
        denoise_sigma=sigma,
        scopeguide=ScopeGuideSettings(
            hue_low=min(hues), hue_high=max(hues), margin=margin
        ),
    )
    saved(folders, title=title, preprocessing=tried, base=base)
    ours = recipes_of(folders).get("ours")
    assert (ours.preprocessing, ours.title) == (tried, title.strip())
