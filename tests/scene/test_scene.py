"""The scene: its defaults and its bounds."""

from typing import get_args

import pytest
from pydantic import ValidationError

from landscapes import CATALOGUE, DATASETS
from scene import PENALTIES, Scene, choices
from tests.scene.scenes import FIELDS, FIXED


def test_without_settings_it_shows_squared_error_beside_cross_entropy_on_overlapping_classes() -> (
    None
):
    scene = Scene()
    assert (scene.data, scene.left, scene.right) == ("overlap", "squared-error", "cross-entropy")
    assert (scene.axes, scene.resolution, scene.view) == (("w1", "b"), 81, "both")
    assert (scene.standardise, scene.penalty, scene.height) == (False, 0.0, "linear")


def test_no_setting_changes_in_a_scene_that_exists() -> None:
    scene = Scene()
    for name in FIELDS:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(scene, name, getattr(scene, name))


def test_a_setting_that_is_not_there_cannot_be_given() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Scene.model_validate({"colour": "red"})


def test_every_penalty_on_offer_is_within_bounds() -> None:
    assert [Scene(penalty=penalty).penalty for penalty in PENALTIES] == list(PENALTIES)


@pytest.mark.parametrize("name", FIXED)
def test_a_field_of_fixed_choices_takes_each_of_them_and_tells_them(name: str) -> None:
    assert choices(name) == get_args(FIELDS[name].annotation)
    assert FIELDS[name].default in choices(name)
    for choice in choices(name):
        assert getattr(Scene.model_validate({name: choice}), name) == choice


@pytest.mark.parametrize("data", DATASETS)
def test_every_data_set_makes_a_scene_of_two_classes(data: str) -> None:
    scene = Scene(data=data)
    assert len(scene.dataset.classes) == 2
    assert scene.problem.output == "sigmoid"
    for option in CATALOGUE[data].options:
        usual = CATALOGUE[data].binary.get(option.name, option.default)
        assert scene.option(option.name) == usual
        if option.name == "features":
            assert scene.dataset.features == usual


def test_an_option_of_the_scene_goes_before_the_data_sets_own() -> None:
    scene = Scene(data="moons", n=37, noise=0.5)
    assert (scene.option("n"), scene.option("noise"), scene.option("seed")) == (37, 0.5, 3)
    assert len(scene.dataset) == 37
