"""Recipes are read whole, and what is wrong with one is said with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.paths import RESOURCES
from core.recipes.catalogue import RecipeCatalogue, RecipeError, read_recipe
from core.recipes.recipe import ClassWeights, DenseLayer, DropoutLayer, Trainable

SHIPPED = RESOURCES / "recipes"
PAPER = SHIPPED / "endoscopy-mobilenetv2.toml"


@pytest.fixture
def changed(tmp_path: Path):
    """Write the paper's recipe with one text replaced; return file and its line."""

    def write(old: str, new: str, name: str = "mine.toml") -> tuple[Path, int]:
        text = PAPER.read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found, old
        path = tmp_path / name
        path.write_text(before + new + after, encoding="utf-8")
        return path, before.count("\n") + 1

    return write


def message(path: Path) -> str:
    with pytest.raises(RecipeError) as caught:
        read_recipe(path)
    return caught.value.user_message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = " + "[" * 100_000, "brackets stand within brackets"),
        ("a = " + "{a=" * 5_000, "brackets stand within brackets"),
        ("a = " + "9" * 10_000, "4300 digits"),
        ("# " + "x" * 300_000, "far longer than any recipe"),
        ('a = "\\u0000"', "“name” is missing"),
    ],
)
def test_a_file_that_was_made_to_break_the_reader(
    tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "evil.toml"
    path.write_text(text, encoding="utf-8")
    assert said in message(path)
    (problem,) = RecipeCatalogue([tmp_path]).problems()
    assert problem.path == path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("size = 224", "size = 100000"),
        ("size = 224", "size = -1"),
        ("alpha = 1.0", "alpha = 1e300"),
        ("alpha = 1.0", "alpha = nan"),
        ("units = ", "units = 99999999 #"),
        ("l2 = ", "l2 = inf #"),
        ("batch = ", "batch = 1000000 #"),
        ("epochs = ", "epochs = 9999999 #"),
    ],
)
def test_a_network_or_a_training_of_absurd_size(changed, old: str, new: str) -> None:
    path, line = changed(old, new)
    assert f"line {line}" in message(path)


def test_a_head_of_hundreds_of_layers(changed) -> None:
    layer = '\n[[network.head]]\ntype = "dense"\nunits = 8192\n'
    path, _ = changed("\n[training]", layer * 500 + "\n[training]")
    assert "head" in message(path)


def test_the_papers_values():
    recipe = read_recipe(PAPER)
    augmentation = recipe.augmentation
    assert recipe.name == "endoscopy-mobilenetv2"
    assert recipe.preprocessing.size == 224
    assert recipe.preprocessing.remove_scopeguide
    assert augmentation.rotate == 15
    changes = set(augmentation.model_dump().items())
    assert not {(name, value) for name, value in changes if value == 0}
    assert recipe.network.alpha == 1.0
    assert recipe.network.head == (
        DenseLayer(units=256, activation="relu", l2=1e-4),
        DropoutLayer(rate=0.3),
    )
    head, everything = recipe.training.phases
    assert (head.trainable, head.epochs, head.learning_rate) == ("head", 10, 1e-3)
    assert everything.trainable is Trainable.ALL
    assert (everything.epochs, everything.learning_rate) == (20, 1e-5)
    assert (recipe.training.batch, recipe.training.patience) == (32, 3)
    assert recipe.training.class_weights is ClassWeights.NONE
    assert recipe.training.tensorboard


def test_every_shipped_recipe_is_found_by_its_file_name():
    catalogue = RecipeCatalogue([SHIPPED])
    assert not catalogue.problems()
    names = [entry.recipe.name for entry in catalogue.entries()]
    assert names == [entry.path.stem for entry in catalogue.entries()]
    assert {"endoscopy-mobilenetv2", "quick-tour"} <= set(names)


def test_quick_tour_is_small_and_can_start_from_the_starters_backbone():
    quick, paper = (
        RecipeCatalogue([SHIPPED]).get(name)
        for name in ("quick-tour", "endoscopy-mobilenetv2")
    )
    assert quick.preprocessing.size == 96
    assert quick.network.backbone == paper.network.backbone
    assert quick.network.alpha == paper.network.alpha
    few, many = (
        sum(phase.epochs for phase in recipe.training.phases)
        for recipe in (quick, paper)
    )
    assert few <= many / 2


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("rate = 0.3", "rte = 0.3", "“rte” is not known here; did you mean “rate”?"),
        ("patience", "pateince", "“pateince” is not known here; did you mean “pati"),
        ("[network]", "[netwrok]", "“netwrok” is not known here; did you mean “netwo"),
        ("l2 = 1e-4", "dropout = 1", "“dropout” is not known here; known are: "),
        ("units = 256", "units = 2.5", "“units” is 2.5, expected a whole number"),
        ("rate = 0.3", "rate = 1.5", "“rate” is 1.5, expected less than 1"),
        ("epochs = 20", "epochs = -1", "“epochs” is -1, expected at least 0"),
        ("alpha = 1.0", "alpha = 1.1", "“alpha” is 1.1, expected one of (0.35, 0.5"),
        ('"all"', '"al"', "“trainable” is “al”, expected 'head' or 'all'"),
        ('"dropout"', '"drop"', "“type” is “drop”, expected 'dense', 'dropout'"),
        ("patience = 3", 'patience = "x"', "“patience” is “x”, expected a whole num"),
        ("tensorboard = true", "tensorboard = 7", "“tensorboard” is 7, expected true"),
        ('"endoscopy-m', '"Endo m', "expected small letters, digits and hyphens"),
        ("size = 224", "size = []", "“size” is a list of 0, expected a whole number"),
    ],
)
def test_a_wrong_entry_is_said_with_its_line(changed, old, new, expected):
    path, line = changed(old, new)
    sentences = message(path).splitlines()
    said = [s for s in sentences if s.startswith(f"mine.toml, line {line}: ")]
    assert expected in " ".join(said)


