"""The catalogue: every data set loads, with every option, the same each time."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import landscapes
from landscapes import CATALOGUE, DATASETS, Problem, load
from landscapes.data.recipe import Option, Recipe
from tests.landscapes.cases import EVERY_DATASET, dataset_for

EVERY_RECIPE = pytest.mark.parametrize("recipe", CATALOGUE.values(), ids=lambda r: r.name)
EVERY_OPTION = pytest.mark.parametrize(
    ("recipe", "option"),
    [
        pytest.param(recipe, option, id=f"{recipe.name}-{option.name}")
        for recipe in CATALOGUE.values()
        for option in recipe.options
    ],
)


def values_of(option: Option) -> list[Any]:
    """Values that try the whole of an option."""
    if isinstance(option.default, tuple):
        return [option.choices[:1], list(option.choices[:0:-1]), option.choices]
    if option.choices:
        return list(option.choices)
    kind = type(option.default)
    return [kind(option.low), option.default, kind(option.high)]


@pytest.mark.parametrize(
    "name",
    [
        "overlap",
        "separable",
        "outlier",
        "blobs",
        "three-blobs",
        "moons",
        "breast-cancer",
        "iris",
        "two-minima",
    ],
)
def test_the_data_sets_promised_are_there(name: str) -> None:
    """By the names that links and scripts use."""
    assert name in DATASETS


def test_the_tables_agree() -> None:
    """DATASETS says in a line what each shows, and cannot be written to."""
    assert list(DATASETS) == list(CATALOGUE) == [recipe.name for recipe in CATALOGUE.values()]
    for name, shows in DATASETS.items():
        assert shows == CATALOGUE[name].shows
        assert shows
        assert "\n" not in shows
        assert CATALOGUE[name].title
    with pytest.raises(TypeError):
        DATASETS["mine"] = ""  # type: ignore[index]


@EVERY_RECIPE
def test_every_data_set_loads_and_says_where_it_comes_from(recipe: Recipe) -> None:
    """With its defaults, and with rows of every class."""
    data = load(recipe.name)
    assert data.source
    assert data.name
    assert len(data) == len(data.y) > 0
    assert set(np.unique(data.y)) == set(range(len(data.classes))), "a class without rows"
    assert not data.standardised


@EVERY_RECIPE
def test_every_data_set_has_two_classes_for_a_sigmoid(recipe: Recipe) -> None:
    """By default or with the options that `binary` names; its window names its parameters."""
    data = dataset_for(recipe.name, "sigmoid")
    problem = Problem(data)
    assert len(data.classes) == 2
    assert set(data.window) <= set(problem.parameters)
    for low, high in data.window.values():
        assert low < high


@EVERY_OPTION
def test_every_value_of_every_option_loads(recipe: Recipe, option: Option) -> None:
    """The bounds themselves included; the default is one of the values that may be given."""
    assert option.check(option.default) == option.default
    assert option.title
    for value in values_of(option):
        data = load(recipe.name, **{option.name: value})
        assert np.isfinite(data.X).all()
        assert len(data.classes) >= 2
        if option.name == "n":
            assert len(data) == value
        if option.name == "features":
            assert data.features == tuple(value)


@EVERY_OPTION
def test_what_an_option_does_not_take_is_answered_with_what_it_does(
    recipe: Recipe, option: Option
) -> None:
    """The message names the option and its bounds or choices."""
    wrong: list[Any] = ["nonsense", None, object()]
    expected = [*option.choices]
    if not option.choices:
        wrong += [option.low - 1, option.high + 1, np.nan, np.inf, True, "1", [1]]
        expected = [f"{option.low:g}", f"{option.high:g}"]
        if isinstance(option.default, int):
            wrong.append(option.low + 0.5)
    if isinstance(option.default, tuple):
        wrong += [[], [option.choices[0]] * 2, [option.choices[0], "nonsense"], 3, [None]]
    for value in wrong:
        with pytest.raises((TypeError, ValueError), match=option.name) as error:
            load(recipe.name, **{option.name: value})
        if isinstance(error.value, ValueError):
            for part in expected:
                assert part in str(error.value)


@EVERY_RECIPE
def test_standardising_is_off_unless_asked_for(recipe: Recipe) -> None:
    """And the title says when it is on."""
    plain, scaled = load(recipe.name), load(recipe.name, standardise=True)
    np.testing.assert_array_equal(scaled.X, plain.standardise().X)
    assert "standardised" in scaled.title
    assert "standardised" not in plain.title


@EVERY_RECIPE
def test_loading_twice_gives_the_same_rows(recipe: Recipe) -> None:
    """And leaves NumPy's global random state alone."""
    np.random.seed(1)  # noqa: NPY002 (the global state is what is tested)
    expected = np.random.random()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    first, second = load(recipe.name), load(recipe.name)
    assert np.random.random() == expected  # noqa: NPY002
    np.testing.assert_array_equal(first.X, second.X)
    np.testing.assert_array_equal(first.y, second.y)


SEEDED = [name for name, r in CATALOGUE.items() if "seed" in {o.name for o in r.options}]


@pytest.mark.parametrize("name", SEEDED)
def test_seed_and_noise_change_the_rows(name: str) -> None:
    """Each on its own."""
    plain = load(name)
    assert not np.array_equal(load(name, seed=plain_seed(name) + 1).X, plain.X)
    assert not np.array_equal(load(name, noise=0.5).X, plain.X)


def plain_seed(name: str) -> int:
    """The default seed of a data set."""
    return int(CATALOGUE[name].option("seed").default)


@pytest.mark.parametrize("name", SEEDED)
def test_classes_of_a_toy_set_are_of_one_size(name: str) -> None:
    """Up to one row."""
    counts = np.bincount(load(name, n=41).y)
    assert abs(counts[0] - counts[1]) <= 1


def test_an_unknown_data_set_is_told_the_ones_there_are() -> None:
    """All of them."""
    with pytest.raises(ValueError, match="unknown data set 'mnist'") as error:
        load("mnist")
    for name in DATASETS:
        assert name in str(error.value)


@pytest.mark.parametrize("name", EVERY_DATASET)
def test_an_unknown_option_is_told_the_options_there_are(name: str) -> None:
    """Of this data set; some take none."""
    with pytest.raises(ValueError, match="has no option 'size'") as error:
        load(name, size=3)
    for option in CATALOGUE[name].options:
        assert option.name in str(error.value)


def test_the_package_exports_what_its_list_says() -> None:
    """Each name in `__all__` is there."""
    for name in landscapes.__all__:
        assert hasattr(landscapes, name)


def test_what_real_data_are_read_with_can_be_imported_ahead() -> None:
    """In a process of its own, which has not loaded it yet."""
    code = (
        "import sys; from landscapes.data.catalogue import make_ready; "
        "assert 'sklearn' not in sys.modules; make_ready().join(60); "
        "sys.exit('sklearn.datasets' not in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=True)