def test_the_error_names_the_file_and_what_to_do(changed):
    path, _ = changed("rate = 0.3", "rte = 0.3")
    with pytest.raises(RecipeError) as caught:
        read_recipe(path)
    assert str(path) in caught.value.details
    assert "Correct the file" in caught.value.hint


def test_a_missing_entry_is_said_with_the_line_of_its_table(changed):
    path, _ = changed("epochs = 20\n", "")
    text = path.read_text(encoding="utf-8")
    last_header = text[: text.rindex("[[training.phases]]")].count("\n") + 1
    expected = f"mine.toml, line {last_header}: “epochs” is missing here"
    assert message(path) == expected


def test_a_head_layer_without_a_type(changed):
    path, line = changed('type = "dropout"\n', "")
    assert message(path) == f"mine.toml, line {line - 1}: “type” is missing here"


@pytest.mark.parametrize("phases", [1, 3])
def test_the_number_of_phases_is_two(tmp_path, phases):
    before, header, phase = PAPER.read_text(encoding="utf-8").rpartition(
        "[[training.phases]]"
    )
    path = tmp_path / "mine.toml"
    path.write_text(before + (header + phase) * (phases - 1), encoding="utf-8")
    expected = "entry 2 of “phases” is missing" if phases == 1 else "at most 2 entries"
    assert expected in message(path)


def test_dotted_keys_and_quoted_names_have_their_line(changed):
    path, line = changed("alpha = 1.0", "alpha = 1.0\n'halpha'.x = 3")
    said = f"mine.toml, line {line + 1}: “halpha” is not known here"
    assert said in message(path)


def test_what_stands_in_a_long_text_is_no_key(changed):
    path, line = changed('description = """', 'description = """\n[augmentation]\nlo=1')
    path.write_text(path.read_text().replace("rotate = 15", "rotatte = 15"))
    text = path.read_text().splitlines()
    expected = 1 + next(i for i, t in enumerate(text) if t.startswith("rotatte"))
    assert message(path).startswith(f"mine.toml, line {expected}: “rotatte”")
    assert expected > line + 2


@pytest.mark.parametrize("text", ["[network\n", "a = \n", "x = 1\nx = 2\n", 'a = """'])
def test_broken_toml_has_a_line(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    assert message(path).startswith("mine.toml, line ")


@given(st.text(max_size=80))
def test_no_text_whatever_gives_another_error(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    with pytest.raises(RecipeError):
        read_recipe(path)


def test_a_missing_and_a_binary_file(tmp_path):
    assert "Couldn't read" in message(tmp_path / "none.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in message(binary)


class TestCatalogue:
    def test_a_broken_recipe_does_not_hide_the_others(self, changed, tmp_path):
        path, _ = changed("rate = 0.3", "rte = 0.3", "broken.toml")
        catalogue = RecipeCatalogue([tmp_path, tmp_path / "missing", SHIPPED])
        assert [problem.path for problem in catalogue.problems()] == [path]
        assert catalogue.get("endoscopy-mobilenetv2") == read_recipe(PAPER)

    def test_asking_for_a_broken_recipe_says_what_is_wrong(self, changed, tmp_path):
        changed("rate = 0.3", "rte = 0.3", "broken.toml")
        with pytest.raises(RecipeError, match="rte"):
            RecipeCatalogue([tmp_path]).get("broken")

    def test_the_users_recipe_comes_before_the_shipped_one(self, changed, tmp_path):
        path, _ = changed("units = 256", "units = 128")
        entries = RecipeCatalogue([tmp_path, SHIPPED]).entries()
        mine = [e for e in entries if e.recipe.name == "endoscopy-mobilenetv2"]
        assert [entry.path for entry in mine] == [path]

    def test_two_recipes_of_one_name_in_one_folder(self, changed, tmp_path):
        changed("units = 256", "units = 128", "a.toml")
        second, _ = changed("units = 256", "units = 64", "b.toml")
        catalogue = RecipeCatalogue([tmp_path])
        assert catalogue.get("endoscopy-mobilenetv2").network.head[0].units == 128
        assert [problem.path for problem in catalogue.problems()] == [second]

    def test_a_name_that_is_not_there_brings_the_nearest(self):
        with pytest.raises(RecipeError, match="did you mean “quick-tour”"):
            RecipeCatalogue([SHIPPED]).get("quicktour")

    def test_a_file_may_be_named(self, changed, tmp_path):
        path, _ = changed("units = 256", "units = 99")
        assert RecipeCatalogue([]).get(str(path)).network.head[0].units == 99
